package caretaker.web;

import caretaker.plan.Plan;
import caretaker.run.Aftercare;
import caretaker.run.Run;
import caretaker.run.Runs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/** One run as its page shows it: how far it is, how fast, what came of it. batches are the newest, latest first; totals is what all come to. */
public record RunSheet(Run run, Plan plan, String zone, List<Runs.StepRow> steps, List<Runs.BatchRow> batches, Totals totals, List<Run> children,
                       String routine, boolean resumable, boolean mayResume, String problem, Instant now) {
    /** How many sessions and partitions took part, and the files that were written; folder is null without any. */
    public record Totals(int workers, long partitions, long files, long fileBytes, String folder) {}

    /** Something that kept it from being faster, and for how long; share is its part of the longest. */
    public record Slow(String reason, long ms, double share) {}

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

    /** What the walk follows: blocks where one relation is taken so, files, or index. */
    public String walk() {
        return plan == null || !plan.moves() ? "index" : plan.content().move().leaves().stream().map(Plan.Leaf::walk).filter(w -> !w.equals("index")).findFirst().orElse("index");
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
        var recent = batches.subList(0, Math.min(RECENT, batches.size())).stream().sorted(Comparator.comparing(Runs.BatchRow::at).reversed()).toList();
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
        return switch (run.maintenanceType()) {
            case "archive" -> "archived";
            case "export" -> "exported";
            case "restore" -> "brought back";
            default -> "deleted";
        };
    }

    /** True when rows of this run are kept somewhere and may be brought back. */
    public boolean kept() {
        return !run.going() && done() > 0 && List.of("archive", "export").contains(run.maintenanceType()) && plan != null;
    }

    /** True while the speed can be changed. */
    public boolean dial() {
        return run.going() && plan != null && plan.moves();
    }

    /** Where the dial stands. */
    public String speed() {
        return run.speed() != null || plan == null || !plan.moves() ? run.speed() : plan.content().move().handling().speedOrDefault();
    }

    /** Why it is slow now, or null: the server's own signals first, then what its last batch met. */
    public String slowedBy() {
        return !run.status().equals("running") ? null : run.slowedBy() != null || batches.isEmpty() ? run.slowedBy() : batches.get(0).slowedBy();
    }

    /** What kept it from being faster, the longest first. */
    public List<Slow> slowed() {
        var all = new ArrayList<Slow>();
        run.details().path("slowed_ms").fields().forEachRemaining(r -> all.add(new Slow(r.getKey(), r.getValue().asLong(), 0)));
        long most = all.stream().mapToLong(Slow::ms).max().orElse(1);
        return all.stream().sorted(Comparator.comparingLong(Slow::ms).reversed()).map(s -> new Slow(s.reason(), s.ms(), (double) s.ms() / most)).toList();
    }

    /** True where a column of the ledger would say something: reason, worker, partition or file. */
    public boolean says(String column) {
        Function<Runs.BatchRow, Object> value = switch (column) {
            case "reason" -> Runs.BatchRow::slowedBy;
            case "partition" -> Runs.BatchRow::relation;
            case "file" -> Runs.BatchRow::file;
            default -> b -> totals.workers() > 1 ? b.worker() : null;
        };
        return ledger().stream().map(value).anyMatch(Objects::nonNull);
    }

    /** The last part of a file's name; its folder stands among the facts. */
    public String file(String relative) {
        return relative == null ? null : relative.substring(relative.lastIndexOf('/') + 1);
    }

    public List<Resumed> resumed() {
        var all = new ArrayList<Resumed>();
        run.details().path("resumed").forEach(r -> all.add(new Resumed(Instant.parse(r.path("at").asText()), r.path("by").asText())));
        return all;
    }

    /** What has not begun yet: the run's own statements, and what follows a large move. */
    public List<Plan.Step> waiting() {
        if (plan == null || !run.going()) {
            return List.of();
        }
        var known = steps.stream().map(Runs.StepRow::title).toList();
        return Stream.concat(steps.isEmpty() ? plan.content().steps().stream() : Stream.of(), Aftercare.following(plan).stream())
            .filter(s -> !known.contains(s.title())).toList();
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
