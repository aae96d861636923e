package caretaker.cli;

import caretaker.App;
import caretaker.Config;
import caretaker.UserError;
import caretaker.db.Database;
import caretaker.plan.Policy;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Option;

/** The options that every command has, and who calls it. */
final class Common {
    @Option(names = "--database", paramLabel = "NAME", description = "one database under care; default: all")
    String database;

    @Option(names = "--json", description = "print JSON")
    boolean json;

    App open() {
        return App.command(Config.read(System.getenv()));
    }

    /** As whom the command acts in the log. */
    String person() {
        return "cli:" + Objects.requireNonNullElse(System.getProperty("user.name"), "unknown");
    }

    Output out() {
        return new Output(System.out);
    }

    /** The databases meant; a UserError when the name is unknown. */
    List<Database> databases(App app) {
        return database == null ? app.databases.list() : List.of(app.databases.byName(database));
    }

    /** The policy of this name, in the database meant. */
    Policy policy(App app, String name) {
        var policy = app.policies.byName(name);
        if (database != null && !policy.databaseName().equals(database)) {
            throw new UserError(404, "The policy " + name + " belongs to " + policy.databaseName() + ", not to " + database + ".");
        }
        return policy;
    }
}
