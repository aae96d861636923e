package caretaker.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * How fast rows move, and what the application feels of it: mvn -q -Pbench verify. -Dbench.rows=300000 makes it small, -Dbench.only=archive,delete
 * measures some of its parts. A slow figure is a line in the report; a row that is not where it belongs fails the build.
 */
class RowMoverBench {
    private static final List<String> PARTS = List.of("preview", "archive", "delete", "export", "foreground", "scale");
    private static final long ROWS = Long.getLong("bench.rows", 5_000_000);
    private static final List<String> ONLY = List.of(System.getProperty("bench.only", String.join(",", PARTS)).split(","));

    @Test
    void figures() throws SQLException {
        assertTrue(PARTS.containsAll(ONLY), "the parts are " + PARTS);
        try (var server = BenchServer.start()) {
            var events = Events.build(ROWS);
            var report = new Report(ROWS, events.rowBytes());
            try {
                warm(events);
                for (var part : PARTS) {
                    if (ONLY.contains(part)) {
                        measure(part, events, report);
                        report.write(); // what is known when the rest is killed
                    }
                }
                Previews.heap(report);
                report.complete();
            } finally {
                report.write();
                report.print();
                events.drop();
            }
        }
    }

    /** Makes the files of the WAL, which are used again from then on, and moves rows in the ways to be measured: a console runs for months, its code is compiled. */
    private static void warm(Events events) throws SQLException {
        new ByHand(events, Caretaker.archive(events)).atOnce("archive");
        for (var action : List.of("archive", "delete", "export")) {
            if (action.equals("archive") || ONLY.contains(action)) {
                Caretaker.seconds(events, action, 1, false);
            }
        }
    }

    private static void measure(String part, Events events, Report report) throws SQLException {
        var moves = new Moves(events, report);
        switch (part) {
            case "preview" -> Previews.measure(events, report);
            case "archive" -> moves.archive();
            case "delete" -> moves.delete();
            case "export" -> moves.export();
            case "foreground" -> Foreground.measure(events, report);
            default -> Moves.scale(ROWS / 5, ROWS * 2, report);
        }
    }
}
