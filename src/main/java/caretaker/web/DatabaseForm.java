package caretaker.web;

import caretaker.UserError;
import caretaker.db.Address;
import caretaker.db.Databases;
import io.javalin.http.Context;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was typed about a database: read, and checked field by field so that all mistakes show at once. */
final class DatabaseForm {
    static final Map<String, String> ENVIRONMENTS = ordered("production", "production", "staging", "staging", "development", "development");
    static final Map<String, String> TLS_MODES = ordered("disable", "disable: never encrypted", "prefer", "prefer: encrypted when the server offers it",
        "require", "require: always encrypted", "verify-ca", "verify-ca: and a trusted certificate", "verify-full", "verify-full: and the certificate names the host");

    private static final int WORKERS = 2;
    private final Context ctx;
    private final DatabasesPage.Row known;

    /** known is the database that is changed, null for a new one: its name stays. */
    DatabaseForm(Context ctx, DatabasesPage.Row known) {
        this.ctx = ctx;
        this.known = known;
    }

    static Form fresh() {
        return Form.with(Map.of("port", 5432, "tls", "prefer", "environment", "production", "zone", "UTC", "workers", WORKERS));
    }

    static Form of(DatabasesPage.Row row) {
        var known = new HashMap<String, Object>(Map.of("name", row.name(), "host", row.host(), "port", row.port(), "database", row.dbname(), "user", row.login(), "tls", row.tls(),
            "environment", row.environment(), "zone", row.zone(), "allow_superuser", row.allowSuperuser()));
        known.put("approval", row.approval());
        known.put("workers", row.workers());
        return Form.with(known);
    }

    String name() {
        return known == null ? text("name") : known.name();
    }

    boolean allowSuperuser() {
        return text("allow_superuser").equals("true");
    }

    boolean approval() {
        return text("approval").equals("true");
    }

    /** Call it when check found nothing; who says nothing leaves it as it is. */
    int workers() {
        return text("workers").isEmpty() ? known == null ? WORKERS : known.workers() : Integer.parseInt(text("workers"));
    }

    /** Call it when check found nothing. An empty password is null: the stored one. */
    Address address() {
        var password = ctx.formParam("password");
        return new Address(text("host"), Integer.parseInt(text("port")), text("database"), text("user"), password == null || password.isEmpty() ? null : password, text("tls"));
    }

    Form check(Databases databases) {
        var form = Form.of(ctx);
        form = demand(form, "name", name().matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}") && !name().equals("new"), "A name has letters, digits, dots, hyphens and underscores, and starts with a letter or digit.");
        form = demand(form, "name", known != null || databases.find(name()).isEmpty(), "A database named " + name() + " is under care already.");
        form = demand(form, "host", text("host").matches("[^\\s/@?#,]{1,253}"), "A host is one name or address, as in db1.internal or 10.0.0.5.");
        form = demand(form, "port", text("port").matches("[0-9]{1,5}") && Integer.parseInt(text("port")) >= 1 && Integer.parseInt(text("port")) <= 65_535, "A port is a number from 1 to 65535; PostgreSQL's own is 5432.");
        form = demand(form, "database", !text("database").isEmpty(), "Name the database on that server.");
        form = demand(form, "user", !text("user").isEmpty(), "Name the role Caretaker signs in as.");
        form = demand(form, "tls", TLS_MODES.containsKey(text("tls")), "Choose one of the modes.");
        form = demand(form, "environment", ENVIRONMENTS.containsKey(text("environment")), "Choose production, staging or development.");
        form = demand(form, "workers", text("workers").matches("[1-8]?"), "Between 1 and 8 sessions may move rows at the same time.");
        return demand(form, "zone", ZoneId.getAvailableZoneIds().contains(text("zone")), "A time zone has a name like Europe/Berlin or UTC.");
    }

    String text(String field) {
        var value = ctx.formParam(field);
        return value == null ? "" : value.trim();
    }

    private static Form demand(Form form, String field, boolean good, String sentence) {
        return good || form.error(field) != null ? form : form.refused(UserError.of(field, sentence));
    }

    static Map<String, String> ordered(String... pairs) {
        var map = new LinkedHashMap<String, String>();
        for (int n = 0; n < pairs.length; n += 2) {
            map.put(pairs[n], pairs[n + 1]);
        }
        return map;
    }
}
