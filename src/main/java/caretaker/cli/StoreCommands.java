package caretaker.cli;

import caretaker.App;
import caretaker.UserError;
import caretaker.db.Database;
import caretaker.plan.Cleanup;
import caretaker.plan.Ground;
import caretaker.run.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that write and read what the store knows: apply, export, stats, log. */
final class StoreCommands {
    private StoreCommands() {}

    @Command(name = "apply", description = "Brings databases, policies and routines to what a file says.")
    static final class Apply implements Callable<Integer> {
        @Mixin
        private Common common;
        @Parameters(paramLabel = "FILE.yaml", description = "the declarative file")
        private Path file;
        @Option(names = "--install", description = "install the ledger in its databases where it is missing")
        private boolean install;

        @Override
        public Integer call() {
            var text = read(file);
            try (var app = common.open()) {
                var changes = new Applier(app, file.toAbsolutePath().getParent(), common.person(), System.getenv()).apply(text);
                var installed = install ? changes.stream().filter(c -> c.kind().equals("database")).map(c -> install(app, app.databases.byName(c.name()))).toList()
                    : List.<Applier.Change>of();
                if (common.json) {
                    common.out().json(Stream.concat(changes.stream(), installed.stream()).toList());
                } else {
                    var out = common.out();
                    changes.forEach(c -> out.row(c.kind(), c.name(), c.change()));
                    installed.forEach(c -> out.row(c.kind(), c.name(), c.change()));
                    out.table();
                }
                return 0;
            }
        }

        private Applier.Change install(App app, Database database) {
            if (app.targets.of(database).reading(c -> Ground.of(app.targets.of(database), c), Duration.ofSeconds(5)).ledgerVersion() >= Ground.NEWEST_LEDGER) {
                return new Applier.Change("ledger", database.name(), "unchanged");
            }
            var plan = app.planner.install(database, common.person());
            var run = app.runner.execute(app.runs.queue(plan, common.person(), "apply --install", null, null, null));
            if (!run.status().equals("done")) {
                throw UserError.refused("The ledger could not be installed in " + database.name() + ": " + run.reason());
            }
            return new Applier.Change("ledger", database.name(), "installed");
        }

        private static String read(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw UserError.of("The file " + file + " cannot be read.");
            }
        }
    }

    @Command(name = "export", description = "Prints the declarative file of what is configured.")
    static final class Export implements Callable<Integer> {
        @Mixin
        private Common common;

        @Override
        public Integer call() {
            try (var app = common.open()) {
                common.databases(app);
                System.out.print(new Exporter(app).export(common.database));
                return 0;
            }
        }
    }

    @Command(name = "stats", description = "Counts what each policy would clean up now.")
    static final class Stats implements Callable<Integer> {
        @Mixin
        private Common common;

        @Override
        public Integer call() {
            try (var app = common.open()) {
                common.databases(app).forEach(d -> app.cleanup.measureAll(d.id()));
                var rows = app.cleanup.list(common.database == null ? null : app.databases.byName(common.database).id());
                if (common.json) {
                    common.out().json(rows);
                    return 0;
                }
                var out = common.out().row("database", "policy", "table", "total_records", "records_to_cleanup", "oldest_record", "table_bytes");
                rows.forEach(r -> out.row(r.databaseName(), r.policyName(), r.schemaName() + "." + r.tableName(), r.totalRows() == null ? null : "~" + r.totalRows(), due(r),
                    r.oldest() == null ? "-" : r.oldest(), r.tableBytes()));
                out.table();
                return 0;
            }
        }

        private static String due(Cleanup.Row row) {
            return row.keep().equals("forever") ? "kept" : row.dueRows() != null ? String.valueOf(row.dueRows()) : "unknown: " + row.error();
        }
    }

    @Command(name = "log", description = "Prints the newest entries of the maintenance log.")
    static final class Log implements Callable<Integer> {
        @Mixin
        private Common common;
        @Option(names = "--count", paramLabel = "N", description = "how many; default: 20", defaultValue = "20")
        private int count;

        @Override
        public Integer call() {
            try (var app = common.open()) {
                common.databases(app);
                var args = new HashMap<String, Object>();
                args.put("database", common.database);
                args.put("count", count);
                var entries = app.store.list("own/log_newest", Run.class, args);
                if (common.json) {
                    common.out().json(entries.stream().map(PlanCommands::json).toList());
                    return 0;
                }
                var out = common.out().row("id", "started", "database", "outcome", "rows", "who", "what");
                entries.forEach(r -> out.row(r.id(), r.startedAt(), r.databaseName() == null ? "-" : r.databaseName(), r.status(), r.doneRows() == null ? "-" : r.doneRows(),
                    r.person(), r.title() + (r.reason() == null ? "" : ": " + r.reason())));
                out.table();
                return 0;
            }
        }
    }
}
