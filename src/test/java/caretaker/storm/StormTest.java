package caretaker.storm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.TestServer;
import caretaker.db.Json;
import caretaker.run.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever dies, every row is in one place and as it last was. -Dstorm.seed=N repeats the order of the faults, -Dstorm.faults=N deals more. */
class StormTest {
    private static final int FAULTS = Integer.getInteger("storm.faults", 100);
    private static final Duration LIMIT = Duration.ofSeconds(Math.max(400, FAULTS * 6L));
    private static final Duration CALM = Duration.ofSeconds(180);

    @Test
    @Catalogue({"B1", "B2", "B4"})
    void noRowIsLostOrTwiceWhateverDies() throws IOException {
        long seed = Long.getLong("storm.seed", System.currentTimeMillis() % 1_000_000);
        System.out.println("Storm with seed " + seed);
        long started = System.nanoTime();
        try (var stage = new Stage(Plot.ALL).guarded()) {
            var writer = new Writer(stage.managed, Plot.ALL, seed).start(2);
            var person = new Person(stage.app, stage.policies, seed).start();
            var storm = new Storm(stage, person, seed);
            boolean enough = storm.rage(FAULTS, LIMIT);
            writer.close();
            boolean settled = storm.settle(CALM);
            person.close();
            assertTrue(settled, () -> storm.due() + " rows are still due, and the oracle cannot judge what still moves: " + person.outcomes());
            var oracle = new Oracle(stage.line, stage.shelf.folder());
            var found = oracle.judge(Plot.ALL);
            var figures = figures(stage, storm, found);
            figures.put("seed", seed);
            figures.put("seconds", (System.nanoTime() - started) / 1_000_000_000);
            figures.put("transactions", writer.changes());
            var untrue = new Chronicle(stage.storeLine, stage.line).untrue();
            figures.put("untrueEntries", untrue.size());
            System.out.println("Untrue: " + untrue);
            Files.writeString(Path.of("target", "storm", System.getProperty("storm.report", "storm.json")), Json.write(figures) + "\n");
            Files.writeString(Path.of("target", "storm", "diary.txt"), storm.diary());
            System.out.println("Storm: " + Json.write(figures));
            System.out.println("Outcomes: " + person.outcomes());
            assertTrue(found.clean(), () -> found + "\n" + evidence(oracle));
            assertTrue(enough, "only " + storm.total() + " of " + storm.dealt() + " blows hit, none of " + storm.missing());
            assertTrue(untrue.isEmpty(), () -> "the log is untrue: " + untrue);
        }
    }

    private static Map<String, Object> figures(Stage stage, Storm storm, Findings found) {
        var figures = new LinkedHashMap<String, Object>();
        figures.put("server", TestServer.value(stage.managed, "show server_version"));
        figures.put("faults", storm.total());
        figures.put("kinds", storm.hits());
        figures.put("points", storm.points());
        figures.put("dealt", storm.dealt());
        figures.put("consoleStarts", stage.consoles.stream().map(Console::starts).toList());
        figures.put("takeovers", stage.line.number("select coalesce(sum(epoch - 1), 0) from caretaker.run", 0));
        figures.put("runs", stage.line.number("select count(*) from caretaker.run", 0));
        figures.put("restored", stage.line.number("select coalesce(sum(b.rows), 0) from caretaker.batch as b join caretaker.run as r on r.run = b.run where r.kind = 'restore'", 0));
        figures.put("batches", stage.line.number("select count(*) from caretaker.batch", 0));
        figures.put("rows", found.tracked());
        figures.put("moved", found.moved());
        figures.put("anomalies", found.anomalies());
        return figures;
    }

    private static String evidence(Oracle oracle) {
        return Plot.ALL.stream().map(oracle::evidence).reduce("", (a, b) -> a + "\n" + b);
    }
}
