package caretaker.observe;

import java.time.Instant;

/** One relation as the collector finds it; null bytes for what stores nothing itself, null rows where nobody has counted. */
public record Relation(long oid, String schemaName, String relationName, String kind, Long parentOid, Long estimatedRows, Long heapBytes,
                       Long indexBytes, Long toastBytes, boolean sizeExact, Long deadRows, Instant vacuumedAt, Instant analyzedAt) {}
