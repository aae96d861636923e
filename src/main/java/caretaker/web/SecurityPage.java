package caretaker.web;

import caretaker.db.Json;
import caretaker.db.Store;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who may do what: powerful roles, logins without limits, grants to everybody, row security, sessions without TLS. */
final class SecurityPage {
    /** purpose and deviation are of roles that a known system asks for; neverExpires and isUnlimited are about logins. */
    public record RoleRow(String server, String zone, String name, boolean mayLogin, boolean isSuperuser, String powers, int connectionLimit, Instant validUntil,
                          Boolean isExpired, boolean isBootstrap, boolean isOwn, JsonNode memberOf, String purpose, String deviation, boolean neverExpires,
                          boolean isUnlimited, String verdict) {
        public List<String> groups() {
            return List.of(Json.read(memberOf, String[].class));
        }
    }

    public record Grant(String databaseName, String kind, String object, String privileges, String owner, String verdict, String why, String remedy) {}

    public record RowSecurity(String databaseName, String schemaName, String relationName, String owner, boolean isEnabled, boolean isForced, int policies, JsonNode names,
                              String verdict, String why) {}

    public record Plain(String server, String userName, String databaseName, String client, long sessions, boolean isOwn) {}

    public record Page(Listing listing, Sources sources, List<RoleRow> roles, List<RoleRow> all, List<Grant> grants, List<RowSecurity> rowSecurity, List<Plain> plain) {
        /** Superusers that may log in, without the one that made the cluster. */
        public long superusers() {
            return all.stream().filter(r -> r.isSuperuser && r.mayLogin && !r.isBootstrap).count();
        }

        public long logins() {
            return all.stream().filter(RoleRow::mayLogin).count();
        }

        public long powerful() {
            return all.stream().filter(r -> !r.powers.isEmpty()).count();
        }

        public long expected() {
            return all.stream().filter(r -> r.purpose != null).count();
        }

        public long neverExpire() {
            return all.stream().filter(RoleRow::neverExpires).count();
        }

        public long unlimited() {
            return all.stream().filter(RoleRow::isUnlimited).count();
        }

        public long openGrants() {
            return grants.stream().filter(g -> !g.verdict.equals("ok")).count();
        }

        public long unprotected() {
            return rowSecurity.stream().filter(r -> !r.isEnabled).count();
        }

        public long plainSessions() {
            return plain.stream().mapToLong(Plain::sessions).sum();
        }
    }

    private final Store store;
    private final View view;

    SecurityPage(Store store, View view) {
        this.store = store;
        this.view = view;
    }

    void show(Context ctx) {
        var listing = Listing.of(ctx, 300, "filter");
        var database = InView.of(ctx).id();
        var all = roles(database, "");
        view.show(ctx, "security", new Page(listing, Sources.of(store, database, "roles", "grants", "rls", "activity"),
            listing.value("filter").isEmpty() ? all : roles(database, listing.value("filter")), all, list("observe/security_grants", Grant.class, database),
            list("observe/security_rls", RowSecurity.class, database), list("observe/security_plain", Plain.class, database)));
    }

    private List<RoleRow> roles(Long database, String filter) {
        var args = new HashMap<String, Object>(Map.of("filter", filter));
        args.put("database", database);
        return store.list("observe/security_roles", RoleRow.class, args);
    }

    private <T> List<T> list(String name, Class<T> row, Long database) {
        var args = new HashMap<String, Object>();
        args.put("database", database);
        return store.list(name, row, args);
    }
}
