package caretaker.plan;

import caretaker.UserError;
import caretaker.db.Database;
import caretaker.db.Databases;
import caretaker.db.Json;
import caretaker.db.Store;
import caretaker.db.TargetError;
import caretaker.db.Targets;
import caretaker.observe.Table;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The policies, checked against the catalogue of their database before they are kept. */
public final class Policies {
    private final Store store;
    private final Databases databases;
    private final Targets targets;

    public Policies(Store store, Databases databases, Targets targets) {
        this.store = store;
        this.databases = databases;
        this.targets = targets;
    }

    public List<Policy> list() {
        return store.list("own/policy_list", Row.class).stream().map(Row::policy).toList();
    }

    public List<Policy> list(long databaseId) {
        return list().stream().filter(p -> p.databaseId() == databaseId).toList();
    }

    /** Throws a UserError (404) that lists the known names. */
    public Policy byName(String name) {
        return list().stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow(() -> new UserError(404, "There is no policy named " + name
            + (list().isEmpty() ? "." : "; known are " + String.join(", ", list().stream().map(Policy::name).toList()) + ".")));
    }

    public Policy byId(long id) {
        return list().stream().filter(p -> p.id() == id).findFirst().orElseThrow(() -> UserError.notFound("Policy " + id));
    }

    /** Adds a policy, or changes the one of the same name; saving the same again changes nothing. Each fault is a UserError at its field. */
    public Policy save(PolicyDraft draft, String person) {
        if (draft.name() == null || !draft.name().matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}")) {
            throw UserError.of("name", "A policy's name has 1 to 63 letters, digits, dots, dashes or underscores.");
        }
        var database = databases.byName(draft.database());
        var table = check(draft, database);
        var archive = draft.archive() == null || draft.archive().isBlank() ? null : Table.split(draft.archive());
        var args = new HashMap<String, Object>(Map.of("name", draft.name(), "database_id", database.id(), "schema_name", table.schemaName(),
            "table_name", table.tableName(), "column_name", draft.column(), "keep", Keep.parse(draft.keep()).toString(),
            "conditions", Json.write(draft.conditions()), "action", draft.action(), "adopt_archive", draft.adoptArchive(), "person", person));
        args.put("archive_schema", archive == null ? null : archive[0]);
        args.put("archive_table", archive == null ? null : archive[1]);
        args.put("zone", draft.zone());
        args.put("align", draft.align());
        args.put("cap_share", draft.capShare());
        args.put("cap_rows", draft.capRows());
        args.put("reason", draft.reason());
        args.put("owner", draft.owner());
        args.put("review", draft.review());
        args.put("handling", Json.write(draft.handling()));
        store.update("own/policy_save", args);
        return byName(draft.name());
    }

    /** True when the policy of a plan was removed or changed after the preview: the plan says less than it seems. */
    public boolean changedSince(Plan plan) {
        return plan.destructive() && list(plan.databaseId()).stream().noneMatch(p -> Long.valueOf(p.id()).equals(plan.policyId()) && p.version() == plan.policyVersion());
    }

    public void remove(long id) {
        store.update("own/policy_remove", Map.of("id", id));
    }

    /** A person has started a real run of this version: schedules may follow. */
    public void proved(long id, int version, String person) {
        store.update("own/policy_proved", Map.of("id", id, "version", version, "person", person));
    }

    /** The draft against the live catalogue; PostgreSQL itself reads the values of the conditions. */
    private Table check(PolicyDraft draft, Database database) {
        checkRule(draft);
        var names = Table.split(Objects.requireNonNullElse(draft.table(), ""));
        var target = targets.of(database);
        var table = Table.find(target, names[0], names[1])
            .orElseThrow(() -> UserError.of("table", "The database " + database.name() + " has no table " + Table.display(names[0], names[1]) + "."));
        var column = table.column(Objects.requireNonNullElse(draft.column(), ""))
            .orElseThrow(() -> UserError.of("column", "The table " + table.display() + " has no column " + draft.column() + "; by time it has "
                + String.join(", ", table.columns().stream().filter(Table.Column::isTime).map(Table.Column::name).toList()) + "."));
        if (!column.isTime()) {
            throw UserError.of("column", "The column " + column.name() + " is of type " + column.type() + "; rows grow old by a date, timestamp or timestamptz column.");
        }
        var query = new Counting(table, column).probe(draft.conditions());
        try {
            target.reading(c -> c.createStatement().execute(query), Duration.ofSeconds(5));
        } catch (TargetError e) {
            if (e.sqlState().startsWith("22") || e.sqlState().startsWith("42") && !e.sqlState().equals("42501")) {
                throw UserError.of("where", "PostgreSQL cannot read the condition: " + e.sentence() + ".");
            }
            throw e;
        }
        return table;
    }

    private static void checkRule(PolicyDraft draft) {
        if (!List.of("delete", "archive", "export").contains(Objects.requireNonNullElse(draft.action(), ""))) {
            throw UserError.of("then", "What becomes of old rows is delete, archive or export.");
        }
        Keep.parse(draft.keep());
        zone(draft.zone());
        if (draft.align() != null && !List.of("none", "day", "month").contains(draft.align())) {
            throw UserError.of("align", "Align is none, day or month.");
        }
        if (draft.capShare() != null && (draft.capShare().signum() <= 0 || draft.capShare().compareTo(BigDecimal.valueOf(100)) > 0)) {
            throw UserError.of("cap_share", "The cap is a share of the table between 0 and 100 per cent.");
        }
        if (draft.capRows() != null && draft.capRows() < 1) {
            throw UserError.of("cap_rows", "The cap in rows is at least 1.");
        }
    }

    /** Checks a zone; null and empty mean that of the database. */
    public static void zone(String zone) {
        try {
            if (zone != null && !zone.isBlank()) {
                ZoneId.of(zone);
            }
        } catch (DateTimeException e) {
            throw UserError.of("zone", zone + " is no time zone; write it like Europe/Berlin or UTC.");
        }
    }

    /** A policy as the store gives it. */
    public record Row(long id, String name, long databaseId, String databaseName, String schemaName, String tableName, String columnName, String keep,
                      JsonNode conditions, String action, String archiveSchema, String archiveTable, boolean adoptArchive, String zone, String align,
                      BigDecimal capShare, Long capRows, String reason, String owner, LocalDate review, int version, Integer provedVersion,
                      String provedBy, Instant changedAt, String changedBy, JsonNode handling) {
        Policy policy() {
            return new Policy(id, name, databaseId, databaseName, schemaName, tableName, columnName, keep,
                List.of(Json.read(conditions, Condition[].class)), action, archiveSchema, archiveTable, adoptArchive, zone, align, capShare, capRows,
                reason, owner, review, version, provedVersion, provedBy, changedAt, changedBy, Json.read(handling, Handling.class));
        }
    }
}
