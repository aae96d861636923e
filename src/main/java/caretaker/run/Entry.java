package caretaker.run;

import java.time.Instant;
import java.util.Map;

/** What may be said when an entry of the maintenance log is written; null is not known or not applicable. */
public record Entry(String type, String title, String person, Long databaseId, String databaseName, String environment, String target, Long policyId,
                    String policyName, Long routineId, Long parentId, Instant dueAt, Long plannedRows, String reason, Map<String, Object> details) {}
