package caretaker.run;

import caretaker.UserError;
import caretaker.plan.Plan;
import caretaker.plan.Wording;

/**
 * The steps of a run that moves rows: a walk, what follows a large move, the count of what still matches. Where a walk ended early and that count is not zero,
 * another one goes to the very end.
 */
final class Passes {
    private static final String COUNT = "Count the rows that still match";
    private final Journal journal;
    private final RowMover mover;
    private final Aftercare care;
    private final Run run;
    private final Plan plan;
    private int no; // of the last step
    private int walk; // the last walk's
    private long before; // rows of the run when it began
    private String problem;

    /** steps: how many sessions before this one have left. */
    Passes(Journal journal, RowMover mover, Aftercare care, Run run, Plan plan, int steps) {
        this.journal = journal;
        this.no = steps;
        this.mover = mover;
        this.care = care;
        this.run = run;
        this.plan = plan;
    }

    /** How the run ended, and what of the aftercare could not be done (null: nothing). */
    record Last(RowMover.Result result, String problem) {}

    /** Performs them all. */
    Last all() {
        var first = finish(walk(false), 0);
        return new Last(first.goesOn() ? second(first) : first, problem);
    }

    /** Of so many rows of the run those of a step; null when it is none that moves any. */
    Long rowsOf(int step, Long rows) {
        return step == walk && rows != null ? (Long) (rows - before) : null;
    }

    /** Somebody wants it to stop: batches look for themselves, a VACUUM is ended from here. */
    void stopWanted() {
        care.cancel();
    }

    /** What it may not begin with, as another run works on the table by now, remains. */
    private RowMover.Result second(RowMover.Result first) {
        RowMover.Result moved;
        try {
            moved = walk(true);
        } catch (UserError e) {
            if (mover.done() > first.rows()) {
                throw e;
            }
            end(plan.title(), null, "failed", 0L, e.getMessage());
            return first.with("done_with_remainder", (first.remainder() == null ? "rows may remain" : Wording.rows(first.remainder())
                + (first.remainder() == 1 ? " remains" : " remain")) + ": " + e.getMessage(), first.remainder());
        }
        return finish(moved, first.rows());
    }

    private RowMover.Result walk(boolean whole) {
        before = mover.done();
        begin(plan.title(), null);
        walk = no;
        var moved = mover.move(whole);
        end(plan.title(), null, moved.status().equals("stopped") ? "stopped" : "done", moved.rows() - before, moved.reason());
        return moved;
    }

    /** cared: rows that an earlier walk has been followed up for. */
    private RowMover.Result finish(RowMover.Result moved, long cared) {
        if (!moved.status().startsWith("done")) {
            return moved;
        }
        care(moved.rows() - cared);
        return count(moved);
    }

    /** What could not be done is told, and takes nothing from the move's own outcome. */
    private void care(long rows) {
        if (!care.wanted(rows)) {
            return;
        }
        for (var one : care.planned()) {
            begin(one.title(), one.statement());
            var done = care.perform(one);
            end(one.title(), one.statement(), done.problem() == null ? "done" : "failed", null, done.problem());
            problem = done.problem() == null ? problem : one.title() + ": " + done.problem();
        }
    }

    private RowMover.Result count(RowMover.Result moved) {
        begin(COUNT, null);
        var counted = mover.counted(moved);
        end(COUNT, null, "done", counted.remainder(), counted.reason());
        return counted;
    }

    private void begin(String title, String statement) {
        journal.step(run.id(), ++no, title, statement, "running", null, null);
    }

    private void end(String title, String statement, String status, Long rows, String message) {
        journal.step(run.id(), no, title, statement, status, rows, message);
    }
}
