package caretaker.db;

import caretaker.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's programs, unpacked from the archive on the class path into the home, once per version. */
final class Binaries {
    private final Path folder;
    private final Path output;

    private Binaries(Path folder, Path output) {
        this.folder = folder;
        this.output = output;
    }

    static Binaries unpack(Path home, Consumer<String> progress) throws IOException {
        var resource = "/postgres-" + system() + "-" + architecture() + ".txz";
        var packed = Binaries.class.getResource(resource);
        if (packed == null) {
            throw UserError.of("This build carries no PostgreSQL for " + system() + " on " + architecture() + "; set CARETAKER_STORE to a PostgreSQL of your own.");
        }
        int size = packed.openConnection().getContentLength();
        var folder = home.resolve("postgres-bin-" + Integer.toHexString(size)).toAbsolutePath();
        if (!Files.exists(folder)) {
            progress.accept("Unpacking PostgreSQL");
            var unfinished = home.resolve("postgres-bin.new").toAbsolutePath();
            delete(unfinished);
            try (var tar = new TarArchiveInputStream(new XZCompressorInputStream(packed.openStream()))) {
                for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    write(unfinished, entry, tar);
                }
            }
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        }
        return new Binaries(folder, home.resolve("postgres-command.log"));
    }

    /** Runs one of the programs to its end and tells its exit code. */
    int run(String program, String... arguments) {
        var command = new ArrayList<String>();
        if (isRoot()) {
            // PostgreSQL refuses to run as root; in a user namespace of its own it is nobody, and root's files still belong to it.
            command.addAll(List.of("unshare", "--user"));
        }
        command.add(folder.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
            if (!process.waitFor(3, TimeUnit.MINUTES)) {
                process.destroy();
            }
            return process.waitFor();
        } catch (IOException e) {
            throw UserError.of("PostgreSQL does not run as root here, because the program unshare is missing: start Caretaker as an ordinary user or set CARETAKER_STORE.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The last line that a program printed. */
    String lastWords() {
        try {
            var lines = Files.readAllLines(output);
            return lines.isEmpty() ? "it said nothing." : lines.get(lines.size() - 1);
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (var walk = Files.walk(folder)) {
            for (var file : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void write(Path folder, TarArchiveEntry entry, TarArchiveInputStream tar) throws IOException {
        var file = folder.resolve(entry.getName()).normalize();
        if (!file.startsWith(folder)) {
            throw new IOException("the archive leaves its folder");
        }
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, file);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString((entry.getMode() & 0100) != 0 ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name")) && system().equals("linux");
    }

    private static String system() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
    }

    private static String architecture() {
        return System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
    }
}
