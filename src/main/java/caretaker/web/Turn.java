package caretaker.web;

import caretaker.schedule.Routine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** When a routine takes a policy next: at is null while the routine is off, period is the time between its next two due times. */
public record Turn(long routineId, String routine, Instant at, Duration period) {
    /** How often a policy is expected to be run by hand when no routine takes it. */
    static final Duration BY_HAND = Duration.ofDays(1);

    /** The turns of each policy, by its name, the soonest first. */
    static Map<String, List<Turn>> of(List<Routine> routines, Instant now) {
        var turns = new HashMap<String, List<Turn>>();
        for (var routine : routines) {
            var times = routine.enabled() ? routine.cron().next(2, now, routine.zoneId()) : List.<Instant>of();
            var turn = times.isEmpty() ? new Turn(routine.id(), routine.name(), null, BY_HAND)
                : new Turn(routine.id(), routine.name(), times.get(0), Duration.between(times.get(0), times.get(1)));
            routine.tasks().forEach(task -> turns.computeIfAbsent(task, name -> new ArrayList<>()).add(turn));
        }
        turns.values().forEach(all -> all.sort(Comparator.comparing(Turn::at, Comparator.nullsLast(Comparator.naturalOrder())).thenComparing(Turn::routine)));
        return turns;
    }
}
