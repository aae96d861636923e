package caretaker.cli;

import caretaker.db.Json;
import caretaker.e2e.Child;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Commands as a shell gives them, one after the other in a process with its own environment: a new virtual machine for each would cost seconds. */
final class Shell implements AutoCloseable {
    /** What a command printed on both its outputs, and its exit code. */
    record Answer(int exit, String text) {
        JsonNode json() {
            return Json.parse(text.lines().filter(l -> l.startsWith("{") || l.startsWith("[")).findFirst().orElseThrow(() -> new AssertionError(text)));
        }
    }

    private final Process process;
    private final BufferedReader answers;

    Shell(Map<String, String> environment) {
        try {
            process = Child.process(environment, List.of(), Shell.class.getName()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Answer call(String... arguments) {
        try {
            process.getOutputStream().write((Json.write(List.of(arguments)) + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            return CompletableFuture.supplyAsync(this::answer).orTimeout(120, TimeUnit.SECONDS).join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Answer answer() {
        try {
            return Json.read(answers.readLine(), Answer.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** The other side: reads a line of arguments, runs the command as the program's main does, and writes a line with what came of it. */
    public static void main(String[] none) throws IOException {
        var out = System.out;
        var err = System.err;
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            var said = new ByteArrayOutputStream();
            var both = new PrintStream(said, true, StandardCharsets.UTF_8);
            System.setOut(both);
            System.setErr(both);
            int exit = Commands.run(Json.read(line, String[].class));
            System.setErr(err);
            out.write((Json.write(new Answer(exit, said.toString(StandardCharsets.UTF_8))) + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }
}
