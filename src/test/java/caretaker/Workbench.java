package caretaker;

import caretaker.db.Address;
import caretaker.db.Database;
import caretaker.db.Databases;
import caretaker.db.Secrets;
import caretaker.db.Sql;
import caretaker.db.Store;
import caretaker.db.Targets;
import caretaker.observe.Checks;
import caretaker.observe.Collector;
import caretaker.plan.Cleanup;
import caretaker.plan.Condition;
import caretaker.plan.Holds;
import caretaker.plan.Overrides;
import caretaker.plan.Plan;
import caretaker.plan.Planner;
import caretaker.plan.Plans;
import caretaker.plan.Policies;
import caretaker.plan.Policy;
import caretaker.plan.PolicyDraft;
import caretaker.plan.Restores;
import caretaker.run.ExportFolder;
import caretaker.run.Node;
import caretaker.run.Reaper;
import caretaker.run.Run;
import caretaker.run.Runner;
import caretaker.run.Runs;
import caretaker.schedule.RoutineWork;
import caretaker.schedule.Routines;
import caretaker.schedule.Scheduler;
import caretaker.web.Web;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A store, a managed database with the ledger, and everything between them, for tests; the clock stands still until it is set. */
public final class Workbench implements AutoCloseable {
    public static final Instant NOON = Instant.parse("2026-06-15T12:00:00Z");
    public Instant now = NOON;
    public final InstantSource clock = () -> now;
    public final Sql sql = TestServer.sql();
    public final Address address = TestServer.database("managed");
    public final Store store;
    public final Address storeAddress;
    public final Databases databases;
    public final Targets targets;
    public final Database database;
    public final Policies policies;
    public final Plans plans;
    public final Holds holds;
    public final Planner planner;
    public final Restores restores;
    public final Runs runs;
    public final ExportFolder exports;
    public final Runner runner;
    public final Cleanup cleanup;
    public final Routines routines;
    public final Scheduler scheduler;
    public final Checks checks;
    public final Collector collector;

    public Workbench() {
        this(TestServer.storeDatabase());
    }

    /** A second console on the same store: another process as far as it can tell. */
    public Workbench(Address storeAddress) {
        this.storeAddress = storeAddress;
        this.store = Store.open(storeAddress, sql);
        databases = new Databases(store, Secrets.load(TestServer.key()));
        targets = new Targets(databases, sql);
        database = databases.save("managed", address, "staging", "UTC", true, "test");
        policies = new Policies(store, databases, targets);
        plans = new Plans(store);
        holds = new Holds(store, databases, targets, clock);
        planner = new Planner(plans, databases, targets, holds, sql, clock);
        restores = new Restores(plans, databases, targets, clock);
        runs = new Runs(store, databases, Node.here(), clock);
        cleanup = new Cleanup(store, databases, targets, policies, holds, clock);
        exports = new ExportFolder(Path.of("target", "test-servers", "exports-" + address.database()).toAbsolutePath());
        runner = new Runner(new Runner.Means(runs, plans, policies, holds, databases, targets, exports, cleanup::measure, clock));
        routines = new Routines(store, databases, clock);
        var work = new RoutineWork(store, new RoutineWork.Means(databases, policies, planner, runs, runner::execute, cleanup), clock);
        scheduler = new Scheduler(store, routines, new Scheduler.Hands(runner::execute, work::run, () -> reaper().reap()), clock, "test " + address.database());
        checks = new Checks(store, databases, targets, sql, clock);
        collector = new Collector(store, databases, targets, sql, clock, cleanup::measureAll);
    }

    /** Installs the ledger the way a person does: preview, run. */
    public Workbench withLedger() {
        var run = run(planner.install(database, "ana"));
        if (!run.status().equals("done")) {
            throw new IllegalStateException(run.reason());
        }
        return this;
    }

    public Workbench with(String statements) {
        TestServer.execute(address, statements);
        return this;
    }

    public Policy policy(String table, String column, String keep, String action, Condition... conditions) {
        return policies.save(draft(table, column, keep, action, conditions), "ana");
    }

    public PolicyDraft draft(String table, String column, String keep, String action, Condition... conditions) {
        return new PolicyDraft("rule", "managed", table, column, keep, List.of(conditions), action, null, false, null, null, BigDecimal.valueOf(100), null,
            null, null, null);
    }

    /** No session to spare: batches come one after the other, in one thread. */
    public Workbench oneSession() {
        databases.protect(database.id(), false, 1);
        targets.forget(database.id());
        return this;
    }

    public Plan preview(Policy policy) {
        return planner.preview(policy, Overrides.NONE, "ana");
    }

    public Plan preview(Policy policy, int batch) {
        return planner.preview(policy, new Overrides(null, null, batch), "ana");
    }

    public Run run(Plan plan) {
        return runner.execute(runs.queue(plan, "ana", null, null, null, null));
    }

    /** The pages over this bench, not listening yet: the one place where tests put them together. */
    public Web web(BooleanSupplier ready) {
        return new Web(new Web.Parts(store, databases, targets, collector, checks, policies, plans, planner, restores, cleanup, holds, exports, runs, routines,
            scheduler, clock, null, Map.of("Version", "test"), ready));
    }

    public Reaper reaper() {
        return new Reaper(runs, plans, targets, clock);
    }

    public long count(String query) {
        return Long.parseLong(TestServer.value(address, "select count(*) from " + query));
    }

    public String value(String query) {
        return TestServer.value(address, query);
    }

    @Override
    public void close() {
        scheduler.close();
        collector.close();
        runner.close();
        targets.close();
        store.close();
    }
}
