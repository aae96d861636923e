package caretaker.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.TestServer;
import caretaker.plan.Handling;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The oracle must catch movers with a fault in their design, or its silence about ours would mean nothing. */
class StormControlTest {
    private static final int ROWS = 300;
    private final Plot events = new Plot("events", "archive", Plot.Shape.INDEXED, Handling.DEFAULT);
    private final Plot bills = new Plot("bills", "export", Plot.Shape.INDEXED, Handling.DEFAULT);
    @TempDir
    private Path folder;
    private Line line;
    private Oracle oracle;

    @BeforeEach
    void open() {
        var address = TestServer.database("control");
        TestServer.execute(address, Plot.create(List.of(events, bills)));
        TestServer.execute(address, "create table storm.events_archive (like storm.events)");
        TestServer.sql().names("target").forEach(name -> TestServer.execute(address, TestServer.sql().get("target/" + name)));
        line = new Line(address);
        oracle = new Oracle(line, folder);
        line.insist(c -> Writer.insert(c, events, ROWS, true) + Writer.insert(c, events, ROWS, false) + Writer.insert(c, bills, ROWS, true));
        assertTrue(oracle.judge(List.of(events, bills)).clean());
    }

    @AfterEach
    void close() {
        line.close();
    }

    @Test
    void anHonestMoverPasses() {
        new BrokenMover(line, events, folder).move();
        line.insist(c -> Writer.insert(c, events, 10, true) + Writer.update(c, events, 1, 50, true) + Writer.delete(c, events, 1, 20));
        new BrokenMover(line, events, folder).move();
        var found = oracle.judge(events);
        assertTrue(found.clean(), found.toString());
        assertTrue(found.moved() > ROWS);
    }

    @Test
    void copyThenDeleteByPredicateIsCaught() {
        new BrokenMover(line, events, folder).copyThenDeleteByPredicate(() -> {
            line.insist(c -> Writer.insert(c, events, 10, true) + Writer.delete(c, events, 101, 3));
            rewrite(events, "id <= 5");
        });
        var found = oracle.judge(events);
        assertEquals(10, found.lost(), "they came after the copy");
        assertEquals(5, found.stale(), "they changed after the copy");
        assertEquals(3, found.resurrected(), "they were deleted after the copy");
    }

    @Test
    void aLedgerAfterTheCommitIsCaught() {
        var mover = new BrokenMover(line, bills, folder);
        assertThrows(Killed.class, () -> mover.ledgerAfterCommit(() -> {
            throw new Killed();
        }));
        mover.ledgerAfterCommit(() -> {});
        var found = oracle.judge(bills);
        assertEquals(100, found.lost(), "the resumed run took the same number, and its file replaced the first one");
    }

    @Test
    void aMissingFenceIsCaught() {
        new BrokenMover(line, events, folder).noFence(() -> new BrokenMover(line, events, folder).move());
        var found = oracle.judge(events);
        assertEquals(100, found.duplicated(), "the sleeper stored what the other had moved meanwhile");
    }

    @Test
    void countingTheRowsOfAFileIsNotEnough() {
        rewrite(bills, "true");
        new BrokenMover(line, bills, folder).countOnlyVerification();
        var found = oracle.judge(bills);
        assertEquals(2, found.stale(), "two rows have each other's values");
        assertEquals(0, found.broken(), "the file is the one that was written");
    }

    @Test
    void aFileThatIsGoneOrChangedIsCaught() throws Exception {
        var mover = new BrokenMover(line, bills, folder);
        mover.ledgerAfterCommit(() -> {});
        mover.ledgerAfterCommit(() -> {});
        assertTrue(oracle.judge(bills).clean());
        Files.delete(folder.resolve("batch-1.csv"));
        Files.writeString(folder.resolve("batch-2.csv"), "id,at,body,amount\n");
        var found = oracle.judge(bills);
        assertEquals(2, found.broken());
        assertEquals(200, found.lost());
    }

    /** Rows get values that no other row has. */
    private void rewrite(Plot plot, String which) {
        line.insist(c -> c.createStatement().execute("with changed as (update " + plot.name() + " set body = 'row ' || id where " + which + " returning " + Plot.COLUMNS
            + ") insert into storm.history (plot, op, " + Plot.COLUMNS + ") select '" + plot.table() + "', 'U', " + Plot.COLUMNS + " from changed"));
    }

    /** The mover is dead: what it would have done next does not happen. */
    private static final class Killed extends RuntimeException {}
}
