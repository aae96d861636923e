package caretaker.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** An entry of the maintenance log: a run, or something that did not happen. speed is the dial (null: as the plan says), slowedBy why it is slow now. */
public record Run(long id, String maintenanceType, Instant startedAt, Instant completedAt, JsonNode details, Instant createdAt, String status,
                  Instant endedAt, Long databaseId, String databaseName, String environment, String person, String title, String target, Long planId,
                  Long policyId, String policyName, Long routineId, Long parentId, Instant dueAt, Long plannedRows, Long doneRows, Long doneBytes,
                  Integer batches, String reason, UUID runKey, String node, Instant heartbeatAt, String stopRequestedBy, String speed,
                  String slowedBy) {
    private static final Set<String> RESUMABLE = Set.of("stopped", "failed", "interrupted", "done_with_remainder");
    /** A started run may be resumed with its frozen cutoff this long. */
    public static final Duration RESUME_LIMIT = Duration.ofDays(7);

    /** The folder of its files. A store that was restored, or another one, gives the number again, and then the key tells the runs apart. */
    String folder() {
        return folder(id, runKey.toString());
    }

    public static String folder(long id, String runKey) {
        return "run-" + id + "-" + runKey.substring(0, 8);
    }

    /** True while it waits or works. */
    public boolean going() {
        return status.equals("queued") || status.equals("running");
    }

    /** The console that works or worked on it, in words; null when none did. */
    public String console() {
        return Node.parse(node).map(n -> "process " + n.pid() + " on " + n.host()).orElse(node);
    }

    public boolean resumable(Instant now) {
        return planId != null && RESUMABLE.contains(status) && startedAt.isAfter(now.minus(RESUME_LIMIT));
    }

    /** How often it was resumed. */
    int resumed() {
        return details.path("resumed").size();
    }

    /** True when it was resumed to take what came behind a walk: then the walk begins again, also when that was broken off. */
    boolean walksAgain() {
        return details.path("resumed").findValuesAsText("after").contains("done_with_remainder");
    }

    /** What the person who started it gave as reason, or null. */
    public String why() {
        return details.hasNonNull("why") ? details.get("why").asText() : null;
    }
}
