package caretaker.web;

import caretaker.UserError;
import caretaker.db.Database;
import caretaker.db.Json;
import caretaker.db.Store;
import caretaker.db.TargetError;
import caretaker.db.Targets;
import caretaker.observe.Table;
import caretaker.plan.Condition;
import caretaker.plan.Holds;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One table: columns, indexes, foreign keys and triggers as they are now, its size as far as it is known, and its policies. */
final class TablePage {
    private static final Map<String, Integer> RANGES = Map.of("30", 30, "90", 90, "365", 365, "all", 36_500);

    /** The store's newest sample; baseRows and grownBytes are counted from baseAt. */
    public record Stored(long oid, String kind, String parentSchema, String parentName, long partitions, Long estimatedRows, Long heapBytes,
                         Long indexBytes, Long toastBytes, Long totalBytes, boolean sizeExact, Long deadRows, BigDecimal deadShare, boolean manyDead,
                         Instant vacuumedAt, Instant analyzedAt, Instant takenAt, Long grownBytes, Instant baseAt, boolean growing, Long baseRows,
                         Long dayBytes, Long weekBytes, Long monthBytes, Instant firstAt) {
        /** What was added since then, null where it was not measured then. */
        public Long since(Long bytes) {
            return bytes == null || totalBytes == null ? null : totalBytes - bytes;
        }

        /** Days since growth is counted, or null while it is less than one. */
        public Double days() {
            var seconds = baseAt == null ? 0 : Duration.between(baseAt, takenAt).toSeconds();
            return seconds < 86_400 ? null : seconds / 86_400.0;
        }

        public Long rowsPerDay() {
            return days() == null || baseRows == null || estimatedRows == null ? null : Math.round((estimatedRows - baseRows) / days());
        }

        public Long bytesPerDay() {
            return days() == null || grownBytes == null ? null : Math.round(grownBytes / days());
        }
    }

    /** A policy of this table with its newest count; error is why it could not be counted. */
    public record Policy(long id, String name, String columnName, String keep, String action, JsonNode conditions, String reason, String owner,
                         LocalDate review, Long dueRows, Boolean dueExact, Long dueBytes, String oldest, Instant oldestAt, Instant takenAt, String error,
                         String routines, Long lastRunId, String lastStatus, Instant lastRunAt) {
        /** The conditions in words, empty when there are none. */
        public String where() {
            return Arrays.stream(Json.read(conditions, Condition[].class)).map(Condition::toString).collect(Collectors.joining(" and "));
        }
    }

    /** live is null when the database could not be asked; failure and meaning say why. */
    public record Page(Database database, String schema, String table, String display, Stored stored, Table live, String failure, String meaning,
                       String range, SizeChart chart, Outlook outlook, List<Policy> policies, List<Holds.Hold> holds, RowDays days) {
        public String link(String otherSchema, String otherTable) {
            return TableRow.link(database.name(), otherSchema, otherTable);
        }

        public String newPolicy() {
            return "/policies/new?table=" + InView.encode(display) + "&database=" + InView.encode(database.name());
        }

        public String ranged(String days) {
            return link(schema, table) + "&range=" + days;
        }

        public String replicaIdentity() {
            return switch (live.replicaIdentity()) {
                case "d" -> "default";
                case "f" -> "full";
                case "i" -> "index";
                default -> "nothing";
            };
        }

        /** How many foreign keys point here, or away from here. */
        public long keys(boolean incoming) {
            return live.foreignKeys().stream().filter(k -> k.incoming() == incoming).count();
        }

        /** The policy whose oldest row is known, for the strip; null without one. */
        public Policy aged() {
            return policies.stream().filter(p -> p.oldestAt != null).findFirst().orElse(null);
        }

        /** Rows past their time in all policies, null when none was counted. */
        public Long due() {
            return policies.stream().map(Policy::dueRows).filter(n -> n != null).reduce(Long::sum).orElse(null);
        }
    }

    /** What the database itself said: the table, nothing when there is none, or why it did not answer. */
    private record Asked(Table table, String failure, String meaning) {}

    private final Store store;
    private final Targets targets;
    private final Holds holds;
    private final View view;
    private final InstantSource clock;

    TablePage(Store store, Targets targets, Holds holds, View view, InstantSource clock) {
        this.holds = holds;
        this.store = store;
        this.targets = targets;
        this.view = view;
        this.clock = clock;
    }

    void show(Context ctx) {
        var name = ctx.queryParam("name");
        if (name == null || name.isBlank()) {
            throw UserError.of("name", "Name a table, as in /table?name=public.events.");
        }
        var range = String.valueOf(ctx.queryParam("range"));
        view.show(ctx, "table", page(InView.of(ctx).one(), Table.split(name), RANGES.containsKey(range) ? range : "90"));
    }

    private Page page(Database database, String[] name, String range) {
        var display = Table.display(name[0], name[1]);
        var which = Map.<String, Object>of("database", database.id(), "schema", name[0], "table", name[1]);
        var stored = store.first("observe/table_stored", Stored.class, which).orElse(null);
        var asked = ask(database, name);
        if (asked.table == null && asked.failure == null) {
            throw UserError.notFound("The table " + display + " in " + database.name());
        }
        var policies = store.list("observe/table_policies", Policy.class, which);
        var since = clock.instant().minus(Duration.ofDays(RANGES.get(range)));
        var outlook = outlook(database, stored, since, policies);
        return new Page(database, name[0], name[1], display, stored, asked.table, asked.failure, asked.meaning, range,
            chart(database, stored, since, outlook), outlook, policies, holds.on(database.id(), display), days(which, stored, policies));
    }

    /** Rows by day of the column a policy goes by, else of the one that reaches back farthest. */
    private RowDays days(Map<String, Object> which, Stored stored, List<Policy> policies) {
        var what = new HashMap<>(which);
        what.put("at", clock.instant());
        var columns = store.list("observe/table_days", RowDays.Row.class, what);
        return columns.stream().filter(c -> policies.stream().anyMatch(p -> p.columnName.equals(c.columnName()))).findFirst()
            .or(() -> columns.stream().findFirst()).map(c -> RowDays.of(c, stored == null ? null : stored.totalBytes)).orElse(null);
    }

    private Asked ask(Database database, String[] name) {
        try {
            return new Asked(Table.find(targets.of(database), name[0], name[1]).orElse(null), null, "");
        } catch (TargetError e) {
            return new Asked(null, e.sentence(), e.meaning());
        } catch (UserError e) { // its password cannot be read
            return new Asked(null, e.getMessage(), "");
        }
    }

    private SizeChart chart(Database database, Stored stored, Instant since, Outlook outlook) {
        return stored == null ? null : SizeChart.of(store.list("observe/table_history", SizeChart.Point.class,
            Map.of("database", database.id(), "oid", stored.oid(), "since", since, "at", clock.instant())), database.zone(), new Format(clock), outlook);
    }

    private Outlook outlook(Database database, Stored stored, Instant since, List<Policy> policies) {
        return stored == null ? null : Outlook.of(store.list("observe/table_daily", Outlook.Day.class,
            Map.of("database", database.id(), "oid", stored.oid(), "since", since)), stored.totalBytes(), policies);
    }
}
