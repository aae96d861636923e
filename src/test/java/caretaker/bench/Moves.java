package caretaker.bench;

import caretaker.TestServer;
import caretaker.UserError;
import caretaker.bench.Figure.Goal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Rows out of a table in the ways that Caretaker and a person have, each beside the quickest there is. */
final class Moves {
    private static final String BOUND = "one transaction: INSERT … SELECT, DELETE (the bound)";
    private static final String ONE_DELETE = "one DELETE (the bound)";
    private static final String ONE_COPY = "one COPY (DELETE … RETURNING *) into zstd (the bound)";
    private static final String CARETAKER = "Caretaker, one worker";
    private static final String TWO = "Caretaker, two workers";
    private static final String SNAPSHOT = ", beside an old snapshot";
    private static final String RECIPE = "batches of ctid in (select … limit 10000)";
    private static final Goal NEAR_THE_BOUND = Goal.atLeast(0.80);
    private static final Goal BEYOND_THE_BOUND = Goal.atLeast(1.05);
    private static final Goal WITHIN_A_TENTH = Goal.atLeast(1 / 1.1);
    private static final Goal NOT_BELOW_NINE_TENTHS = Goal.atLeast(0.9);
    private final Events events;
    private final Report report;

    Moves(Events events, Report report) {
        this.events = events;
        this.report = report;
    }

    void archive() throws SQLException {
        var byHand = new ByHand(events, Caretaker.archive(events));
        var rounds = new Rounds("archive", events.rows())
            .way(BOUND, () -> byHand.atOnce("archive"))
            .way(CARETAKER, () -> Caretaker.seconds(events, "archive", 1, false))
            .way(TWO, () -> two(events, false))
            .way(CARETAKER + SNAPSHOT, () -> Caretaker.seconds(events, "archive", 1, true))
            .way(TWO + SNAPSHOT, () -> two(events, true))
            .way(RECIPE, () -> byHand.archiveInBatches(false))
            .way(RECIPE + SNAPSHOT, () -> byHand.archiveInBatches(true))
            .measure();
        report.add(rounds.figure(BOUND));
        report.add(rounds.figure(CARETAKER, BOUND, NEAR_THE_BOUND));
        report.add(rounds.figure(TWO, BOUND, BEYOND_THE_BOUND));
        for (var name : List.of(CARETAKER, TWO)) {
            report.add(rounds.figure(name + SNAPSHOT, name, WITHIN_A_TENTH).noted("ratio to the same without the snapshot"));
        }
        report.add(rounds.figure(RECIPE, BOUND, null));
        report.add(rounds.figure(RECIPE + SNAPSHOT, BOUND, null));
    }

    void delete() throws SQLException {
        var byHand = new ByHand(events, List.of());
        var rounds = new Rounds("delete", events.rows())
            .way(ONE_DELETE, () -> byHand.atOnce("delete"))
            .way(CARETAKER, () -> Caretaker.seconds(events, "delete", 1, false))
            .way(RECIPE, byHand::deleteInBatches)
            .measure();
        report.add(rounds.figure(ONE_DELETE));
        report.add(rounds.figure(CARETAKER, ONE_DELETE, NEAR_THE_BOUND));
        report.add(rounds.figure(RECIPE, ONE_DELETE, null));
    }

    void export() throws SQLException {
        var byHand = new ByHand(events, List.of());
        var rounds = new Rounds("export", events.rows())
            .way(ONE_COPY, () -> byHand.atOnce("export"))
            .way(CARETAKER, () -> Caretaker.seconds(events, "export", 1, false))
            .measure();
        report.add(rounds.figure(ONE_COPY));
        report.add(rounds.figure(CARETAKER, ONE_COPY, NEAR_THE_BOUND));
    }

    /** Every ratio again on a small and a large table: it may not fall by more than a tenth. */
    static void scale(long small, long large, Report report) throws SQLException {
        var before = at(small, report);
        var after = at(large, report);
        for (int i = 0; i < before.size(); i++) {
            var name = before.get(i).name() + ": large against small";
            var known = before.get(i).ratio() != null && after.get(i).ratio() != null;
            report.add(known ? Figure.value("scale", name, "", List.of(), null).with(List.of(after.get(i).ratio() / before.get(i).ratio()), NOT_BELOW_NINE_TENTHS)
                : Figure.missing("scale", name, NOT_BELOW_NINE_TENTHS, "see above"));
        }
    }

    /** The figures of Caretaker at this size; they and their bounds are reported. */
    private static List<Figure> at(long rows, Report report) throws SQLException {
        var events = Events.build(rows);
        try {
            var byHand = new ByHand(events, Caretaker.archive(events));
            var figures = new ArrayList<Figure>();
            for (var action : System.getProperty("bench.scale", "archive,delete,export").split(",")) {
                var bound = action + ", bound";
                var one = action + ", " + CARETAKER;
                var two = action + ", " + TWO;
                var rounds = new Rounds("scale", rows).way(bound, () -> byHand.atOnce(action)).way(one, () -> Caretaker.seconds(events, action, 1, false));
                if (action.equals("archive")) {
                    rounds.way(two, () -> two(events, false));
                }
                report.add(rounds.measure().figure(bound));
                figures.add(rounds.figure(one, bound, null));
                if (action.equals("archive")) {
                    figures.add(rounds.figure(two, bound, null));
                }
            }
            figures.forEach(report::add);
            return figures;
        } finally {
            events.drop();
        }
    }

    /** Before PostgreSQL 14 a run has one worker whatever was asked for. */
    private static double two(Events events, boolean snapshot) throws SQLException {
        if (TestServer.majorVersion() < 14) {
            throw UserError.of("workers", "one worker only on this version of PostgreSQL");
        }
        return Caretaker.seconds(events, "archive", 2, snapshot);
    }
}
