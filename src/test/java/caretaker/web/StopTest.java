package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.Workbench;
import caretaker.plan.Policy;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The big stop, as the pages have it. */
class StopTest {
    private static final String PATH = "/databases/managed/stop";
    private TestConsole console;
    private Workbench bench;
    private Policy policy;

    @BeforeEach
    void open() {
        bench = new Workbench().withLedger().with("""
            create table public.events (id bigint generated always as identity primary key, at timestamptz);
            insert into public.events (at) select timestamptz '2026-06-15 12:00+00' - n * interval '1 day' from generate_series(1, 400) as n""");
        policy = bench.policy("public.events", "at", "365 days", "delete");
        console = new TestConsole(bench);
    }

    @AfterEach
    void close() {
        console.close();
    }

    @Test
    void anOperatorStopsAndAnAdminLetsGoOn() {
        var plan = bench.preview(policy);
        console.as = Role.VIEWER;
        assertFalse(console.get("/runs").body().contains(PATH));
        assertEquals(403, console.post(PATH, "reason", "no").statusCode());
        console.as = Role.OPERATOR;
        assertTrue(console.get("/runs").body().contains("action=\"" + PATH + "\""));
        var silent = console.post(PATH, "reason", " ");
        assertEquals(422, silent.statusCode());
        assertTrue(TestConsole.text(silent).contains("Say why all work stops"));
        assertEquals(303, console.post(PATH, "reason", "the <disk> is full").statusCode());

        for (var path : List.of("/", "/tables", "/cleanup", "/policies", "/plans/" + plan.id(), "/runs", "/routines", "/log", "/databases/managed", "/settings")) {
            var body = console.get(path).body();
            assertTrue(body.contains("is stopped</b> since") && body.contains("by operator.test: “the &lt;disk&gt; is full”."), path);
            assertFalse(body.contains("action=\"" + PATH), path + " offers an operator what an admin may");
        }
        var refused = console.post("/runs", "plan", String.valueOf(plan.id()));
        assertEquals(409, refused.statusCode());
        assertTrue(TestConsole.text(refused).contains("All work in managed was stopped by operator.test: the &lt;disk&gt; is full"), TestConsole.text(refused));
        assertFalse(console.get("/plans/" + plan.id()).body().contains("action=\"/runs\""), "there is no button that would be refused");
        assertEquals(403, console.post(PATH + "/end").statusCode());

        console.as = Role.ADMIN;
        assertTrue(console.get("/runs").body().contains("action=\"" + PATH + "/end\""));
        assertEquals(303, console.post(PATH + "/end").statusCode());
        assertFalse(console.get("/runs").body().contains("is stopped</b> since"));
        assertEquals(303, console.post("/runs", "plan", String.valueOf(plan.id())).statusCode());
    }

    @Test
    void aRunIsNotResumedWhileItHolds() {
        long id = bench.runs.queue(bench.preview(policy), "ana", null, null, null, null);
        bench.runs.stop(id, "ana");
        bench.databases.stop(bench.database.id(), "otto", "migration");
        assertFalse(console.get("/runs/" + id).body().contains("/resumption"));
        assertEquals(409, console.post("/runs/" + id + "/resumption").statusCode());
        assertEquals("stopped", bench.runs.byId(id).status());
        bench.databases.goOn(bench.database.id());
        assertTrue(console.get("/runs/" + id).body().contains("/resumption"));
    }
}
