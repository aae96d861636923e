package caretaker.web;

import caretaker.db.Store;
import io.javalin.http.Context;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What belongs to a server: its settings and what is unusual about them, replication, slots, archiving, disk, and sequences near their end. */
final class ServerPage {
    /** bytes or millis where the unit says so; state is critical, warning, note or null, why belongs to it. */
    public record Setting(String server, String name, String value, String unit, BigDecimal bytes, BigDecimal millis, String defaultSetting, String source,
                          String sourcePlace, boolean pendingRestart, String description, String state, String why) {
        boolean remarkable() {
            return pendingRestart || value == null || why != null && !why.isEmpty();
        }

        /** The file without its folder. */
        public String file() {
            return sourcePlace == null ? null : sourcePlace.substring(sourcePlace.lastIndexOf('/') + 1);
        }

        /** The value as people write it. */
        public String shown(Format f) {
            if (bytes != null && bytes.signum() >= 0) {
                return f.bytes(bytes).toString();
            }
            if (millis != null && millis.signum() > 0) {
                return f.duration(Duration.ofNanos(millis.movePointRight(6).longValue()));
            }
            return value == null ? "unknown" : value.isEmpty() ? "empty" : value + (unit == null || "-1".equals(value) || "0".equals(value) ? "" : "\u00a0" + unit);
        }
    }

    /** state is ok, warning, critical or unknown; why says what that means for a restore to a point in time. */
    public record Archiving(String server, String zone, Instant takenAt, String mode, String walLevel, Long archivedCount, String lastArchivedWal, Instant archivedAt,
                            Long failedCount, String lastFailedWal, Instant failedAt, String currentWal, String state, String why) {}

    public record Replica(String server, String zone, String kind, String name, String userName, String client, String state, String syncState, Long lagBytes,
                          BigDecimal lagSeconds, Instant since, String verdict) {}

    public record Slot(String server, String zone, String name, String slotType, String plugin, String databaseName, boolean isActive, String walStatus, Long leftBytes,
                       Long keptBytes, Long xminAge, Instant inactiveSince, String invalidationReason, String verdict) {}

    public record Disk(String server, String kind, String name, String location, Long sizeBytes, Long totalBytes, Long freeBytes, String unknown) {}

    public record Sequence(String databaseName, String schemaName, String sequenceName, String dataType, BigDecimal lastValue, BigDecimal highest, String owner,
                           String columnType, BigDecimal usedShare, boolean isHidden, String verdict, long found, long hidden) {}

    public record Extension(String databaseName, String name, String version, String defaultVersion, String schemaName, boolean isOutdated, String description) {}

    public record Fact(String server, String zone, String serverVersion, boolean inRecovery, Instant startedAt, int maxConnections, int reservedConnections) {}

    public record Page(Listing listing, Sources sources, List<Fact> facts, List<Setting> rows, List<Archiving> archiving, List<Replica> replication,
                       List<Slot> slots, List<Disk> disk, List<Sequence> sequences, List<Extension> extensions, List<Setting> all) {
        /** With all settings in view those that somebody should look at; the rest unfolds. */
        public List<Setting> first() {
            return listing.value("filter").isEmpty() ? rows.stream().filter(Setting::remarkable).toList() : rows;
        }

        public List<Setting> usual() {
            return listing.value("filter").isEmpty() ? rows.stream().filter(s -> !s.remarkable()).toList() : List.of();
        }

        public long judged(String state) {
            return all.stream().filter(s -> state.equals(s.state)).count();
        }

        public long pending() {
            return all.stream().filter(Setting::pendingRestart).count();
        }

        public long changed() {
            return all.stream().filter(s -> s.source != null && !List.of("default", "override").contains(s.source)).count();
        }

        public long ending() {
            return sequences.stream().filter(s -> List.of("critical", "warning").contains(s.verdict)).count();
        }

        public long hiddenSequences() {
            return sequences.isEmpty() ? 0 : sequences.get(0).hidden;
        }

        /** Why it is not known how much is free, or null. */
        public String diskUnknown() {
            return disk.stream().map(Disk::unknown).filter(u -> u != null).findFirst().orElse(null);
        }

        public long unread() {
            return slots.stream().filter(s -> !s.isActive).count();
        }
    }

    private final Store store;
    private final View view;

    ServerPage(Store store, View view) {
        this.store = store;
        this.view = view;
    }

    void show(Context ctx) {
        var listing = Listing.of(ctx, 400, "filter");
        var database = InView.of(ctx).id();
        var all = settings(database, "");
        view.show(ctx, "server", new Page(listing,
            Sources.of(store, database, "powers", "settings", "archiver", "replication", "slots", "disk", "sequences", "extensions"),
            list("observe/server_facts", Fact.class, database), listing.value("filter").isEmpty() ? all : settings(database, listing.value("filter")),
            list("observe/server_archiving", Archiving.class, database), list("observe/server_replication", Replica.class, database),
            list("observe/server_slots", Slot.class, database), list("observe/server_disk", Disk.class, database),
            list("observe/server_sequences", Sequence.class, database), list("observe/server_extensions", Extension.class, database), all));
    }

    private List<Setting> settings(Long database, String filter) {
        var args = new HashMap<String, Object>(Map.of("filter", filter));
        args.put("database", database);
        return store.list("observe/server_settings", Setting.class, args);
    }

    private <T> List<T> list(String name, Class<T> row, Long database) {
        var args = new HashMap<String, Object>();
        args.put("database", database);
        return store.list(name, row, args);
    }
}
