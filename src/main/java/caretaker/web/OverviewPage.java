package caretaker.web;

import caretaker.db.Store;
import caretaker.observe.Checks;
import caretaker.schedule.Routine;
import caretaker.schedule.Routines;
import io.javalin.http.Context;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/** The first page: what needs somebody, what is fine, what comes next and what did not go as planned. */
final class OverviewPage {
    /** One database with all that is judged; nulls are not known yet. */
    public record State(long id, String name, String environment, String zone, String login, String loginPowers, boolean allowSuperuser,
                        Boolean hasLedger, Instant contactAt, String contactError, Instant sampledAt, Integer sampleMs, String sampleError,
                        Long sizeBytes, Long formerBytes, Instant formerAt, long tables, long dead, String deadName, BigDecimal deadShare, long growing,
                        String growingName, long policies, Long dueRows, Long dueBytes, boolean dueExact, long duePolicies, long uncounted,
                        String uncountedName, String uncountedError, long failed, long missed,
                        long doneRuns, Long doneRows, Long doneBytes) {}

    public record Run(boolean going, long id, String title, String target, String status, Instant startedAt, Long plannedRows, Long doneRows,
                      String reason, String databaseName, String zone) {}

    /** The next time of a routine. */
    public record Next(Instant at, String name, String databaseName, String zone) {}

    /** Sums over the databases in view; null where nothing is known. */
    public record Sums(Long sizeBytes, Long grownBytes, Instant since, Long dueRows, Long dueBytes, boolean dueExact, long duePolicies, Long doneRows,
                       Long doneBytes, long doneRuns) {}

    public record Page(List<State> states, List<Verdict> open, List<Verdict> fine, Sums sums, SizeChart chart, List<Run> going, List<Next> next,
                       List<Run> unplanned, Instant sampledAt, List<CheckVerdicts.Tally> tallies, List<NextLimit> limits,
                       FindingDays days) {
        public long tables() {
            return states.stream().mapToLong(State::tables).sum();
        }

        /** What waits, without the checks that could not be made. */
        public List<Verdict> lines() {
            return open.stream().filter(v -> v.why() == null).toList();
        }

        public List<Unanswered> unanswered() {
            return Unanswered.of(open);
        }

        /** Of what is fine in one database as much as one takes in at a glance; the rest unfolds. */
        public List<Verdict> glance() {
            return states.size() > 1 ? List.of() : fine.subList(0, Math.min(GLANCE, fine.size()));
        }

        public List<Verdict> folded() {
            return states.size() > 1 ? fine : fine.subList(Math.min(GLANCE, fine.size()), fine.size());
        }

        public NextLimit limit() {
            return states.size() == 1 ? limits.stream().findFirst().orElse(null) : NextLimit.first(limits);
        }

        public NextLimit limit(String database) {
            return limits.stream().filter(l -> l.database().equals(database)).findFirst().orElse(null);
        }

        public long count(String kind) {
            return open.stream().filter(v -> v.kind().equals(kind)).count();
        }
    }

    private static final int GLANCE = 12;
    private final Store store;
    private final Checks checks;
    private final Routines routines;
    private final CleanupLines cleanup;
    private final View view;
    private final InstantSource clock;

    OverviewPage(Store store, Checks checks, Routines routines, CleanupLines cleanup, View view, InstantSource clock) {
        this.store = store;
        this.checks = checks;
        this.routines = routines;
        this.cleanup = cleanup;
        this.view = view;
        this.clock = clock;
    }

    void show(Context ctx) {
        view.show(ctx, "overview", page(InView.of(ctx)));
    }

    private Page page(InView inView) {
        var now = clock.instant();
        var what = new HashMap<String, Object>();
        what.put("database", inView.id());
        what.put("at", now);
        var format = new Format(clock);
        var states = store.list("observe/overview", State.class, what);
        var overdue = cleanup.of(inView.id()).stream().filter(l -> l.state().equals("overdue")).toList();
        var checked = checked(what, format);
        var verdicts = Stream.concat(checked.stream(), states.stream().flatMap(s -> new Verdicts(s, overdue.stream().filter(l -> l.policy().databaseId() == s.id()).toList(), format, now,
            checked.stream().anyMatch(v -> v.database().equals(s.name()))).all().stream())).toList();
        var runs = store.list("observe/overview_runs", Run.class, what);
        var chart = SizeChart.of(store.list("observe/overview_size", SizeChart.Point.class, what), inView.database() == null ? "UTC" : inView.database().zone(), format);
        return new Page(states, verdicts.stream().filter(v -> !v.fine()).sorted(Comparator.comparingInt(Verdict::weight)).toList(),
            verdicts.stream().filter(Verdict::fine).toList(), sums(states), chart, runs.stream().filter(Run::going).toList(), next(inView, now),
            runs.stream().filter(r -> !r.going()).toList(), states.stream().map(State::sampledAt).filter(Objects::nonNull).min(Comparator.naturalOrder()).orElse(null),
            states.size() < 2 ? List.of() : states.stream().map(s -> CheckVerdicts.tally(s, verdicts)).toList(),
            NextLimit.of(store, inView.id(), now), FindingDays.of(store.list("observe/overview_findings", FindingDays.Day.class, what)));
    }

    private List<Verdict> checked(Map<String, Object> what, Format format) {
        var args = new HashMap<>(what);
        args.put("check", "");
        var lines = new CheckVerdicts(checks, format);
        return store.list("observe/verdicts", FindingsPage.Verdict.class, args).stream().map(lines::of).filter(Objects::nonNull).toList();
    }

    private List<Next> next(InView inView, Instant now) {
        return routines.list().stream().filter(r -> r.enabled() && (inView.id() == null || inView.id() == r.databaseId())).map(r -> next(r, now))
            .filter(Objects::nonNull).sorted(Comparator.comparing(Next::at).thenComparing(Next::name)).limit(5).toList();
    }

    private static Next next(Routine routine, Instant now) {
        var at = routine.cron().next(now, routine.zoneId());
        return at == null ? null : new Next(at, routine.name(), routine.databaseName(), routine.zone());
    }

    private static Sums sums(List<State> states) {
        var grown = states.stream().filter(s -> s.sizeBytes() != null && s.formerBytes() != null).mapToLong(s -> s.sizeBytes() - s.formerBytes());
        return new Sums(sum(states, State::sizeBytes), states.stream().anyMatch(s -> s.formerBytes() != null) ? grown.sum() : null,
            states.stream().map(State::formerAt).filter(Objects::nonNull).max(Comparator.naturalOrder()).orElse(null), sum(states, State::dueRows),
            sum(states, State::dueBytes), states.stream().allMatch(State::dueExact), states.stream().mapToLong(State::duePolicies).sum(),
            sum(states, State::doneRows), sum(states, State::doneBytes), states.stream().mapToLong(State::doneRuns).sum());
    }

    private static Long sum(List<State> states, Function<State, Long> figure) {
        Stream<Long> known = states.stream().map(figure).filter(Objects::nonNull);
        return known.reduce(Long::sum).orElse(null);
    }
}
