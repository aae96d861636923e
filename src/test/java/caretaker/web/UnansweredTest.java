package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import caretaker.db.Json;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnansweredTest {
    @Test
    void oneReasonIsSaidOnce() {
        var all = Unanswered.of(List.of(verdict("a", "Disk", "PostgreSQL does not tell.", null), verdict("a", "Locks", "No member.", "grant pg_monitor to x;"),
            verdict("a", "Slow", "The extension pg_stat_statements is not installed in this database.", null),
            verdict("b", "Slow", "The extension pg_stat_statements is not installed here: add it.", null),
            verdict("a", "Senders", "No member, so nothing is seen.", "grant pg_monitor to x;"), Verdict.of("ok", "a", "production", "Size", null, "1 GB", null, null)));
        assertEquals(3, all.size());
        assertEquals("No member, so nothing is seen.", all.get(0).why());
        assertEquals("grant pg_monitor to x;", all.get(0).grant());
        assertEquals(Set.of("Locks", "Senders"), all.get(0).names().keySet());
        assertEquals(2, all.get(1).names().get("Slow").size(), "once by name, with both databases");
        assertNull(all.get(2).grant());
    }

    @Test
    void adviceIsAStatementOrAPage() {
        var drop = Advice.of("unused_indexes", "drop_index", Json.parse("{\"index\": \"public.\\\"a b\\\"\"}"));
        assertEquals("DROP INDEX CONCURRENTLY public.\"a b\";", drop.statement());
        assertEquals("indexes", drop.page());
        assertNull(Advice.of("transaction_ids", "vacuum", null).statement(), "no table is named");
        assertEquals("/cleanup", Advice.of("data_age", null, null).path());
        assertNull(Advice.of("connectivity", null, null));
    }

    private static Verdict verdict(String database, String title, String why, String grant) {
        return new Verdict("unknown", database, "production", title, null, "could not be checked: " + why, "/", "Open the check", why, grant);
    }
}
