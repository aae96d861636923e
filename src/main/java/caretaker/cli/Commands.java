package caretaker.cli;

import caretaker.App;
import caretaker.UserError;
import caretaker.db.TargetError;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** All commands, and what their failures mean to a shell: 1 failed, 2 wrong usage, 3 refused. */
@Command(name = "caretaker", description = "Takes care of PostgreSQL databases: see, preview, approve, run, prove.", mixinStandardHelpOptions = true,
    version = "Caretaker " + App.VERSION, scope = ScopeType.INHERIT,
    subcommands = {ConsoleCommands.Serve.class, ConsoleCommands.DemoConsole.class, ConsoleCommands.SigninLink.class, StoreCommands.Apply.class,
        StoreCommands.Export.class, StoreCommands.Stats.class, PlanCommands.Preview.class, PlanCommands.RunCommand.class, StopCommand.class,
        StoreCommands.Log.class, SeeCommands.Health.class, SeeCommands.Indexes.class})
public final class Commands {
    private Commands() {}

    /** Runs the command line and gives its exit code. */
    public static int run(String... arguments) {
        return new CommandLine(new Commands())
            .setExecutionExceptionHandler((e, command, parsed) -> fail(e))
            .execute(arguments);
    }

    private static int fail(Exception e) throws Exception {
        if (e instanceof UserError error) {
            System.err.println(error.getMessage());
            return error.status() == 409 || error.status() == 403 ? 3 : 2;
        }
        if (e instanceof TargetError error) {
            System.err.println(error.advice());
            return 1;
        }
        throw e;
    }
}
