package caretaker;

import caretaker.cli.Commands;

/** The program: a command, or the console with the demo databases when none is given. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        int exit = Commands.run(arguments.length == 0 ? new String[] {"demo"} : arguments);
        if (exit != 0) {
            System.exit(exit);
        }
    }
}
