package caretaker.web;

import caretaker.plan.Cleanup;
import caretaker.plan.Policies;
import caretaker.plan.Policy;
import caretaker.schedule.Routines;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The verdict on every policy, for the cleanup page and for the count beside its name in the navigation. */
final class CleanupLines {
    private final Cleanup cleanup;
    private final Policies policies;
    private final Routines routines;
    private final InstantSource clock;

    CleanupLines(Cleanup cleanup, Policies policies, Routines routines, InstantSource clock) {
        this.cleanup = cleanup;
        this.policies = policies;
        this.routines = routines;
        this.clock = clock;
    }

    /** Those of one database, or of all with null. */
    List<CleanupLine> of(Long databaseId) {
        var known = policies.list().stream().collect(Collectors.toMap(Policy::id, Function.identity()));
        var turns = Turn.of(routines.list(), clock.instant());
        return cleanup.list(databaseId).stream().filter(r -> known.containsKey(r.policyId()))
            .map(r -> CleanupLine.of(r, known.get(r.policyId()), turns.getOrDefault(r.policyName(), List.of()), clock.instant())).toList();
    }

    long overdue() {
        return of(null).stream().filter(l -> l.state().equals("overdue")).count();
    }
}
