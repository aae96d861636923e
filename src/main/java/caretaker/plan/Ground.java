package caretaker.plan;

import caretaker.db.Target;
import caretaker.observe.Table;
import caretaker.db.Json;
import caretaker.db.Migrations;
import java.sql.Connection;
import java.util.List;
import java.util.Map;

/** The ground a plan stands on: which database of which server this is, whether it may be written to, and whether the ledger is there. */
public record Ground(String systemIdentifier, String databaseName, int versionNumber, boolean inRecovery, int ledgerVersion, boolean ledgerUsable, String login, boolean durable,
                     boolean mayCreateSchema, String loginPowers) {
    /** The number of files under sql/target: what an installation or an update brings. */
    public static final int NEWEST_LEDGER = 4;
    /** What runs need; the files after it are for those who ask by SQL. */
    static final int NEEDED_LEDGER = 2;

    public static Ground of(Target target, Connection connection) {
        return target.read(connection, "observe/ground", Ground.class, Map.of()).get(0);
    }

    boolean ledger() {
        return ledgerVersion > 0;
    }

    /** True when the login may create tables in this schema; false too when there is no such schema. */
    boolean mayCreate(Target target, Connection connection, String schema) {
        return target.read(connection, "observe/schema_right", Boolean.class, Map.of("schema", schema)).contains(true);
    }

    /** Changes when the database, the table or its structure is another one: what was previewed is then no longer what would run. */
    public String fingerprint(Table table) {
        return Migrations.sha256(Json.write(List.of(systemIdentifier, databaseName, table.oid(), table.schemaName(), table.tableName(), table.relkind(),
            table.persistence(), table.columns().stream().map(c -> List.of(c.number(), c.name(), c.type(), c.generated())).toList(),
            table.triggers().stream().map(Table.Trigger::definition).toList(), table.hasRules()))).substring(0, 32);
    }
}
