package caretaker.plan;

import caretaker.db.Quote;
import caretaker.db.Target;
import caretaker.db.TargetError;
import caretaker.observe.Table;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What a preview measures within its time limits: rows, shares, what points at them, who holds a lock. What takes longer stays unknown. */
final class Survey {
    private static final int COUNT_LIMIT_MS = 3_000;
    private static final int PICTURE_LIMIT_MS = 1_500;
    private static final int GLANCE_LIMIT_MS = 150;
    private static final long WHOLE_LIMIT_BYTES = 64L << 20; // a larger table is not read as a whole for a picture
    private static final long MANY_ROWS = 500_000;           // more are counted only when somebody asks
    private static final BigDecimal HALF = BigDecimal.valueOf(50);
    private static final double GUESSED_ROWS_PER_SECOND = 20_000;
    private static final String LARGE = "The table is large: the rows, and the picture of them over time, are the planner's estimates. Count exactly where it matters.";
    private final Limits limits;
    private final Table table;
    private final Counting counting;
    private final Plan.Move move;
    private final Policy policy;
    private final Plans.Rate rate;
    private final List<Plan.Warning> warnings = new ArrayList<>();
    private final List<Plan.Effect> effects = new ArrayList<>();
    private final List<Plan.Lock> locks;
    private Plan.Facts facts;
    private String blocked;

    private Survey(Target target, Connection connection, Table table, Counting counting, Plan.Move move, Policy policy, Plans.Rate rate) {
        this.limits = new Limits(connection, table);
        this.table = table;
        this.counting = counting;
        this.move = move;
        this.policy = policy;
        this.rate = rate;
        this.locks = target.read(connection, "observe/locks", Plan.Lock.class, Map.of("oid", table.oid()));
    }

    /** blind: the rows cannot be seen, so that only what the catalogue tells is told; exact: a large table is counted too. */
    static Survey take(Target target, Connection connection, Table table, Counting counting, Plan.Move move, Policy policy, Plans.Rate rate, boolean blind,
                       boolean exact) {
        var survey = new Survey(target, connection, table, counting, move, policy, rate);
        survey.count(blind, exact);
        survey.warn();
        if (!blind) {
            var pointing = new Pointing(survey.limits, table, counting, move);
            pointing.look(survey.warnings, survey.effects);
            survey.blocked = pointing.blocked();
        }
        return survey;
    }

    Plan.Facts facts() {
        return facts;
    }

    List<Plan.Warning> warnings() {
        return warnings;
    }

    List<Plan.Effect> effects() {
        return effects;
    }

    List<Plan.Lock> locks() {
        return locks;
    }

    /** An estimate of what the rows take with their share of indexes and TOAST; null where the rows are unknown. */
    Long bytes() {
        return facts.matchingRows() == null ? null : bytes(facts.matchingRows());
    }

    /** The rows at which a run stops itself, however many match by then. */
    long hardCap() {
        if (facts.matchingRows() == null) {
            return 0;
        }
        long more = facts.matchingRows() + facts.matchingRows() / 10 + 1_000;
        return policy.capRows() == null ? more : Math.min(more, policy.capRows());
    }

    /** Why the numbers forbid the run; empty when they do not. */
    Optional<String> refusal() {
        return Optional.ofNullable(blocked).or(() -> new Caps(policy, facts, rate).refusal());
    }

    private void count(boolean blind, boolean exact) {
        var due = MoveSql.due(move);
        long started = System.nanoTime();
        var estimate = blind ? Optional.<Long>empty() : limits.within(COUNT_LIMIT_MS, c -> counting.estimate(c, due));
        boolean large = !exact && table.heapBytes() >= WHOLE_LIMIT_BYTES && estimate.orElse(0L) > MANY_ROWS;
        var matches = blind || large ? Optional.<Counting.Matches>empty() : limits.within(COUNT_LIMIT_MS, c -> counting.matches(c, due));
        int took = (int) ((System.nanoTime() - started) / 1_000_000);
        var rows = matches.map(Counting.Matches::rows).or(() -> estimate).orElse(null);
        var ends = matches.or(() -> blind ? Optional.empty() : limits.within(GLANCE_LIMIT_MS, c -> counting.ends(c, due)));
        var held = matches.isEmpty() || move.holds().isEmpty() ? matches.map(Counting.Matches::rows)
            : limits.within(COUNT_LIMIT_MS, c -> counting.matches(c, MoveSql.due(move.unheld())).rows());
        boolean small = !blind && table.heapBytes() < WHOLE_LIMIT_BYTES;
        var profile = small ? limits.within(PICTURE_LIMIT_MS, counting::profile) : Optional.<Counting.Profile>empty();
        var tableRows = profile.map(Counting.Profile::rows).or(() -> Optional.ofNullable(table.estimatedRows()))
            .or(() -> blind ? Optional.empty() : limits.within(COUNT_LIMIT_MS, c -> counting.estimate(c, "true"))).orElse(null);
        var histogram = blind || rows == null || tableRows == null ? List.<Plan.Bucket>of()
            : limits.within(PICTURE_LIMIT_MS, c -> small ? counting.histogram(c, due) : Picture.of(c, table, move, tableRows, rows)).orElse(List.of());
        facts = new Plan.Facts(tableRows, rows, matches.isPresent(), took, ends.map(Counting.Matches::oldest).orElse(null),
            ends.map(Counting.Matches::newest).orElse(null), profile.map(Counting.Profile::nulls).orElse(null),
            profile.map(Counting.Profile::future).orElse(null), profile.map(Counting.Profile::infinite).orElse(null), held.map(all -> Math.max(0, all - rows)).orElse(null),
            tableRows == null || rows == null ? null : Math.max(0, tableRows - rows), table.totalBytes(), seconds(rows), rateSource(), rate.usualRows(), rate.runs(),
            tableRows == null || rows == null ? null : tableRows == 0 ? 0.0 : 100.0 * rows / tableRows,
            Objects.requireNonNullElse(policy.capShare(), HALF).doubleValue(), large ? LARGE : unknown(blind, matches.isPresent()), histogram);
    }

    private static String unknown(boolean blind, boolean counted) {
        return blind ? "The login cannot see the rows, so they cannot be counted."
            : counted ? null : "Counting took longer than " + COUNT_LIMIT_MS / 1000 + " s, so the number is the planner's estimate.";
    }

    private void warn() {
        var column = Quote.name(move.column());
        if (move.leaves().stream().anyMatch(l -> l.index() == null)) {
            warnings.add(new Plan.Warning("warning", "No index starts with " + move.column() + ". The run reads " + (table.partitioned() ? "each partition" : "the table") + " once from its first block to its last instead.",
                "create index concurrently on " + table.quoted() + " (" + column + ");", "Statement"));
        }
        if (table.hasChildren()) {
            warnings.add(new Plan.Warning("warning", "The table has inheritance children. Only rows of the table itself are touched.", null, null));
        }
        for (var trigger : table.triggers()) {
            if (trigger.onDelete()) {
                warnings.add(new Plan.Warning("warning", "The trigger " + trigger.name() + " runs " + trigger.function()
                    + "() on each delete, with the database's own search path. A batch in which it touches another table is rolled back.", null, null));
            }
        }
        for (var lock : locks) {
            warnings.add(new Plan.Warning("warning", "Session " + lock.pid() + (lock.user().isEmpty() ? "" : " of " + lock.user()) + " holds a " + lock.mode()
                + " on the table now. The run waits at most 1 s at a time for it and gives up after five tries.", null, null));
        }
    }

    private Integer seconds(Long rows) {
        return rows == null ? null : (int) Math.ceil(rows / Objects.requireNonNullElse(rate.rowsPerSecond(), GUESSED_ROWS_PER_SECOND));
    }

    private String rateSource() {
        return rate.rowsPerSecond() == null ? "a guess: no run of this policy is known yet"
            : Wording.count(Math.round(rate.rowsPerSecond())) + " rows/s in the last " + (rate.runs() == 1 ? "run" : rate.runs() + " runs");
    }

    private long bytes(long rows) {
        long base = Math.max(1, facts.tableRows() == null ? rows : facts.tableRows());
        return (long) ((double) table.totalBytes() * rows / base);
    }
}
