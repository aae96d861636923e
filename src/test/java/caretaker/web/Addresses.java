package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caretaker.schedule.RoutineDraft;
import io.javalin.http.HandlerType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One address for each page of the route table that a person signs in for: a new route with something in braces wants a line here. */
final class Addresses {
    private Addresses() {}

    /** Puts a policy on the table's column at, a run, a routine and what belongs to them into the site, so that each page has something to show. */
    static List<String> of(Site site, String table) {
        var filled = fill(site, table);
        var pages = site.web().table().stream().filter(r -> r.method() == HandlerType.GET && r.role() != Role.OPEN).map(r -> filled.getOrDefault(r.path(), r.path())).toList();
        assertEquals(List.of(), pages.stream().filter(p -> p.contains("{")).toList(), "no address for these");
        return pages;
    }

    private static Map<String, String> fill(Site site, String table) {
        var bench = site.bench.withLedger();
        var policy = bench.policy(table, "at", "90 days", "archive");
        var plan = bench.preview(policy);
        var run = bench.run(plan);
        assertEquals("done", run.status(), run.reason());
        bench.routines.save(new RoutineDraft("nightly", "managed", "0 2 * * *", "UTC", List.of(policy.name()), null, null, null, true, "test"), "test");
        bench.cleanup.measureAll(bench.database.id());
        bench.checks.run(bench.database.id());
        var filled = new HashMap<String, String>();
        filled.put("/table", "/table?name=" + table);
        filled.put("/jump", "/jump?q=tenant_7");
        filled.put("/databases/{name}", "/databases/managed");
        filled.put("/log/{id}.md", "/log/" + run.id() + ".md");
        filled.put("/routines/{name}", "/routines/nightly");
        filled.put("/plans/{id}", "/plans/" + plan.id());
        filled.put("/runs/{id}", "/runs/" + run.id());
        filled.put("/policies/new", "/policies/new?table=" + table);
        filled.put("/policies/{id}", "/policies/" + policy.id());
        filled.put("/restores", "/restores?run=" + run.id());
        return filled;
    }
}
