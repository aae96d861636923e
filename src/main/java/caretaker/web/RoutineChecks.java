package caretaker.web;

import caretaker.plan.Policies;
import caretaker.plan.Policy;
import caretaker.schedule.Routine;
import caretaker.schedule.RoutineDraft;
import caretaker.schedule.Routines;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** What a person should know before saving a routine; nothing here blocks. */
final class RoutineChecks {
    private static final int COMPARED = 60;
    private final Policies policies;
    private final Routines routines;

    /** A verdict: ok or warning, a title and its reason. */
    public record Check(String mark, String title, String text) {}

    RoutineChecks(Policies policies, Routines routines) {
        this.policies = policies;
        this.routines = routines;
    }

    /** times is null while the schedule cannot be read. */
    List<Check> of(RoutineDraft draft, RoutineTimes times, Instant now) {
        var checks = new ArrayList<Check>();
        if (times != null) {
            var change = times.clockChanges(now);
            checks.add(change == null ? new Check("ok", "Clock changes", "None of the coming year moves it in local time.") : new Check("warning", "Clock changes", change));
            var day = times.cron().line().split(" ")[2];
            if (day.matches("29|30|31")) {
                checks.add(new Check("warning", "A day some months lack", "Months without a day " + day + " are left out; L is the last day of each month."));
            }
            checks.add(neighbours(draft, times, now));
        }
        if (!draft.tasks().isEmpty()) {
            checks.add(approval(draft));
        }
        return checks;
    }

    private Check neighbours(RoutineDraft draft, RoutineTimes times, Instant now) {
        var ours = new HashSet<>(times.cron().next(COMPARED, now, times.zone()));
        var same = routines.list().stream().filter(r -> r.enabled() && !r.name().equals(draft.name()) && Objects.equals(r.databaseName(), draft.database()))
            .filter(r -> r.cron().next(COMPARED, now, r.zoneId()).stream().anyMatch(ours::contains)).map(Routine::name).toList();
        return same.isEmpty() ? new Check("ok", "Other routines", "None here begins at the same minute.")
            : new Check("warning", "Other routines", String.join(", ", same) + (same.size() == 1 ? " begins" : " begin") + " at the same minute some day; tables are never worked on twice at once, so one waits.");
    }

    private Check approval(RoutineDraft draft) {
        var waiting = policies.list().stream().filter(p -> p.databaseName().equals(draft.database()) && draft.tasks().contains(p.name()))
            .filter(p -> !p.proved() && !p.keepsForever()).map(Policy::name).collect(Collectors.joining(", "));
        return waiting.isEmpty() ? new Check("ok", "Approved", "A person has run each policy as it now is.")
            : new Check("warning", "Approved", "Nobody has run " + waiting + " as it now is: it is refused until a person has previewed it and run it once.");
    }
}
