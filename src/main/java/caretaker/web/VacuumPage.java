package caretaker.web;

import caretaker.db.Store;
import io.javalin.http.Context;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Dead rows against each table's own threshold, what keeps them from being removed, wraparound, and what runs; read from the store alone. */
final class VacuumPage {
    private static final Set<String> SORTS = Set.of("name", "dead", "share", "floor", "vacuumed", "analyzed", "age", "multixact");

    /** A table; share is dead rows by its threshold, floorBytes what may be dead before autovacuum comes. Shares of age are of autovacuum_freeze_max_age. */
    public record Row(String databaseName, String environment, String zone, String schemaName, String relationName, Long estimatedRows, Long deadRows,
                      Long deadThreshold, BigDecimal share, Long deadBytes, Long floorBytes, boolean isDue, boolean isOn, boolean isTuned, Instant lastVacuum,
                      boolean vacuumAutomatic, Instant lastAnalyze, boolean isStale, Long changedRows, Long analyzeThreshold, Long xidAge, BigDecimal xidShare,
                      Long mxidAge, BigDecimal mxidShare) {
        public String link() {
            return TableRow.link(databaseName, schemaName, relationName);
        }

        public String label() {
            return schemaName.equals("public") ? relationName : schemaName + "." + relationName;
        }

        /** The larger share of both ages. */
        public BigDecimal ageShare() {
            return xidShare == null ? mxidShare : mxidShare == null ? xidShare : xidShare.max(mxidShare);
        }
    }

    /** tables are those the series holds, known all of the database. */
    public record Summary(long tables, long known, long found, long due, long switchedOff, long tuned, long never, long old, BigDecimal deadRows, BigDecimal deadBytes) {}

    /** Who keeps old row versions; kind hidden counts sessions PostgreSQL does not show. */
    public record Holder(String server, String seenIn, String zone, String kind, String name, String userName, String databaseName, Instant since, Long xminAge,
                         String detail, String query, long hidden) {
        public String who() {
            return switch (kind) {
                case "session" -> "session " + name + (userName == null ? "" : " of " + userName);
                case "slot" -> "replication slot " + name;
                case "prepared" -> "prepared transaction " + name;
                default -> "standby " + name;
            };
        }
    }

    public record Age(String server, String databaseName, long xidAge, long mxidAge, long freezeMaxAge, long multixactFreezeMaxAge, long hardLimit,
                      BigDecimal xidShare, BigDecimal mxidShare, BigDecimal hardShare, boolean isThis) {
        /** ok, warning when autovacuum should have frozen it, critical near the end. */
        public String state() {
            return hardShare.doubleValue() > 0.5 ? "critical" : Math.max(xidShare.doubleValue(), mxidShare.doubleValue()) > 1.1 ? "warning" : "ok";
        }
    }

    public record Work(String databaseName, String zone, Instant takenAt, String kind, int pid, String schemaName, String relationName, String indexName, String phase,
                       Long done, Long total, String note, Instant since, boolean isAutomatic, boolean preventsWraparound) {
        /** Null when PostgreSQL does not tell. */
        public Double part() {
            return done == null || total == null || total == 0 ? null : Math.min(1, done / (double) total);
        }
    }

    public record Page(Listing listing, Sources sources, Summary summary, List<Row> rows, List<Holder> holders, List<Age> ages, List<Work> progress) implements Sheet.Paged {
        /** The oldest holder whose age is known, or null. */
        public Holder oldest() {
            return holders.stream().filter(h -> h.xminAge != null).findFirst().orElse(null);
        }

        /** Sessions whose snapshots PostgreSQL hides. */
        public long hiddenSessions() {
            return holders.stream().mapToLong(Holder::hidden).sum();
        }

        public List<Holder> shown() {
            return holders.stream().filter(h -> !h.kind.equals("hidden")).limit(8).toList();
        }

        /** Those nearest to their end, and the one in view. */
        public List<Age> oldestAges() {
            return ages.stream().filter(a -> a.isThis || ages.indexOf(a) < 8).toList();
        }

        public Age first() {
            return ages.isEmpty() ? null : ages.get(0);
        }
    }

    private final Store store;
    private final View view;

    VacuumPage(Store store, View view) {
        this.store = store;
        this.view = view;
    }

    void show(Context ctx) {
        var listing = Listing.of(ctx, 100, "q", "filter").sortedBy("-share");
        view.list(ctx, "vacuum", listing, l -> page(l, InView.of(ctx).id()));
    }

    private Page page(Listing listing, Long database) {
        var one = new HashMap<String, Object>();
        one.put("database", database);
        var what = new HashMap<String, Object>(Map.of("search", listing.value("q"), "filter", listing.value("filter")));
        what.put("database", database);
        var summary = store.one("observe/vacuum_summary", Summary.class, what);
        what.putAll(listing.order(SORTS, "share"));
        return new Page(listing.counted(summary.found()), Sources.of(store, database, "vacuum", "horizon", "ages", "progress"), summary,
            store.list("observe/vacuum", Row.class, what), store.list("observe/vacuum_horizon", Holder.class, one),
            store.list("observe/vacuum_ages", Age.class, one), store.list("observe/vacuum_progress", Work.class, one));
    }
}
