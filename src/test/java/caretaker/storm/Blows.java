package caretaker.storm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/** How each fault is dealt, and what ends it later; a blow that finds nothing to hit does not count. */
final class Blows {
    private static final String WORKING = "application_name like 'caretaker run%' and datname = current_database()";
    private final Stage stage;
    private final Person person;
    private final Random random;
    private final PriorityQueue<Later> later = new PriorityQueue<>(Comparator.comparingLong(Later::at));

    Blows(Stage stage, Person person, Random random) {
        this.stage = stage;
        this.person = person;
        this.random = random;
    }

    /** What ends a fault at its time. */
    private record Later(long at, Runnable end) {}

    /** True when something was hit. */
    boolean deal(Fault fault) {
        return switch (fault) {
            case KILL -> kill();
            case FREEZE -> freeze();
            case TERMINATE -> stage.line.number("select count(*) filter (where pg_terminate_backend(pid)) from (select pid from pg_stat_activity where " + WORKING
                + " order by random() limit 1) as p", 0) > 0;
            case CRASH -> stage.arena.mine() && crash();
            case CUT -> stage.network.cut() > 0;
            case CUT_STORE -> stage.consoles.get(random.nextInt(stage.consoles.size())).store().cut() > 0;
            case STALL -> stall();
            case ISOLATE -> isolate();
            case REFUSE -> refuse();
            case LOSE_COMMIT -> loseCommit();
            case FULL_DISK -> stage.shelf.small() && fullDisk();
            case POINT -> false; // happens by itself in a console that was started so
        };
    }

    /** Ends the faults whose time has come. */
    void end() {
        while (!later.isEmpty() && later.peek().at() <= System.nanoTime()) {
            later.poll().end().run();
        }
    }

    /** Ends all faults at once. */
    void endAll() {
        while (!later.isEmpty()) {
            later.poll().end().run();
        }
    }

    /** Wakes a console when another one had time to take its run over. */
    void wakeLater(Console console) {
        after(Console.LEASE_SECONDS * 1_000 + 500, 2_000, () -> {
            if (console.frozen() && console.alive()) {
                console.wake();
            }
        });
    }

    private void after(int least, int more, Runnable end) {
        later.add(new Later(System.nanoTime() + (least + random.nextInt(more)) * 1_000_000L, end));
    }

    /** A console that says it runs something now, and is awake. */
    private Console working() {
        var pids = new HashSet<Long>();
        var found = stage.storeLine.value("select string_agg(split_part(node, '|', 2), ',') from caretaker_store.maintenance_log where status = 'running' and node is not null");
        if (found != null) {
            List.of(found.split(",")).forEach(pid -> pids.add(Long.parseLong(pid)));
        }
        var consoles = new ArrayList<>(stage.consoles);
        Collections.shuffle(consoles, random);
        return consoles.stream().filter(c -> c.alive() && !c.frozen() && pids.contains(c.pid())).findFirst().orElse(null);
    }

    private boolean kill() {
        var console = working();
        if (console != null) {
            console.kill();
        }
        return console != null;
    }

    private boolean freeze() {
        var console = working();
        if (console == null || stage.consoles.stream().anyMatch(Console::frozen)) {
            return false;
        }
        console.freeze();
        wakeLater(console);
        return true;
    }

    private boolean crash() {
        long pid = stage.line.number("select pid from pg_stat_activity where " + WORKING + " order by random() limit 1", -1);
        if (pid > 0) {
            Console.signal("KILL", pid);
            stage.line.value("select 1"); // waits for the end of the recovery
        }
        return pid > 0;
    }

    private boolean stall() {
        stage.network.stall();
        boolean hit = Line.comes(Duration.ofSeconds(1), stage.network::holdsSomething);
        boolean cut = random.nextBoolean();
        after(100, 2_000, () -> {
            if (cut) {
                stage.network.cut();
            }
            stage.network.heal();
        });
        return hit;
    }

    private boolean isolate() {
        var console = working();
        if (console == null) {
            return false;
        }
        console.store().stall();
        after(Console.LEASE_SECONDS * 1_000 + 500, 2_000, console.store()::heal);
        return Line.comes(Duration.ofSeconds(1), console.store()::holdsSomething);
    }

    private boolean refuse() {
        int before = stage.network.refused();
        stage.network.refuse();
        stage.network.cut();
        after(100, 1_500, stage.network::heal);
        return Line.comes(Duration.ofSeconds(2), () -> stage.network.refused() > before);
    }

    private boolean loseCommit() {
        int before = stage.network.lostCommits();
        stage.network.loseCommit();
        return Line.comes(Duration.ofSeconds(2), () -> stage.network.lostCommits() > before);
    }

    /** It counts when a run complains: its file could not be written to the end, or was not begun. */
    private boolean fullDisk() {
        int before = person.complaints();
        if (!Line.comes(Duration.ofSeconds(2), stage.shelf::writing)) {
            return false;
        }
        stage.shelf.fill();
        boolean hit = Line.comes(Duration.ofSeconds(3), () -> person.complaints() > before);
        stage.shelf.clear();
        return hit;
    }
}
