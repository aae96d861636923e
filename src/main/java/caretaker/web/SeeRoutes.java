package caretaker.web;

import static caretaker.web.Role.OPERATOR;
import static caretaker.web.Role.VIEWER;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;

/** The part of the route table that holds the pages that look; what little they change needs an operator. */
final class SeeRoutes {
    /** Takes a line of the route table. */
    @FunctionalInterface
    interface Table {
        void add(HandlerType method, String path, Handler handler, Role role);
    }

    private SeeRoutes() {}

    static void add(Table table, Web.Parts parts, View view) {
        table.add(HandlerType.GET, "/growth", new GrowthPage(parts.store(), view, parts.clock())::show, VIEWER);
        var indexes = new IndexesPage(parts.store(), parts.collector().bloat(), view, parts.clock());
        table.add(HandlerType.GET, "/indexes", indexes::show, VIEWER);
        table.add(HandlerType.POST, "/bloat-measurements", indexes::measure, OPERATOR);
        table.add(HandlerType.GET, "/queries", new QueriesPage(parts.store(), view, parts.clock())::show, VIEWER);
        table.add(HandlerType.GET, "/bloat", new BloatPage(parts.store(), view)::show, VIEWER);
        table.add(HandlerType.GET, "/vacuum", new VacuumPage(parts.store(), view)::show, VIEWER);
        table.add(HandlerType.GET, "/partitions", new PartitionsPage(parts.store(), view, parts.clock())::show, VIEWER);
        var activity = new ActivityPage(parts, view);
        table.add(HandlerType.GET, "/activity", activity::show, VIEWER);
        table.add(HandlerType.POST, "/activity/{pid}/cancellation", activity::cancel, OPERATOR);
        table.add(HandlerType.POST, "/activity/{pid}/termination", activity::terminate, OPERATOR);
        table.add(HandlerType.GET, "/views", new ViewsPage(parts.store(), view)::show, VIEWER);
        table.add(HandlerType.GET, "/server", new ServerPage(parts.store(), view)::show, VIEWER);
        table.add(HandlerType.GET, "/security", new SecurityPage(parts.store(), view)::show, VIEWER);
    }
}
