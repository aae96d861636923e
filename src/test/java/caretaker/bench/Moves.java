package caretaker.bench;

import caretaker.bench.Figure.Goal;
import java.sql.SQLException;
import java.util.List;

/** Rows out of a table in the ways that Caretaker and a person have, each beside the quickest there is. */
final class Moves {
    private static final String BOUND = "one transaction: INSERT … SELECT, DELETE (the bound)";
    private static final String ONE_DELETE = "one DELETE (the bound)";
    private static final String ONE_COPY = "one COPY (DELETE … RETURNING *) into zstd (the bound)";
    private static final String CARETAKER = "Caretaker, one worker";
    private static final String BESIDE_SNAPSHOT = "Caretaker, one worker, beside an old snapshot";
    private static final String RECIPE = "batches of ctid in (select … limit 10000)";
    private static final String RECIPE_BESIDE_SNAPSHOT = RECIPE + ", beside an old snapshot";
    private static final Goal NEAR_THE_BOUND = Goal.atLeast(0.80);
    private final Events events;
    private final Report report;

    Moves(Events events, Report report) {
        this.events = events;
        this.report = report;
    }

    void archive() throws SQLException {
        var byHand = new ByHand(events, Caretaker.archive(events));
        var rounds = new Rounds("archive", events.rows())
            .way(BOUND, byHand::archiveAtOnce)
            .way(CARETAKER, () -> Caretaker.seconds(events, "archive", false))
            .way(BESIDE_SNAPSHOT, () -> Caretaker.seconds(events, "archive", true))
            .way(RECIPE, () -> byHand.archiveInBatches(false))
            .way(RECIPE_BESIDE_SNAPSHOT, () -> byHand.archiveInBatches(true))
            .measure();
        report.add(rounds.figure(BOUND));
        report.add(rounds.figure(CARETAKER, BOUND, NEAR_THE_BOUND));
        report.add(rounds.figure(BESIDE_SNAPSHOT, CARETAKER, Goal.atLeast(0.90)).noted("ratio to the same without the snapshot"));
        report.add(rounds.figure(RECIPE, BOUND, null));
        report.add(rounds.figure(RECIPE_BESIDE_SNAPSHOT, BOUND, null));
    }

    void delete() throws SQLException {
        var byHand = new ByHand(events, List.of());
        var rounds = new Rounds("delete", events.rows())
            .way(ONE_DELETE, byHand::deleteAtOnce)
            .way(CARETAKER, () -> Caretaker.seconds(events, "delete", false))
            .way(RECIPE, byHand::deleteInBatches)
            .measure();
        report.add(rounds.figure(ONE_DELETE));
        report.add(rounds.figure(CARETAKER, ONE_DELETE, NEAR_THE_BOUND));
        report.add(rounds.figure(RECIPE, ONE_DELETE, null));
    }

    void export() throws SQLException {
        var byHand = new ByHand(events, List.of());
        var rounds = new Rounds("export", events.rows())
            .way(ONE_COPY, byHand::exportAtOnce)
            .way(CARETAKER, () -> Caretaker.seconds(events, "export", false))
            .measure();
        report.add(rounds.figure(ONE_COPY));
        report.add(rounds.figure(CARETAKER, ONE_COPY, NEAR_THE_BOUND));
    }

    /** Every ratio again on a small and a large table: it may not fall by more than a tenth. */
    static void scale(long small, long large, Report report) throws SQLException {
        var figures = List.of(at(small), at(large));
        for (int i = 0; i < figures.get(0).size(); i++) {
            var before = figures.get(0).get(i);
            var after = figures.get(1).get(i);
            report.add(before);
            report.add(after);
            if (before.ratio() != null && after.ratio() != null) {
                report.add(Figure.value("scale", before.name() + ": large against small", "ratio", List.of(after.ratio() / before.ratio()), Goal.atLeast(0.9)));
            }
        }
    }

    private static List<Figure> at(long rows) throws SQLException {
        var events = Events.build(rows);
        try {
            var byHand = new ByHand(events, Caretaker.archive(events));
            return List.of(
                beside("archive", events, byHand::archiveAtOnce),
                beside("delete", events, byHand::deleteAtOnce),
                beside("export", events, byHand::exportAtOnce));
        } finally {
            events.drop();
        }
    }

    private static Figure beside(String action, Events events, Rounds.Way bound) throws SQLException {
        var name = action + ", " + CARETAKER;
        return new Rounds("scale", events.rows()).way(action + ", bound", bound).way(name, () -> Caretaker.seconds(events, action, false)).measure()
            .figure(name, action + ", bound", null);
    }
}
