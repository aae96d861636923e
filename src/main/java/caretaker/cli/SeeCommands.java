package caretaker.cli;

import caretaker.App;
import caretaker.db.Database;
import caretaker.observe.Answer;
import caretaker.observe.Checks;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The commands that look at a database now: health, indexes. */
final class SeeCommands {
    private static final Map<String, String> SIGNS = Map.of("ok", "✓", "warning", "⚠", "critical", "✗", "unknown", "?");

    private SeeCommands() {}

    @Command(name = "health", description = "Asks the nine health checks now; the exit code is 4 when one is critical.")
    static final class Health implements Callable<Integer> {
        @Mixin
        private Common common;

        /** One check as JSON shows it. */
        public record Line(String check, String severity, String detail, String unknown, String grant, List<Answer.Finding> findings) {}

        /** One database as JSON shows it; severity is the worst of its checks. */
        public record Report(String database, String severity, List<Line> checks) {
            long count(String kind) {
                return checks.stream().filter(c -> c.severity.equals(kind)).count();
            }
        }

        @Override
        public Integer call() {
            try (var app = common.open()) {
                var reports = common.databases(app).stream().map(d -> report(app, d)).toList();
                if (common.json) {
                    new Output(System.out).json(reports);
                } else {
                    reports.forEach(r -> print(app, System.out, r, reports.size() > 1));
                }
                return reports.stream().anyMatch(r -> r.severity.equals("critical")) ? 4 : 0;
            }
        }

        private static Report report(App app, Database database) {
            app.collector.measureNow(database.id());
            var lines = new ArrayList<Line>();
            app.checks.ask(database.id(), Checks.HEALTH).forEach((name, a) -> lines.add(new Line(name, a.severity(), a.detail(), a.unknown(), a.grant(), a.findings())));
            var severity = List.of("critical", "warning", "unknown", "ok").stream().filter(s -> lines.stream().anyMatch(l -> l.severity.equals(s))).findFirst().orElseThrow();
            return new Report(database.name(), severity, lines);
        }

        private static void print(App app, PrintStream out, Report report, boolean several) {
            if (several) {
                out.println(report.database + ":");
            }
            for (var line : report.checks) {
                var good = line.severity.equals("ok") || line.severity.equals("unknown");
                if (line.detail != null && (good || !line.detail.startsWith("Connection pool"))) {
                    line.detail.lines().forEach(l -> out.println((l.startsWith(" ") ? "" : SIGNS.get("ok") + " ") + l));
                } else if (line.detail == null && line.severity.equals("ok")) {
                    out.println(SIGNS.get("ok") + " " + app.checks.named(line.check).title() + ": nothing to look at");
                }
                line.findings.forEach(f -> out.println(SIGNS.get(f.severity()) + " " + f.target() + ": " + f.detail()));
                if (line.unknown != null) {
                    line.unknown.lines().forEach(l -> out.println(SIGNS.get("unknown") + " " + app.checks.named(line.check).title() + ": unknown, " + l + (line.grant == null ? "" : " — " + line.grant)));
                }
            }
            out.println();
            out.println(SIGNS.get(report.severity) + " Database health check completed " + (report.severity.equals("ok") ? "successfully"
                : "with " + report.count("critical") + " critical, " + report.count("warning") + " warning, " + report.count("unknown") + " unknown"));
        }
    }

    @Command(name = "indexes", description = "Lists every index with its scans, tuples read and size, the most used first.")
    static final class Indexes implements Callable<Integer> {
        @Mixin
        private Common common;

        /** An index as PostgreSQL counts it, under the names reports expect. */
        public record Row(String schemaname, String tablename, String indexname, long scans, long tuplesRead, long tuplesFetched, Long sizeBytes, String size, boolean isUnique,
                          boolean isValid) {}

        /** The indexes of one database. */
        public record Usage(String database, List<Row> indexes) {}

        @Override
        public Integer call() {
            try (var app = common.open()) {
                var databases = common.databases(app);
                var out = common.out();
                var lists = databases.stream().map(d -> new Usage(d.name(), app.targets.of(d).read("observe/index_usage", Row.class, Map.of()))).toList();
                if (common.json) {
                    out.json(lists);
                    return 0;
                }
                out.row("database", "schemaname", "tablename", "indexname", "scans", "tuples_read", "size", "note");
                for (var list : lists) {
                    for (var row : list.indexes) {
                        out.row(list.database, row.schemaname, row.tablename, row.indexname, row.scans, row.tuplesRead, row.size,
                            !row.isValid ? "not valid" : row.scans == 0 && !row.isUnique ? "never used" : "");
                    }
                }
                out.table();
                return 0;
            }
        }
    }
}
