package caretaker.bench;

import caretaker.Await;
import caretaker.TestServer;
import caretaker.bench.Figure.Goal;
import caretaker.bench.Pgbench.Transaction;
import caretaker.plan.Handling;
import caretaker.run.Run;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What the application feels: pgbench at half of what it can do, alone, beside a paced move, and beside the same in one transaction. */
final class Foreground {
    private static final String DURING = "p99 during a paced move";
    private static final Goal GOAL = Goal.atMost(1.25);
    private static final int SCALE = 20;
    private static final int SMALL = 200; // rows of a batch that yields to others
    private static final int CAPACITY_SECONDS = 10;
    private static final int LOAD_SECONDS = 60;
    private static final String AT_WORK = "select (count(*) >= 4)::text from pg_stat_activity where application_name = 'pgbench' and query = 'END;'";
    private final Path program;
    private final Events events;
    private final List<String> archive;
    private final List<Double> before = new ArrayList<>();
    private final List<Double> paced = new ArrayList<>();
    private final List<Double> bound = new ArrayList<>();
    private final List<Double> capacity = new ArrayList<>();

    private Foreground(Path program, Events events) {
        this.program = program;
        this.events = events;
        this.archive = Caretaker.archive(events);
    }

    static void measure(Events events, Report report) {
        var program = Pgbench.program();
        if (program.isEmpty()) {
            report.add(Figure.missing("foreground", DURING, GOAL, "no pgbench here"));
            return;
        }
        var foreground = new Foreground(program.get(), events);
        foreground.warm();
        for (int round = 0; round < Rounds.COUNT; round++) {
            foreground.besideCaretaker();
            foreground.besideTheBound();
        }
        foreground.tell(report);
    }

    /** A console that has worked for an hour: the code of small batches is compiled. */
    private void warm() {
        try (var caretaker = new Caretaker(events)) {
            var plan = caretaker.preview("archive", new Handling(null, "full", null, null, null));
            caretaker.inBatchesOf(SMALL, plan);
            going(caretaker.run(caretaker.queue(plan)));
        }
    }

    private void tell(Report report) {
        report.add(Figure.value("foreground", "capacity of pgbench, alone", "tps", capacity, null));
        report.add(Figure.value("foreground", "p99 at half of it, alone", "ms", before, null));
        report.add(Figure.value("foreground", DURING, "ms", paced, null).with(Figure.ratios(paced, before), GOAL));
        report.add(Figure.value("foreground", "p99 during the bound, one transaction", "ms", bound, null).with(Figure.ratios(bound, before), null));
    }

    private void besideCaretaker() {
        try (var caretaker = new Caretaker(events)) {
            var pgbench = Pgbench.in(caretaker.copy().address(), program, SCALE);
            caretaker.copy().settle();
            capacity.add(pgbench.capacity(CAPACITY_SECONDS));
            caretaker.copy().settle();
            var alone = new ArrayList<>(pgbench.load(rate(), LOAD_SECONDS));
            long run = caretaker.queue(caretaker.preview("archive", Handling.DEFAULT));
            caretaker.copy().settle();
            paced.add(during(pgbench, () -> going(caretaker.run(run)), () -> caretaker.stop(run)));
            caretaker.copy().settle();
            alone.addAll(pgbench.load(rate(), LOAD_SECONDS)); // before and after: a disk has its moods
            before.add(p99(alone));
            events.verifyNothingLost(caretaker.copy().address());
            Report.progress("foreground: %.0f tps at most, p99 %.1f ms alone, %.1f ms during a paced move", last(capacity), last(before), last(paced));
        }
    }

    private void besideTheBound() {
        try (var copy = Copy.of(events)) {
            var pgbench = Pgbench.in(copy.address(), program, SCALE);
            archive.forEach(statement -> TestServer.execute(copy.address(), statement));
            pgbench.capacity(CAPACITY_SECONDS / 2); // warm, as the other
            copy.settle();
            bound.add(during(pgbench, () -> TestServer.execute(copy.address(), ByHand.ARCHIVE_AT_ONCE), () -> {}));
            events.verifyMoved(copy.address(), true);
            Report.progress("foreground: p99 %.1f ms during the bound", last(bound));
        }
    }

    private double rate() {
        return last(capacity) / 2;
    }

    /** The p99 of those transactions that ended while the work was going on, which begins beside the load; it is asked to stop when the load ends. */
    private double during(Pgbench pgbench, Runnable work, Runnable stop) {
        var loading = CompletableFuture.supplyAsync(() -> pgbench.load(rate(), LOAD_SECONDS));
        Await.that("pgbench is at work", () -> TestServer.value(TestServer.in("postgres"), AT_WORK).equals("true"));
        double started = now();
        var working = CompletableFuture.supplyAsync(() -> {
            work.run();
            return now();
        });
        var all = loading.join();
        if (!working.isDone()) {
            stop.run();
        }
        double ended = working.join();
        return p99(all.stream().filter(t -> t.endedAt() >= started && t.endedAt() <= ended).toList());
    }

    private static void going(Run run) {
        if (!List.of("done", "stopped").contains(run.status())) {
            throw new IllegalStateException(run.reason());
        }
    }

    private static double p99(List<Transaction> transactions) {
        var sorted = transactions.stream().mapToDouble(Transaction::ms).sorted().toArray();
        return sorted[(int) Math.ceil(sorted.length * 0.99) - 1];
    }

    private static double now() {
        var now = Instant.now();
        return now.getEpochSecond() + now.getNano() / 1e9;
    }

    private static double last(List<Double> values) {
        return values.get(values.size() - 1);
    }
}
