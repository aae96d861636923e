package caretaker.web;

import caretaker.plan.Plan;
import caretaker.run.Run;
import caretaker.run.Runs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One run as its page shows it: how far it is, how fast, what came of it. batches are the newest, latest first; all is how many there are. */
public record RunSheet(Run run, Plan plan, String zone, List<Runs.StepRow> steps, List<Runs.BatchRow> batches, List<Run> children, String routine,
                       boolean resumable, boolean mayResume, String problem, Instant now) {
    /** Somebody put it back into the queue. */
    public record Resumed(Instant at, String by) {}

    private static final int SHOWN = 8;
    private static final int RECENT = 5;

    public List<Span> title() {
        return Span.title(run.title(), run.target());
    }

    /** The title of a step, with the name at its end set off. */
    public List<Span> step(String title) {
        return Span.title(title, run.target());
    }

    public BatchChart chart() {
        return BatchChart.of(batches, zone);
    }

    public List<Runs.BatchRow> ledger() {
        return batches.subList(0, Math.min(SHOWN, batches.size()));
    }

    /** How many batches are committed, as far as is known here. */
    public int count() {
        return Math.max(run.batches() == null ? 0 : run.batches(), batches.isEmpty() ? 0 : batches.get(0).no());
    }

    /** True where the walk follows the blocks of the table and not its time. */
    public boolean blocks() {
        return plan != null && plan.moves() && plan.content().move().leaves().stream().anyMatch(l -> !l.byIndex());
    }

    public boolean moves() {
        return run.plannedRows() != null || run.doneRows() != null || !batches.isEmpty();
    }

    public long done() {
        return run.doneRows() == null ? 0 : run.doneRows();
    }

    /** Between 0 and 1; null when it is unknown how much there is to do. */
    public Double share() {
        return run.plannedRows() == null ? null : run.plannedRows() == 0 ? 1.0 : Math.min(1.0, (double) done() / run.plannedRows());
    }

    public long left() {
        return run.plannedRows() == null ? 0 : Math.max(0, run.plannedRows() - done());
    }

    /** Since it was started, pauses before a resumption among it. */
    public Duration took() {
        return Duration.between(run.startedAt(), run.endedAt() == null ? now : run.endedAt());
    }

    /** Rows per second over the last batches and what lay between them; null before the second. */
    public Double rateNow() {
        if (batches.size() < 2) {
            return null;
        }
        var recent = batches.subList(0, Math.min(RECENT, batches.size()));
        long ms = Duration.between(recent.get(recent.size() - 1).at(), recent.get(0).at()).toMillis() + recent.get(recent.size() - 1).ms();
        return ms <= 0 ? null : 1000.0 * recent.stream().mapToLong(Runs.BatchRow::rows).sum() / ms;
    }

    /** Rows per second of all batches at hand. */
    public Double rate() {
        long ms = batches.stream().mapToLong(Runs.BatchRow::ms).sum();
        return ms == 0 ? null : 1000.0 * batches.stream().mapToLong(Runs.BatchRow::rows).sum() / ms;
    }

    public Duration remaining() {
        return rateNow() == null || rateNow() <= 0 || run.plannedRows() == null ? null : Duration.ofMillis((long) (1000 * left() / rateNow()));
    }

    public Instant expectedEnd() {
        return remaining() == null ? null : now.plus(remaining());
    }

    public boolean stopping() {
        return run.going() && run.stopRequestedBy() != null;
    }

    /** Moved or deleted: what happened to the rows. */
    public String verb() {
        return run.maintenanceType().equals("archive") ? "archived" : "deleted";
    }

    public List<Resumed> resumed() {
        var all = new ArrayList<Resumed>();
        run.details().path("resumed").forEach(r -> all.add(new Resumed(Instant.parse(r.path("at").asText()), r.path("by").asText())));
        return all;
    }

    /** The run's own statements, while none of them has begun. */
    public List<Plan.Step> waiting() {
        return plan == null || !steps.isEmpty() || !run.going() ? List.of() : plan.content().steps();
    }

    /** The state of a step; one that was at work when the run ended shares the run's fate. */
    public String state(Runs.StepRow step) {
        boolean open = step.status().equals("running") || step.status().equals("queued");
        return !run.going() && (open || step.status().equals("skipped") && run.status().equals("stopped")) ? run.status() : step.status();
    }

    /** What the outcome means for the rows, where the word alone does not say it. */
    public String meaning() {
        return switch (run.status()) {
            case "done_with_remainder" -> "Everything the walk met was taken; resuming, or the next run, takes the rest.";
            case "stopped" -> done() == 0 ? "Nothing was changed." : "The rest is untouched.";
            case "failed" -> done() == 0 ? "No row was changed." : "Committed batches stay; the batch that failed was rolled back whole.";
            case "refused" -> done() == 0 ? "Nothing was changed." : "";
            case "skipped", "deferred", "missed" -> "It did not run, so nothing was changed.";
            default -> "";
        };
    }

    /** How long it may still be resumed. */
    public Instant resumableUntil() {
        return run.startedAt().plus(Run.RESUME_LIMIT);
    }
}
