package caretaker.cli;

import caretaker.UserError;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The big stop from a shell: everything that works in a database ends at its next batch, and nothing begins. */
@Command(name = "stop", description = "Stops all work in a database until it is let go on.")
final class StopCommand implements Callable<Integer> {
    @Mixin
    private Common common;
    @Parameters(paramLabel = "DATABASE", description = "the database's name")
    private String name;
    @Option(names = "--reason", paramLabel = "TEXT", description = "why; everybody reads it")
    private String reason;
    @Option(names = "--end", description = "lets work go on")
    private boolean end;

    @Override
    public Integer call() {
        try (var app = common.open()) {
            var database = app.databases.byName(name);
            if (end == (reason != null)) {
                throw UserError.of("Give --reason to stop all work in " + name + ", or --end to let it go on.");
            }
            if (end) {
                app.databases.goOn(database.id());
            } else {
                app.databases.stop(database.id(), common.person(), reason);
            }
            var now = app.databases.byName(name);
            if (common.json) {
                common.out().json(Map.of("database", name, "stopped", now.stoppedAt() != null));
            } else {
                common.out().line(now.stoppedAt() == null ? "Work in " + name + " may go on." : now.stopped());
            }
            return 0;
        }
    }
}
