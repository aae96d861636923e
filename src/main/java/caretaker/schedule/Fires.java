package caretaker.schedule;

import caretaker.UserError;
import caretaker.db.Json;
import caretaker.db.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What becomes of each due time of a routine: one row and one log entry, whichever console comes first. */
final class Fires {
    /** A due time older than this was missed: nobody was there to start it. */
    static final Duration GRACE = Duration.ofMinutes(5);
    private static final int ENTRIES = 50;
    private final Store store;
    private final InstantSource clock;
    private final String node;

    Fires(Store store, InstantSource clock, String node) {
        this.store = store;
        this.clock = clock;
        this.node = node;
    }

    /** The last due time dealt with, whether the one asked for is, the entry that still runs, and why nothing may begin; null where there is none. */
    public record State(Instant lastDueAt, boolean fired, Long runningId, String stopped) {}

    /** The due time the routine waits for. */
    Instant next(Routine routine) {
        var soonest = clock.instant().minus(GRACE).minusMillis(1);
        var last = last(store, routine);
        return routine.cron().next(last.isAfter(soonest) ? last : soonest, routine.zoneId());
    }

    /** Takes a due time: the id of the entry to work on, or empty when another console has it, when it is none any more, or when nothing may begin. */
    Optional<Long> take(Routine routine, Instant due) {
        return locked(routine, tx -> {
            var state = state(tx, routine, due);
            var now = clock.instant();
            var stale = !routine.enabled() || due.isBefore(now.minus(GRACE)) || !due.isAfter(routine.watchedFrom())
                || !routine.cron().isDue(due, routine.zoneId());
            if (state.fired() || stale) {
                return Optional.<Long>empty();
            }
            if (state.stopped() != null) {
                open(tx, routine, due, new Opening(routine.person(), "skipped", state.stopped()));
                return Optional.<Long>empty();
            }
            if (state.runningId() != null) {
                open(tx, routine, due, new Opening(routine.person(), "skipped", "The run before still goes on (entry " + state.runningId() + ")."));
                return Optional.<Long>empty();
            }
            if (routine.tooLate(due, now)) {
                open(tx, routine, due, new Opening(routine.person(), "skipped", late(routine, due, now)));
                return Optional.<Long>empty();
            }
            return Optional.of(open(tx, routine, due, new Opening(routine.person(), "running", null)));
        }).orElse(Optional.empty());
    }

    /** Opens an entry for a start that no due time asked for. Refused while the routine runs. */
    long begin(Routine routine, String person, String reason) {
        return locked(routine, tx -> {
            var state = state(tx, routine, null);
            if (state.runningId() != null) {
                throw UserError.refused("The routine " + routine.name() + " still runs (entry " + state.runningId() + ").");
            }
            if (state.stopped() != null) {
                throw UserError.refused(state.stopped());
            }
            return open(tx, routine, null, new Opening(person, "running", reason));
        }).orElseThrow(() -> UserError.notFound("Routine " + routine.name()));
    }

    /** Writes an entry for each due time nobody dealt with; the id of the one entry that makes up for them, where the routine wants that. */
    Optional<Long> missed(Routine routine, Instant seen) {
        return locked(routine, tx -> {
            var now = clock.instant();
            var missed = missed(routine, last(tx, routine), now);
            if (missed.isEmpty()) {
                return Optional.<Long>empty();
            }
            var newest = missed.getLast();
            var entries = missed.stream().map(m -> m.entry(routine, seen, now)).toList();
            tx.update("own/routine_missed", Map.of("id", routine.id(), "now", now, "missed", Json.write(entries)));
            if (!routine.catchesUp() || routine.tooLate(newest.at, now)) {
                return Optional.<Long>empty();
            }
            var running = state(tx, routine, null).runningId() != null;
            return running ? Optional.<Long>empty() : Optional.of(open(tx, routine, null, new Opening(routine.person(), "running",
                "Makes up for the time missed at " + local(newest.at, routine) + ".")));
        }).orElse(Optional.empty());
    }

    /** True when this console is the one to work on an entry; false when it has ended. */
    boolean claim(long entry) {
        return store.update("own/routine_claim", Map.of("id", entry, "node", node)) == 1;
    }

    private record Missed(Instant at, int older) {
        Map<String, Object> entry(Routine routine, Instant seen, Instant now) {
            var down = seen != null && seen.isBefore(at) && seen.isBefore(now.minus(2, ChronoUnit.MINUTES));
            var reason = (down ? "No console ran from " + local(seen, routine) + " to " + local(now, routine) + "."
                : "No console started it within " + GRACE.toMinutes() + " minutes.")
                + (older == 0 ? "" : " Before it, " + older + " more due times were missed.");
            return Map.of("at", at, "reason", reason, "details", older == 0 ? Map.of() : Map.of("older", older));
        }
    }

    /** The newest due times between the last one dealt with and now; the oldest of them counts those before. */
    private static ArrayDeque<Missed> missed(Routine routine, Instant last, Instant now) {
        var missed = new ArrayDeque<Missed>();
        if (!routine.enabled()) {
            return missed;
        }
        var cron = routine.cron();
        var older = 0;
        for (var at = cron.next(last, routine.zoneId()); at.isBefore(now.minus(GRACE)); at = cron.next(at, routine.zoneId())) {
            missed.add(new Missed(at, 0));
            if (missed.size() > ENTRIES) {
                missed.removeFirst();
                older++;
            }
        }
        if (older > 0) {
            missed.addFirst(new Missed(missed.removeFirst().at, older));
        }
        return missed;
    }

    /** Who, with which status, and why when that is not plain. */
    private record Opening(String person, String status, String reason) {}

    private long open(Store tx, Routine routine, Instant due, Opening how) {
        var args = new HashMap<String, Object>(Map.of("id", routine.id(), "now", clock.instant(), "status", how.status, "person", how.person, "node", node));
        args.put("due_at", due);
        args.put("reason", how.reason);
        args.put("details", Json.write(Map.of("rhythm", routine.cron().rhythm(), "schedule", routine.cron().words(), "zone", routine.zone())));
        return tx.one("own/routine_open", Long.class, args);
    }

    private static Instant last(Store store, Routine routine) {
        var last = state(store, routine, null).lastDueAt();
        return last != null && last.isAfter(routine.watchedFrom()) ? last : routine.watchedFrom();
    }

    private static State state(Store store, Routine routine, Instant due) {
        var args = new HashMap<String, Object>(Map.of("id", routine.id()));
        args.put("due_at", due);
        return store.one("own/routine_state", State.class, args);
    }

    /** Empty when the routine is gone. */
    private <T> Optional<T> locked(Routine routine, Function<Store, T> work) {
        return store.inTransaction(tx -> tx.first("own/routine_lock", Long.class, Map.of("id", routine.id())).map(id -> work.apply(tx)));
    }

    private static String late(Routine routine, Instant due, Instant now) {
        return "It could begin only at " + local(now, routine) + ", due was " + local(due, routine) + "; its window is " + routine.windowMinutes() + " minutes.";
    }

    private static String local(Instant at, Routine routine) {
        return at.atZone(routine.zoneId()).format(DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH));
    }
}
