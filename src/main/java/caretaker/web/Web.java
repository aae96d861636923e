package caretaker.web;

import static caretaker.web.Role.ADMIN;
import static caretaker.web.Role.OPEN;
import static caretaker.web.Role.OPERATOR;
import static caretaker.web.Role.VIEWER;

import caretaker.db.Databases;
import caretaker.db.Store;
import caretaker.db.Targets;
import caretaker.observe.Checks;
import caretaker.observe.Collector;
import caretaker.plan.Cleanup;
import caretaker.plan.Holds;
import caretaker.plan.Planner;
import caretaker.plan.Plans;
import caretaker.plan.Policies;
import caretaker.plan.Restores;
import caretaker.run.ExportFolder;
import caretaker.run.Runs;
import caretaker.schedule.Routines;
import caretaker.schedule.Scheduler;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The web console: all its routes, each with its role, and the rules every answer keeps. */
public final class Web {
    /** What the pages work with. dev is a checkout to read templates and static files from, or null; facts are shown in Settings. */
    public record Parts(Store store, Databases databases, Targets targets, Collector collector, Checks checks, Policies policies, Plans plans, Planner planner,
                        Restores restores, Cleanup cleanup, Holds holds, ExportFolder exports, Runs runs, Routines routines, Scheduler scheduler,
                        InstantSource clock, Path dev, Map<String, String> facts, BooleanSupplier ready) {}

    /** A line of the route table. */
    public record Route(HandlerType method, String path, Role role) {}

    private final Parts parts;
    private final Assets assets;
    private final People people;
    private final Auth auth;
    private final CleanupLines lines;
    private final View view;
    private final List<Route> table = new ArrayList<>();
    private final Javalin javalin;

    public Web(Parts parts) {
        this.parts = parts;
        assets = Assets.load(parts.dev());
        people = new People(parts.store(), parts.clock());
        auth = new Auth(people, parts.databases());
        lines = new CleanupLines(parts.cleanup(), parts.policies(), parts.routines(), parts.clock());
        view = new View(new Templates(parts.dev()), assets, parts.store(), parts.clock(), lines::overdue);
        javalin = Javalin.create(this::configure);
    }

    private void routes(RoutesConfig routes) {
        var signin = new SigninPage(view, auth, people);
        add(routes, HandlerType.GET, "/signin", signin::show, OPEN);
        add(routes, HandlerType.POST, "/signin", signin::signIn, OPEN);
        add(routes, HandlerType.GET, "/signin/{token}", signin::link, OPEN);
        add(routes, HandlerType.POST, "/signin/{token}", signin::useLink, OPEN);
        add(routes, HandlerType.POST, "/signout", signin::signOut, VIEWER);
        var password = new PasswordPage(view, auth, people);
        add(routes, HandlerType.GET, "/password", password::show, VIEWER);
        add(routes, HandlerType.POST, "/password", password::set, VIEWER);

        add(routes, HandlerType.GET, "/", new OverviewPage(parts.store(), parts.checks(), parts.routines(), lines, view, parts.clock())::show, VIEWER);
        var tables = new TablesPage(parts.store(), parts.collector(), parts.checks(), view, parts.clock());
        add(routes, HandlerType.GET, "/tables", tables::show, VIEWER);
        add(routes, HandlerType.GET, "/table", new TablePage(parts.store(), parts.targets(), parts.holds(), view, parts.clock())::show, VIEWER);
        add(routes, HandlerType.POST, "/measurements", tables::measure, OPERATOR);
        findings(routes);
        var databases = new DatabasesPage(parts.store(), parts.databases(), parts.targets(), parts.collector(), parts.planner(), view);
        add(routes, HandlerType.GET, "/databases", databases::list, VIEWER);
        add(routes, HandlerType.POST, "/databases", databases::save, ADMIN);
        add(routes, HandlerType.GET, "/databases/new", databases::create, ADMIN);
        add(routes, HandlerType.GET, "/databases/{name}", databases::show, VIEWER);
        add(routes, HandlerType.POST, "/databases/{name}", databases::save, ADMIN);
        add(routes, HandlerType.POST, "/databases/{name}/removal", databases::remove, ADMIN);
        add(routes, HandlerType.POST, "/databases/{name}/plans", databases::install, OPERATOR);
        add(routes, HandlerType.POST, "/databases/{name}/stop", databases::stop, OPERATOR);
        add(routes, HandlerType.POST, "/databases/{name}/stop/end", databases::goOn, ADMIN);
        add(routes, HandlerType.POST, "/connection-tests", databases::test, ADMIN);
        add(routes, HandlerType.GET, "/jump", new JumpPage(view, parts.store())::show, VIEWER);

        var users = new UsersPage(view, people);
        add(routes, HandlerType.GET, "/users", users::show, ADMIN);
        add(routes, HandlerType.POST, "/users", users::add, ADMIN);
        add(routes, HandlerType.POST, "/users/{id}/role", users::changeRole, ADMIN);
        add(routes, HandlerType.POST, "/users/{id}/link", users::link, ADMIN);
        add(routes, HandlerType.POST, "/users/{id}/removal", users::remove, ADMIN);
        var settings = new SettingsPage(view, people, parts.store(), parts.collector().series(), parts.facts());
        add(routes, HandlerType.GET, "/settings", settings::show, VIEWER);
        add(routes, HandlerType.POST, "/settings", settings::change, VIEWER);

        SeeRoutes.add((method, path, handler, role) -> add(routes, method, path, handler, role), parts, view);
        log(routes);
        routines(routes);
        act(routes);
        kept(routes);

        add(routes, HandlerType.GET, "/static/icons.svg", this::icons, OPEN);
        for (var method : List.of(HandlerType.GET, HandlerType.HEAD)) {
            add(routes, method, "/healthz", ctx -> ctx.result("ok\n"), OPEN);
            add(routes, method, "/readyz", this::ready, OPEN);
        }
    }

    private void findings(RoutesConfig routes) {
        var findings = new FindingsPage(parts.store(), parts.checks(), view, parts.clock());
        add(routes, HandlerType.GET, "/findings", findings::show, VIEWER);
        add(routes, HandlerType.POST, "/checks", findings::ask, OPERATOR);
        add(routes, HandlerType.POST, "/checks/{name}/thresholds", findings::limits, ADMIN);
        add(routes, HandlerType.POST, "/findings/{id}/acknowledgement", findings::acknowledge, OPERATOR);
        add(routes, HandlerType.POST, "/findings/{id}/mute", findings::mute, OPERATOR);
        add(routes, HandlerType.POST, "/mutes/{id}/end", findings::endMute, OPERATOR);
    }

    private void log(RoutesConfig routes) {
        var entries = new LogEntries(parts.store(), parts.runs(), new Plans(parts.store()), parts.databases(), parts.clock());
        var log = new LogPage(view, parts.store(), entries, parts.clock());
        add(routes, HandlerType.GET, "/log", log::show, VIEWER);
        add(routes, HandlerType.GET, "/log.csv", log::csv, VIEWER);
        add(routes, HandlerType.GET, "/log/{id}.md", log::markdown, VIEWER);
        add(routes, HandlerType.POST, "/log/{id}/notes", log::write, OPERATOR);
        add(routes, HandlerType.POST, "/log/{id}/notes/{note}/done", log::tick, OPERATOR);
    }

    private void routines(RoutesConfig routes) {
        var list = new RoutinesPage(view, parts.store(), parts.routines(), parts.scheduler(), parts.clock());
        var one = new RoutinePage(view, parts);
        add(routes, HandlerType.GET, "/routines", list::show, VIEWER);
        add(routes, HandlerType.GET, "/routines/new", one::fresh, ADMIN);
        add(routes, HandlerType.POST, "/routines/new", one::add, ADMIN);
        add(routes, HandlerType.GET, "/routines/{name}", one::show, VIEWER);
        add(routes, HandlerType.POST, "/routines/{name}", one::save, ADMIN);
        add(routes, HandlerType.POST, "/routines/{name}/switch", list::enable, ADMIN);
        add(routes, HandlerType.POST, "/routines/{name}/runs", list::run, OPERATOR);
        add(routes, HandlerType.POST, "/routines/{name}/removal", list::remove, ADMIN);
        add(routes, HandlerType.GET, "/runs", new RunsPage(view, parts.store())::show, VIEWER);
    }

    private void act(RoutesConfig routes) {
        var cleanup = new CleanupPage(view, parts.cleanup(), lines, parts.clock());
        add(routes, HandlerType.GET, "/cleanup", cleanup::show, VIEWER);
        add(routes, HandlerType.GET, "/cleanup.csv", cleanup::csv, VIEWER);
        add(routes, HandlerType.POST, "/cleanup/counts", cleanup::count, OPERATOR);
        var plan = new PlanPage(view, parts, cleanup);
        add(routes, HandlerType.POST, "/plans", plan::preview, OPERATOR);
        add(routes, HandlerType.GET, "/plans/{id}", plan::show, VIEWER);
        add(routes, HandlerType.POST, "/plans/{id}/approval", plan::approve, OPERATOR);
        add(routes, HandlerType.POST, "/runs", plan::run, OPERATOR);
        var run = new RunPage(view, parts);
        add(routes, HandlerType.GET, "/runs/{id}", run::show, VIEWER);
        add(routes, HandlerType.POST, "/runs/{id}/cancellation", run::stop, OPERATOR);
        add(routes, HandlerType.POST, "/runs/{id}/resumption", run::resume, OPERATOR);
        add(routes, HandlerType.POST, "/runs/{id}/speed", run::turn, OPERATOR);
        add(routes, HandlerType.GET, "/policies", new PoliciesPage(view, parts.policies(), parts.routines(), parts.clock())::show, VIEWER);
        var policy = new PolicyPage(view, parts);
        add(routes, HandlerType.POST, "/policies", policy::add, ADMIN);
        add(routes, HandlerType.GET, "/policies/new", policy::begin, ADMIN);
        add(routes, HandlerType.GET, "/policies/{id}", policy::show, VIEWER);
        add(routes, HandlerType.POST, "/policies/{id}", policy::save, ADMIN);
        add(routes, HandlerType.POST, "/policies/{id}/removal", policy::remove, ADMIN);
    }

    private void kept(RoutesConfig routes) {
        var archives = new ArchivesPage(view, parts);
        add(routes, HandlerType.GET, "/archives", archives::show, VIEWER);
        add(routes, HandlerType.POST, "/databases/{name}/leftovers/removal", archives::remove, ADMIN);
        var holds = new HoldsPage(view, parts);
        add(routes, HandlerType.GET, "/holds", holds::show, VIEWER);
        add(routes, HandlerType.POST, "/holds", holds::add, ADMIN);
        add(routes, HandlerType.POST, "/holds/{id}/lifting", holds::lift, ADMIN);
        var restores = new RestoresPage(view, parts);
        add(routes, HandlerType.GET, "/restores", restores::show, OPERATOR);
        add(routes, HandlerType.POST, "/restores", restores::preview, OPERATOR);
    }

    /** Listens; the port may be 0 for any free one. */
    public Web start(String host, int port) {
        javalin.start(host, port);
        return this;
    }

    public int port() {
        return javalin.port();
    }

    /** Lets requests that run finish for a few seconds. */
    public void stop() {
        javalin.stop();
    }

    /** Every route with its role: what the tests loop over. */
    public List<Route> table() {
        return List.copyOf(table);
    }

    public People people() {
        return people;
    }

    private void add(RoutesConfig routes, HandlerType method, String path, Handler handler, Role role) {
        table.add(new Route(method, path, role));
        routes.addHttpHandler(method, path, handler, role);
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.http.maxRequestSize = 1_000_000;
        config.http.defaultContentType = "text/plain; charset=utf-8";
        config.jetty.modifyServer(server -> server.setStopTimeout(5_000));
        config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
        config.concurrency.useVirtualThreads = true;
        StaticFiles.serve(config, parts.dev());
        config.routes.before(Headers::set);
        config.routes.beforeMatched(auth::check);
        new Failures(view, auth).map(config.routes);
        routes(config.routes);
    }

    private void icons(Context ctx) {
        ctx.header("Cache-Control", parts.dev() == null ? "public, max-age=31536000, immutable" : "no-cache");
        ctx.contentType("image/svg+xml").result(assets.icons());
    }

    private void ready(Context ctx) {
        boolean ready = parts.ready().getAsBoolean();
        ctx.status(ready ? 200 : 503).result(ready ? "ready\n" : "not ready\n");
    }
}
