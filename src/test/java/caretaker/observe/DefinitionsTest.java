package caretaker.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import caretaker.TestServer;
import caretaker.Workbench;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Definitions of indexes are asked for once, and again when a name in them changed. */
class DefinitionsTest {
    private Workbench bench;

    @BeforeEach
    void open() {
        bench = new Workbench().with("create schema shop; create table shop.orders (id bigint, kind text, note text); create index first on shop.orders (kind desc, id) include (note);"
            + "create index part on shop.orders (id) where kind <> ''; create index low on shop.orders (lower(note))");
        measure();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aNewNameIsReadWithTheNextRound() {
        renamed("alter table shop.orders rename column kind to sort", "CREATE INDEX first ON shop.orders USING btree (sort DESC, id) INCLUDE (note)");
        assertEquals("{\"sort DESC\",id} {note}", store("select columns::text || ' ' || included::text from caretaker_store.index where index_name = 'first'"));
        assertEquals("CREATE INDEX part ON shop.orders USING btree (id) WHERE (sort <> ''::text)", definition("part"));
        renamed("alter table shop.orders rename to sales", "CREATE INDEX first ON shop.sales USING btree (sort DESC, id) INCLUDE (note)");
        renamed("alter schema shop rename to store", "CREATE INDEX first ON store.sales USING btree (sort DESC, id) INCLUDE (note)");
        renamed("alter index store.first set (fillfactor = 70)", "CREATE INDEX first ON store.sales USING btree (sort DESC, id) INCLUDE (note) WITH (fillfactor='70')");
        bench.with("alter table store.sales rename column note to remark; alter index store.low rename to lower");
        measure();
        assertEquals("CREATE INDEX lower ON store.sales USING btree (lower(remark))", definition("lower"));
    }

    @Test
    void whatIsKnownIsAskedForOnceADay() {
        TestServer.execute(bench.storeAddress, "update caretaker_store.index set definition = 'old' where index_name = 'first'");
        int old = 0;
        for (int hour = 0; hour < 24; hour++) {
            measure();
            old += definition("first").equals("old") ? 1 : 0;
            TestServer.execute(bench.storeAddress, "update caretaker_store.index set definition = 'old' where index_name = 'first'");
        }
        assertEquals(23, old);
    }

    private void renamed(String statement, String definition) {
        bench.with(statement);
        measure();
        assertEquals(definition, definition("first"));
    }

    private void measure() {
        bench.now = bench.now.plus(Duration.ofHours(1));
        assertNull(bench.collector.measureNow(bench.database.id()).error());
    }

    private String definition(String index) {
        return store("select definition from caretaker_store.index where index_name = '" + index + "'");
    }

    private String store(String query) {
        return TestServer.value(bench.storeAddress, query);
    }
}
