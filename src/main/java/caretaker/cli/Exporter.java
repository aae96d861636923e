package caretaker.cli;

import caretaker.App;
import caretaker.observe.Table;
import caretaker.plan.Condition;
import caretaker.plan.Holds;
import caretaker.plan.Policy;
import caretaker.schedule.Routine;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** The store as a declarative file: what apply would read. Passwords are not written; a variable's name stands in their place. */
final class Exporter {
    private final App app;

    Exporter(App app) {
        this.app = app;
    }

    /** One database with all that belongs to it, or everything for null. */
    String export(String database) {
        var all = new LinkedHashMap<String, Object>();
        all.put("databases", app.databases.list().stream().filter(d -> wanted(database, d.name())).map(d -> {
            var item = new LinkedHashMap<String, Object>();
            item.put("name", d.name());
            item.put("host", d.host());
            item.put("port", d.port());
            item.put("database", d.dbname());
            item.put("user", d.login());
            item.put("password_env", "PASSWORD_" + d.name().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"));
            item.put("environment", d.environment());
            item.put("zone", d.zone());
            item.put("tls", d.tls());
            putUnless(item, "allow_superuser", d.allowSuperuser(), false);
            putUnless(item, "approval", d.approval(), false);
            putUnless(item, "workers", d.workers(), 2);
            return item;
        }).toList());
        var holds = app.databases.list().stream().filter(d -> wanted(database, d.name())).flatMap(d -> app.holds.active(d.id()).stream()).map(Exporter::hold).toList();
        putUnless(all, "holds", holds, List.of());
        all.put("policies", app.policies.list().stream().filter(p -> wanted(database, p.databaseName())).map(Exporter::policy).toList());
        all.put("routines", app.routines.list().stream().filter(r -> wanted(database, r.databaseName())).map(Exporter::routine).toList());
        return new Dump(DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setWidth(150).build()).dumpToString(all);
    }

    private static Map<String, Object> policy(Policy p) {
        var item = new LinkedHashMap<String, Object>();
        item.put("name", p.name());
        item.put("database", p.databaseName());
        item.put("table", Table.display(p.schemaName(), p.tableName()));
        item.put("column", p.columnName());
        item.put("keep", p.keep());
        if (!p.conditions().isEmpty()) {
            item.put("where", p.conditions().stream().map(Exporter::condition).toList());
        }
        item.put("then", p.action());
        putUnless(item, "archive", p.archiveTable() == null ? null : Table.display(p.archiveSchema(), p.archiveTable()), null);
        putUnless(item, "adopt_archive", p.adoptArchive(), false);
        putUnless(item, "zone", p.zone(), null);
        putUnless(item, "align", p.align(), null);
        var caps = new LinkedHashMap<String, Object>();
        putUnless(caps, "share", p.capShare() == null ? null : plain(p.capShare()), null);
        putUnless(caps, "rows", p.capRows(), null);
        putUnless(item, "caps", caps.isEmpty() ? null : caps, null);
        putUnless(item, "compression", p.handling().compression(), null);
        putUnless(item, "speed", p.handling().speed(), null);
        putUnless(item, "workers", p.handling().workers(), null);
        putUnless(item, "budget", p.handling().budgetMinutes(), null);
        putUnless(item, "after", p.handling().aftercare(), null);
        putUnless(item, "reason", p.reason(), null);
        putUnless(item, "owner", p.owner(), null);
        putUnless(item, "review", p.review() == null ? null : p.review().toString(), null);
        return item;
    }

    private static Map<String, Object> hold(Holds.Hold h) {
        var item = new LinkedHashMap<String, Object>();
        item.put("database", h.databaseName());
        item.put("table", h.target());
        putUnless(item, "where", h.conditions().stream().map(Exporter::condition).toList(), List.of());
        item.put("reason", h.reason());
        putUnless(item, "until", h.until() == null ? null : h.until().toString(), null);
        return item;
    }

    private static Map<String, Object> condition(Condition c) {
        var item = new LinkedHashMap<String, Object>();
        item.put("column", c.column());
        item.put("op", c.op());
        if (!c.values().isEmpty()) {
            item.put("value", c.op().endsWith("in") ? new ArrayList<>(c.values()) : c.values().get(0));
        }
        return item;
    }

    private static Map<String, Object> routine(Routine r) {
        var item = new LinkedHashMap<String, Object>();
        item.put("name", r.name());
        item.put("database", r.databaseName());
        item.put("schedule", r.schedule());
        item.put("zone", r.zone());
        item.put("tasks", List.copyOf(r.tasks()));
        putUnless(item, "window", r.windowMinutes(), null);
        putUnless(item, "budget", r.budgetMinutes(), null);
        putUnless(item, "catch_up", r.catchUp(), "skip");
        putUnless(item, "enabled", r.enabled(), true);
        putUnless(item, "reason", r.reason(), null);
        return item;
    }

    private static Number plain(BigDecimal share) {
        var whole = share.stripTrailingZeros().scale() <= 0;
        return whole ? (Number) share.longValue() : (Number) share.doubleValue();
    }

    private static boolean wanted(String database, String name) {
        return database == null || database.equals(name);
    }

    private static void putUnless(Map<String, Object> item, String key, Object value, Object usual) {
        if (value != null && !value.equals(usual)) {
            item.put(key, value);
        }
    }
}
