package caretaker.web;

import caretaker.db.Store;
import io.javalin.http.Context;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Partitioned tables: their partitions with real bounds, what lies in the default one, gaps, and how long new rows will find a partition. */
final class PartitionsPage {
    /** runwayDays is null when there is no end or no time in the key; hasRunway tells which. */
    public record Root(String databaseName, String zone, Instant takenAt, long oid, String schemaName, String relationName, String partitionKey, String strategy,
                       String keyType, long partitions, Integer levels, BigDecimal totalBytes, Long largestBytes, BigDecimal rows, String defaultName,
                       BigDecimal defaultRows, long detaching, long gaps, long overlaps, boolean hasRunway, Instant coveredUntil, Double runwayDays) {
        public String label() {
            return schemaName.equals("public") ? relationName : schemaName + "." + relationName;
        }

        public String link() {
            return TableRow.link(databaseName, schemaName, relationName);
        }

        public boolean defaultFilled() {
            return defaultRows != null && defaultRows.signum() > 0;
        }

        /** ok, warning below 30 days or with a fault, critical below 7 days, unknown where the key is no time. */
        public String state() {
            if (runwayDays != null && runwayDays < 7) {
                return "critical";
            }
            if (runwayDays != null && runwayDays < 30 || gaps > 0 || overlaps > 0 || detaching > 0 || defaultFilled()) {
                return "warning";
            }
            return hasRunway || !"r".equals(strategy) ? "ok" : "unknown";
        }

        /** Why there is no number of days. */
        public String noRunway() {
            return "l".equals(strategy) ? "by list" : "h".equals(strategy) ? "by hash" : hasRunway ? "no end"
                : partitions == 0 ? "no partition" : "unknown: the key is " + (keyType == null || keyType.equals("???") ? "no single column" : keyType) + ", no time";
        }
    }

    /** A partition; gap is the stretch before it that has none. */
    public record Node(int level, String schemaName, String relationName, boolean isLeaf, String bounds, String partitionKey, boolean isDefault,
                       boolean isDetaching, Long totalBytes, Long rows, String gap, boolean overlaps, Boolean isCurrent, long found) {}

    public record Page(Listing listing, Sources sources, List<Root> roots, Root chosen, List<Node> tree) {
        public long worse(String state) {
            return roots.stream().filter(r -> r.state().equals(state)).count();
        }

        public String choose(Root root) {
            return listing.with("table", root.databaseName + ":" + root.oid);
        }
    }

    private final Store store;
    private final View view;
    private final InstantSource clock;

    PartitionsPage(Store store, View view, InstantSource clock) {
        this.store = store;
        this.view = view;
        this.clock = clock;
    }

    void show(Context ctx) {
        var listing = Listing.of(ctx, 100, "table");
        var inView = InView.of(ctx);
        var args = new HashMap<String, Object>(Map.of("at", clock.instant()));
        args.put("database", inView.id());
        var roots = store.list("observe/partitions", Root.class, args);
        var chosen = roots.stream().filter(r -> (r.databaseName + ":" + r.oid).equals(listing.value("table"))).findFirst().orElse(roots.isEmpty() ? null : roots.get(0));
        var tree = chosen == null ? List.<Node>of() : tree(inView, chosen, listing.offset());
        view.show(ctx, "partitions", new Page(listing.counted(tree.isEmpty() ? 0 : tree.get(0).found()), Sources.of(store, inView.id(), "partitions"), roots, chosen, tree));
    }

    private List<Node> tree(InView inView, Root root, long offset) {
        var database = inView.all().stream().filter(d -> d.name().equals(root.databaseName)).findFirst().orElseThrow();
        return store.list("observe/partitions_tree", Node.class, Map.of("database", database.id(), "oid", root.oid, "offset", offset));
    }
}
