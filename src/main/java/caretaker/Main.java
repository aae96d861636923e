package caretaker;

import caretaker.cli.Commands;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The program: a command, or the console with the demo databases when none is given. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        // Signs and names arrive whole, whatever the shell's locale is.
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
        int exit = Commands.run(arguments.length == 0 ? new String[] {"demo"} : arguments);
        if (exit != 0) {
            System.exit(exit);
        }
    }
}
