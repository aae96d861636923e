package caretaker.web;

import caretaker.UserError;
import caretaker.db.Databases;
import caretaker.db.Store;
import caretaker.db.Targets;
import caretaker.observe.Collector;
import caretaker.observe.ConnectionTest;
import caretaker.plan.Ground;
import caretaker.plan.Planner;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The databases under care: what the last contact found, and their settings, tried before they are saved. */
final class DatabasesPage {
    /** A line of the list; hasLedger and sizeBytes are null until the first contact. */
    public record Row(long id, String name, String host, int port, String dbname, String login, String tls, String environment, String zone,
                      boolean allowSuperuser, String systemIdentifier, String serverVersion, String loginPowers, boolean inRecovery,
                      Boolean hasLedger, Integer ledgerVersion, Long sizeBytes, Instant contactAt, String contactError, Instant sampledAt, Integer sampleMs,
                      String sampleError, Instant sampleDueAt, int sampleFailures, boolean approval, int workers, long tables, long policies, long routines, long going) {
        /** True when the ledger is there and lacks what newer versions of Caretaker put beside it. */
        public boolean outdated() {
            return ledgerVersion != null && ledgerVersion > 0 && ledgerVersion < Ground.NEWEST_LEDGER;
        }

        /** True until the first contact has ended in one way or the other. */
        public boolean unmet() {
            return contactAt == null && contactError == null && sampleError == null;
        }
    }

    public record Page(List<Row> databases) {
        public long silent() {
            return databases.stream().filter(d -> d.contactError() != null).count();
        }

        public boolean waiting() {
            return databases.stream().anyMatch(Row::unmet);
        }
    }

    /** One database or, with null, a new one; test is null until the button was used. */
    public record One(Row database, Form form, ConnectionTest.Result test, Map<String, String> environments, Map<String, String> tlsModes) {
        /** All grants that are missing, to be copied in one go. */
        public String grants() {
            return test == null ? "" : String.join("\n", test.lines().stream().map(ConnectionTest.Line::grant).filter(g -> g != null).toList());
        }
    }

    private final Store store;
    private final Databases databases;
    private final Targets targets;
    private final Collector collector;
    private final Planner planner;
    private final View view;

    DatabasesPage(Store store, Databases databases, Targets targets, Collector collector, Planner planner, View view) {
        this.store = store;
        this.databases = databases;
        this.targets = targets;
        this.collector = collector;
        this.planner = planner;
        this.view = view;
    }

    void list(Context ctx) {
        view.show(ctx, "databases", new Page(rows()));
    }

    void create(Context ctx) {
        view.show(ctx, "database", one(null, DatabaseForm.fresh(), null));
    }

    void show(Context ctx) {
        var row = row(ctx.pathParam("name"));
        view.show(ctx, "database", one(row, DatabaseForm.of(row), null), InView.of(ctx).at(row.id()));
    }

    /** Saves a new database, or under a known name the changed settings. */
    void save(Context ctx) {
        var known = ctx.pathParamMap().containsKey("name") ? row(ctx.pathParam("name")) : null;
        var form = new DatabaseForm(ctx, known);
        var checked = form.check(databases);
        try {
            if (checked.errors().isEmpty()) {
                var saved = databases.save(form.name(), form.address(), form.text("environment"), form.text("zone"), form.allowSuperuser(), Session.of(ctx).name());
                databases.protect(saved.id(), form.approval(), form.workers());
                targets.forget(saved.id());
                collector.measureSoon(saved.id());
                view.done(ctx, "/databases", saved.name() + (known == null ? " is under care; its first sample is under way." : " is saved and contacted again."));
                return;
            }
        } catch (UserError e) {
            checked = checked.refused(e);
        }
        view.again(ctx, "database", one(known, checked, null));
    }

    /** Tries what was typed; nothing is saved and nothing is changed there. */
    void test(Context ctx) {
        var known = databases.find(String.valueOf(ctx.formParam("known"))).map(d -> row(d.name())).orElse(null);
        var form = new DatabaseForm(ctx, known);
        var checked = form.check(databases);
        ConnectionTest.Result test = null;
        try {
            test = checked.errors().isEmpty() ? ConnectionTest.of(targets, form.name(), form.address()) : null;
        } catch (UserError e) {
            checked = checked.refused(e);
        }
        view.show(ctx, "database", one(known, checked, test));
    }

    void remove(Context ctx) {
        var row = row(ctx.pathParam("name"));
        if (!row.name().equals(ctx.formParam("typed"))) {
            throw UserError.of("typed", "Type the name " + row.name() + " to take it out of care; nothing has changed.");
        }
        if (row.going() > 0) {
            throw UserError.refused("A run is going on in " + row.name() + "; stop it first.");
        }
        databases.remove(row.id());
        targets.forget(row.id());
        view.done(ctx, "/databases", row.name() + " is no longer under care; nothing in it was changed, and its log entries stay.");
    }

    /** The big stop: everybody reads who, when and why until it is lifted. */
    void stop(Context ctx) {
        var database = databases.byName(ctx.pathParam("name"));
        databases.stop(database.id(), Session.of(ctx).name(), ctx.formParam("reason"));
        view.done(ctx, InView.of(ctx).at(database.id()).link("/runs"), "All work in " + database.name() + " is stopped. What runs ends after its batch; nothing begins.");
    }

    /** Lifts the big stop. */
    void goOn(Context ctx) {
        var database = databases.byName(ctx.pathParam("name"));
        databases.goOn(database.id());
        view.done(ctx, InView.of(ctx).at(database.id()).link("/runs"), "Work in " + database.name() + " may go on. Runs that were stopped are resumed on their pages.");
    }

    /** Stores a plan that would install the ledger. */
    void install(Context ctx) {
        var plan = planner.install(databases.byName(ctx.pathParam("name")), Session.of(ctx).name());
        view.done(ctx, "/plans/" + plan.id(), "This is a preview; nothing has changed yet.");
    }

    private One one(Row row, Form form, ConnectionTest.Result test) {
        return new One(row, form, test, DatabaseForm.ENVIRONMENTS, DatabaseForm.TLS_MODES);
    }

    private List<Row> rows() {
        return store.list("observe/databases", Row.class);
    }

    private Row row(String name) {
        return rows().stream().filter(r -> r.name().equals(name)).findFirst().orElseThrow(() -> UserError.notFound("The database " + name));
    }
}
