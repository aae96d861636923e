package caretaker.storm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Deals random faults, in an order that its seed repeats, until so many have hit; then it lets everything come to an end. */
final class Storm {
    private static final List<String> POINTS = List.of("log-start", "fence", "claim", "lock", "fingerprint", "baseline", "delete", "export-open", "export-mid", "export-close",
        "fsync", "rename", "readback", "assert", "audit", "ledger", "pre-commit", "in-commit", "post-commit", "log-end");
    private static final int WARM = 30; // batches before the first blow
    private static final String MOVED = "select count(*) from caretaker.batch";
    private static final String SESSIONS = "select string_agg(concat_ws(' ', application_name, state, wait_event, date_trunc('milliseconds', now() - xact_start), 'blocked by '"
        + " || nullif(pg_blocking_pids(pid)::text, '{}'), pid, left(regexp_replace(query, '\\s+', ' ', 'g'), 60)), E'\n    ') from pg_stat_activity"
        + " where datname = current_database() and application_name like 'caretaker%' and state <> 'idle'";
    private final Stage stage;
    private final Person person;
    private final Random random;
    private final Blows blows;
    private final Map<Fault, Integer> hits = new EnumMap<>(Fault.class);
    private final Map<String, Integer> points = new LinkedHashMap<>();
    private final List<Fault> deck = new ArrayList<>();
    private final StringBuilder diary = new StringBuilder();
    private final long started = System.nanoTime();
    private int dealt;

    Storm(Stage stage, Person person, long seed) {
        this.stage = stage;
        this.person = person;
        this.random = new Random(seed);
        this.blows = new Blows(stage, person, random);
    }

    /** True when so many faults, and some of each kind, have hit within the limit. */
    boolean rage(int faults, Duration limit) {
        Line.comes(Duration.ofSeconds(60), () -> {
            tend();
            return stage.line.number(MOVED, 0) > WARM;
        });
        long deadline = System.nanoTime() + limit.toNanos();
        while ((total() < faults || !missing().isEmpty()) && System.nanoTime() < deadline) {
            var fault = total() < faults ? next() : missing().get(0) == Fault.POINT ? Fault.KILL : missing().get(0); // before others hit by themselves
            moving();
            dealt++;
            boolean hit = blows.deal(fault);
            hits.merge(fault, hit ? 1 : 0, Integer::sum);
            note(fault + (hit ? "" : " found nothing"));
        }
        return total() >= faults && missing().isEmpty();
    }

    /** Kinds of faults that have not hit yet although they can here. A point is met by a console that was started with one. */
    List<Fault> missing() {
        return Stream.of(Fault.values()).filter(f -> f != Fault.CRASH || stage.arena.mine()).filter(f -> f != Fault.FULL_DISK || stage.shelf.small())
            .filter(f -> hits.getOrDefault(f, 0) == 0).toList();
    }

    /** Ends all faults and waits until nothing is due any more in any table; false when that does not come. */
    boolean settle(Duration limit) {
        person.calm();
        blows.endAll();
        stage.network.heal();
        stage.consoles.forEach(c -> c.store().heal());
        return Line.comes(limit, () -> {
            tend();
            return due() == 0 && stage.storeLine.number("select count(*) from caretaker_store.maintenance_log where status in ('queued', 'running')", 1) == 0;
        });
    }

    int total() {
        return hits.values().stream().mapToInt(Integer::intValue).sum();
    }

    int dealt() {
        return dealt;
    }

    Map<Fault, Integer> hits() {
        return hits;
    }

    /** Rows past their time that are still there. */
    long due() {
        return stage.policies.keySet().stream().mapToLong(p -> stage.line.number("select count(*) from " + p.name() + " where " + Plot.DUE, 1)).sum();
    }

    /** What happened when. */
    String diary() {
        return diary.toString();
    }

    /** The named points at which consoles were halted or frozen. */
    Map<String, Integer> points() {
        return points;
    }

    /** Waits until some batches were committed since the last blow, so that the next one comes in the middle of work. */
    private void moving() {
        long before = stage.line.number(MOVED, 0);
        int more = 1 + random.nextInt(8);
        boolean moved = Line.comes(Duration.ofSeconds(3), () -> {
            tend();
            return stage.line.number(MOVED, 0) >= before + more;
        });
        if (!moved) {
            note("hardly anything moved; sessions: " + stage.line.value(SESSIONS));
        }
    }

    /** Ends what has lasted long enough, starts consoles again, and counts those that met the fault they were started with. */
    private void tend() {
        blows.end();
        for (var console : stage.consoles) {
            if (console.faulted()) {
                hits.merge(Fault.POINT, 1, Integer::sum);
                points.merge(console.armed().replaceAll(":\\d+$", ""), 1, Integer::sum);
                note(console.armed());
                if (console.armed().contains(":stop:")) {
                    console.frozenItself();
                    blows.wakeLater(console);
                }
                console.disarm();
            }
            if (!console.alive()) {
                console.start(random.nextInt(3) == 0 ? "" : point());
            }
        }
    }

    private void note(String what) {
        diary.append(String.format("%8.2f s %s, %d batches%n", (System.nanoTime() - started) / 1e9, what, stage.line.number(MOVED, -1)));
    }

    /** Some points are passed once in a run, most in each batch. */
    private String point() {
        var name = POINTS.get(random.nextInt(POINTS.size()));
        return name + (random.nextBoolean() ? ":halt:" : ":stop:") + (1 + random.nextInt(name.startsWith("log") ? 4 : 60));
    }

    private Fault next() {
        if (deck.isEmpty()) {
            for (var fault : Fault.values()) {
                deck.addAll(Collections.nCopies(fault.cards, fault));
            }
            Collections.shuffle(deck, random);
        }
        return deck.remove(deck.size() - 1);
    }
}
