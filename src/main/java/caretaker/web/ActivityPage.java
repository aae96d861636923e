package caretaker.web;

import caretaker.UserError;
import caretaker.db.Databases;
import caretaker.db.Store;
import caretaker.run.Sessions;
import io.javalin.http.Context;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sessions, long-running statements, who blocks whom, and connections against the limit; operators cancel and terminate. */
final class ActivityPage {
    private static final int LONG = 300;

    /** A session; nulls are what PostgreSQL hides. seconds counts from its statement, or from its last change of state when it idles in a transaction. */
    public record Row(String seenIn, String zone, String server, Instant takenAt, int pid, Instant backendStart, String databaseName, String userName,
                      String applicationName, String client, String backendType, String state, String waitsFor, Instant xactStart, Instant queryStart, String query,
                      Long seconds, Long xactSeconds, Long xminAge, Boolean isLong, boolean isSuperuser, boolean isHidden, boolean isOwn, long found) {
        /** Where it came from: database (or what it is, without one), application, client. */
        public String place() {
            return Stream.of(databaseName == null ? backendType : databaseName, applicationName, client).filter(t -> t != null && !t.isEmpty()).collect(Collectors.joining(", "));
        }

        /** True when an operator may try to cancel or end it. */
        public boolean endable() {
            return "client backend".equals(backendType) && !isOwn && backendStart != null;
        }
    }

    /** usable excludes the connections reserved for superusers; fullest is the share of the server that has the least left. */
    public record Counts(long sessions, long active, long longRunning, long idleInTransaction, long idle, long waiting, long own, long hidden, Long usable,
                         Long most, Long reserved, BigDecimal fullest) {
        public Double share() {
            return usable == null || usable == 0 ? null : sessions / (double) usable;
        }

        /** warning from 80 %, critical from 95 %. */
        public String state() {
            return fullest == null ? "unknown" : fullest.doubleValue() >= 0.95 ? "critical" : fullest.doubleValue() >= 0.8 ? "warning" : "ok";
        }
    }

    /** The connections of a login on a server by their state; limit is its own, negative for none, null when it is not known. The sums are those of all logins. */
    public record User(String server, String userName, String databaseNames, boolean isSuperuser, long own, long connections, long active, long idle, long idleInTransaction,
                       long aborted, long other, long hidden, Integer connectionLimit, Boolean isNear, long allActive, long allIdle, long allIdleInTransaction,
                       long allAborted, long allOther, long allHidden) {
        /** warning when few are left, critical at the limit. */
        public String state() {
            return !Boolean.TRUE.equals(isNear) ? "ok" : connections >= connectionLimit ? "critical" : "warning";
        }
    }

    public record Page(Listing listing, Sources sources, Counts counts, List<Row> rows, List<LockTree.Node> locks, List<User> users) implements Sheet.Paged {
        /** Sessions that wait for others. */
        public long blocked() {
            return locks.stream().filter(n -> n.session().waits()).count();
        }

        /** Every login, summed up; null without any. */
        public User totals() {
            return users.isEmpty() ? null : users.get(0);
        }

        /** True when the logins are those of several servers, which are named then. */
        public boolean manyServers() {
            return users.stream().map(User::server).distinct().count() > 1;
        }

        public long blockers() {
            return locks.stream().filter(n -> !n.session().waits()).count();
        }
    }

    private final Store store;
    private final Databases databases;
    private final Sessions sessions;
    private final View view;

    ActivityPage(Web.Parts parts, View view) {
        this.store = parts.store();
        this.databases = parts.databases();
        this.sessions = new Sessions(parts.targets(), parts.runs());
        this.view = view;
    }

    void show(Context ctx) {
        view.list(ctx, "activity", Listing.of(ctx, 100, "q", "filter"), l -> page(l, InView.of(ctx).id()));
    }

    private Page page(Listing listing, Long database) {
        var counting = with(database, Map.of("long", LONG));
        var rows = store.list("observe/activity", Row.class, with(database, Map.of("search", listing.value("q"), "filter", listing.value("filter"), "long", LONG,
            "offset", listing.offset())));
        return new Page(listing.counted(rows.isEmpty() ? 0 : rows.get(0).found()), Sources.of(store, database, "activity", "locks"),
            store.one("observe/activity_counts", Counts.class, counting), rows,
            LockTree.of(store.list("observe/activity_locks", LockTree.Session.class, with(database, Map.of()))),
            store.list("observe/activity_users", User.class, with(database, Map.of())));
    }

    /** Cancels what a session runs. */
    void cancel(Context ctx) {
        var database = databases.byName(String.valueOf(ctx.formParam("in")));
        sessions.cancel(database, pid(ctx), began(ctx), Session.of(ctx).name(), ctx.formParam("reason"));
        view.done(ctx, InView.of(ctx).at(database.id()).link("/activity"), "Session " + pid(ctx) + " was asked to cancel its statement; it stands in the log.");
    }

    /** Ends a session. */
    void terminate(Context ctx) {
        var database = databases.byName(String.valueOf(ctx.formParam("in")));
        sessions.terminate(database, pid(ctx), began(ctx), Session.of(ctx).name(), ctx.formParam("reason"));
        view.done(ctx, InView.of(ctx).at(database.id()).link("/activity"), "Session " + pid(ctx) + " was asked to end; its transaction is rolled back. It stands in the log.");
    }

    private static int pid(Context ctx) {
        var pid = ctx.pathParam("pid");
        if (!pid.matches("[0-9]{1,9}")) {
            throw UserError.notFound("Session " + pid);
        }
        return Integer.parseInt(pid);
    }

    private static Instant began(Context ctx) {
        try {
            return Instant.parse(String.valueOf(ctx.formParam("began")));
        } catch (DateTimeParseException e) {
            throw UserError.of("began", "Say when the session began, as the page shows it.");
        }
    }

    private static Map<String, Object> with(Long database, Map<String, ?> more) {
        var args = new HashMap<String, Object>(more);
        args.put("database", database);
        return args;
    }
}
