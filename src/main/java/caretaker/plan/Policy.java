package caretaker.plan;

import caretaker.observe.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;

/** What to keep in a table, for how long, on which condition, and what becomes of the rest. */
public record Policy(long id, String name, long databaseId, String databaseName, String schemaName, String tableName, String columnName, String keep,
                     List<Condition> conditions, String action, String archiveSchema, String archiveTable, boolean adoptArchive, String zone,
                     String align, BigDecimal capShare, Long capRows, String reason, String owner, LocalDate review, int version,
                     Integer provedVersion, String provedBy, Instant changedAt, String changedBy, Handling handling) {


    public boolean exports() {
        return action.equals("export");
    }

    public boolean archives() {
        return action.equals("archive");
    }

    /** True when a person has started a real run of this very version: schedules may follow. */
    public boolean proved() {
        return provedVersion != null && provedVersion == version;
    }

    public boolean keepsForever() {
        return keep.equals("forever");
    }

    /** schema.table for people and links. */
    public String target() {
        return Table.display(schemaName, tableName);
    }

    /** One line for lists: "log_level in INFO, DEBUG: 30 days, then delete". */
    public String rule() {
        var where = conditions.stream().map(Condition::toString).collect(Collectors.joining(" and "));
        return (where.isEmpty() ? "" : where + ": ") + keep + (keepsForever() ? "" : ", then " + action);
    }
}
