package caretaker.web;

import caretaker.plan.Cleanup;
import caretaker.plan.Keep;
import caretaker.plan.Policy;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * A policy on the cleanup page, with its verdict. state is overdue, unknown (could not be counted), uncounted (not yet, or not since the policy
 * changed), on_time, nothing, kept or running; late is how long its oldest row is past its time.
 */
public record CleanupLine(Cleanup.Row row, Policy policy, String state, Duration late, Duration age, Double share, Turn next) {

    static CleanupLine of(Cleanup.Row row, Policy policy, List<Turn> turns, Instant now) {
        var next = turns.stream().filter(t -> t.at() != null).findFirst().orElse(null);
        var keep = Keep.parse(row.keep());
        var zone = ZoneId.of(policy.zone() == null ? row.zone() : policy.zone());
        var late = row.oldestAt() == null || keep.forever() ? null : Duration.between(row.oldestAt().atZone(zone).plus(keep.amount(), keep.unit()).toInstant(), now);
        var age = row.oldestAt() == null ? null : Duration.between(row.oldestAt(), now);
        var share = row.totalRows() == null || row.totalRows() == 0 || row.dueRows() == null ? null : Math.min(1.0, (double) row.dueRows() / row.totalRows());
        return new CleanupLine(row, policy, state(row, keep, late, next), late, age, share, next);
    }

    /** Overdue is what the routine should have taken already: its oldest row is past its time by more than one of the routine's rounds. */
    private static String state(Cleanup.Row row, Keep keep, Duration late, Turn next) {
        if (row.goingRunId() != null) {
            return "running";
        }
        if (keep.forever()) {
            return "kept";
        }
        if (row.takenAt() == null || !Boolean.TRUE.equals(row.current())) {
            return "uncounted";
        }
        if (row.error() != null || row.dueRows() == null) {
            return "unknown";
        }
        if (row.dueRows() == 0) {
            return "nothing";
        }
        return late != null && late.compareTo(next == null ? Turn.BY_HAND : next.period()) > 0 ? "overdue" : "on_time";
    }

    /** The filter it falls under. */
    public String group() {
        return state.equals("uncounted") ? "unknown" : state.equals("kept") ? "nothing" : state;
    }

    /** True when its numbers may be shown. */
    public boolean counted() {
        return row.takenAt() != null && row.error() == null && Boolean.TRUE.equals(row.current());
    }

    public boolean known() {
        return counted() && row.dueRows() != null;
    }

    /** The state as the marks know it. */
    public String mark() {
        return switch (state) {
            case "uncounted" -> "unknown";
            case "nothing" -> "on_time";
            default -> state;
        };
    }

    /** The word beside the mark. */
    public String word() {
        return switch (state) {
            case "overdue" -> late.toDays() > 0 ? late.toDays() + "\u00a0d overdue" : late.toHours() + "\u00a0h overdue";
            case "uncounted" -> row.takenAt() == null ? "Not yet counted" : "Changed, not counted";
            default -> Mark.of(mark()).word();
        };
    }

    /** The table without its schema where that is public, as people say it. */
    public String table() {
        return row.schemaName().equals("public") ? policy.target().substring("public.".length()) : policy.target();
    }

    /** The number for the button. */
    public long due() {
        return row.dueRows() == null ? 0 : row.dueRows();
    }

    /** PostgreSQL's sentence, or why there is no number yet. */
    public String reason() {
        return row.error() != null ? row.error() : row.takenAt() == null ? "Policies are counted every few minutes; Count again does it now." : "The policy was changed after the last count.";
    }
}
