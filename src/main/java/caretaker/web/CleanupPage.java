package caretaker.web;

import caretaker.plan.Cleanup;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** What every policy would clean up now: how much, how old, whether it is overdue, and the one click to a preview. */
final class CleanupPage {
    /** The policies of one database. */
    public record Group(String database, String environment, String zone, List<CleanupLine> lines) {}

    /** Figures over the lines shown; rows counts each table once. takenAt is the oldest count among them. */
    public record Totals(long rows, long dueRows, long dueBytes, boolean exact, Instant takenAt) {}

    public record Page(Listing listing, Map<String, Long> counts, List<Group> groups, Totals totals, Turn next, String nextZone, int tables, String problem) {
        public long count(String state) {
            return counts.getOrDefault(state, 0L);
        }

        public long all() {
            return counts.values().stream().mapToLong(n -> n).sum();
        }
    }

    private final View view;
    private final Cleanup cleanup;
    private final CleanupLines lines;
    private final InstantSource clock;

    CleanupPage(View view, Cleanup cleanup, CleanupLines lines, InstantSource clock) {
        this.view = view;
        this.cleanup = cleanup;
        this.lines = lines;
        this.clock = clock;
    }

    void show(Context ctx) {
        view.show(ctx, "cleanup", page(ctx, null));
    }

    /** The page again, with the sentence why a preview could not be made. */
    void refused(Context ctx, String problem) {
        view.show(ctx, "cleanup", page(ctx, problem));
    }

    void csv(Context ctx) {
        var csv = new Csv("database", "environment", "table", "policy", "rule", "total_rows", "due_rows", "due_exact", "due_bytes", "oldest", "state",
            "last_run_at", "last_status", "next_run_at", "counted_at", "error");
        for (var line : lines.of(InView.of(ctx).id())) {
            var row = line.row();
            csv.add(Arrays.asList(row.databaseName(), row.environment(), line.policy().target(), row.policyName(), line.policy().rule(), row.totalRows(), row.dueRows(),
                row.dueExact(), row.dueBytes(), row.oldest(), line.state(), row.lastRunAt(), row.lastStatus(), line.next() == null ? null : line.next().at(),
                row.takenAt(), row.error()));
        }
        csv.send(ctx, "cleanup");
    }

    /** Counts every policy of the databases in view now, and waits for it. */
    void count(Context ctx) {
        var inView = InView.of(ctx);
        var begun = System.nanoTime();
        inView.shown().parallelStream().forEach(d -> cleanup.measureAll(d.id()));
        var counted = lines.of(inView.id());
        var took = new Format(clock).duration(Duration.ofNanos(System.nanoTime() - begun));
        var unknown = counted.stream().filter(l -> l.state().equals("unknown")).count();
        view.done(ctx, inView.link("/cleanup"), "Counted " + new Format(clock).plural(counted.size(), "policy") + " in " + took
            + (unknown == 0 ? "." : "; " + unknown + " could not be counted."));
    }

    private Page page(Context ctx, String problem) {
        var listing = new Listing("/cleanup", Listing.of(ctx, 1_000, "state").state(), 1_000, 0);
        var all = lines.of(InView.of(ctx).id());
        var wanted = listing.value("state");
        var shown = all.stream().filter(l -> wanted.isEmpty() || l.group().equals(wanted)).toList();
        var groups = new LinkedHashMap<String, Group>();
        for (var line : shown) {
            var row = line.row();
            groups.computeIfAbsent(row.databaseName(), n -> new Group(n, row.environment(), row.zone(), new ArrayList<>())).lines().add(line);
        }
        var first = all.stream().filter(l -> l.next() != null).min(Comparator.comparing((CleanupLine l) -> l.next().at())).orElse(null);
        return new Page(listing.counted(shown.size()), all.stream().collect(Collectors.groupingBy(CleanupLine::group, Collectors.counting())),
            List.copyOf(groups.values()), totals(shown), first == null ? null : first.next(), first == null ? null : first.row().zone(), tables(all), problem);
    }

    private static Totals totals(List<CleanupLine> lines) {
        var rows = lines.stream().filter(l -> l.row().totalRows() != null)
            .collect(Collectors.toMap(l -> l.row().databaseId() + " " + l.policy().target(), l -> l.row().totalRows(), Math::max));
        var known = lines.stream().filter(CleanupLine::known).toList();
        return new Totals(rows.values().stream().mapToLong(n -> n).sum(), known.stream().mapToLong(CleanupLine::due).sum(),
            known.stream().map(l -> l.row().dueBytes()).filter(Objects::nonNull).mapToLong(n -> n).sum(),
            known.stream().allMatch(l -> Boolean.TRUE.equals(l.row().dueExact())),
            lines.stream().map(l -> l.row().takenAt()).filter(Objects::nonNull).min(Comparator.naturalOrder()).orElse(null));
    }

    private static int tables(List<CleanupLine> lines) {
        return (int) lines.stream().map(l -> l.row().databaseId() + " " + l.policy().target()).distinct().count();
    }
}
