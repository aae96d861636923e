package caretaker.plan;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/** A policy as somebody wrote it, in a form or a file, before it was checked. Null means the default. */
public record PolicyDraft(String name, String database, String table, String column, String keep, List<Condition> conditions, String action,
                          String archive, boolean adoptArchive, String zone, String align, BigDecimal capShare, Long capRows, String reason,
                          String owner, LocalDate review, Handling handling) {
    public PolicyDraft(String name, String database, String table, String column, String keep, List<Condition> conditions, String action, String archive,
                       boolean adoptArchive, String zone, String align, BigDecimal capShare, Long capRows, String reason, String owner, LocalDate review) {
        this(name, database, table, column, keep, conditions, action, archive, adoptArchive, zone, align, capShare, capRows, reason, owner, review,
            Handling.DEFAULT);
    }
}
