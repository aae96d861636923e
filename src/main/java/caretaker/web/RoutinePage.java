package caretaker.web;

import caretaker.UserError;
import caretaker.db.Database;
import caretaker.db.Databases;
import caretaker.db.Store;
import caretaker.plan.Policies;
import caretaker.plan.Policy;
import caretaker.schedule.Readings;
import caretaker.schedule.Routine;
import caretaker.schedule.Routines;
import caretaker.schedule.Scheduler;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One routine as a form: when, in which zone, which tasks in which order, within which limits; its next five times stand beside it before it is saved. */
final class RoutinePage {
    /** A task that was chosen or can be: its name and what it does. */
    public record Task(String name, String what) {}

    /** A time it ran, or did not. */
    public record Last(long id, String status, Instant startedAt, Instant endedAt, Long doneRows, String person, String reason) {}

    /** The page; routine is null for a new one, times and readings are null when the schedule cannot be read or has one reading only. */
    public record Page(Routine routine, Form form, List<String> databases, List<Task> tasks, List<Task> choices, RoutineTimes times, Readings readings,
                       List<RoutineChecks.Check> checks, List<Last> last, String action) {
        public String title() {
            return routine == null ? "New routine" : routine.name();
        }

        public List<String> zones() {
            return ZONES;
        }

        /** How long it usually takes: the median of the times it came to an end lately, or null. */
        public Duration usually() {
            var took = last.stream().filter(l -> l.endedAt() != null && List.of("done", "done_with_remainder").contains(l.status()))
                .map(l -> Duration.between(l.startedAt(), l.endedAt())).sorted().toList();
            return took.isEmpty() ? null : took.get(took.size() / 2);
        }

        public int open() {
            return form.errors().size();
        }
    }

    private static final List<String> ZONES = List.copyOf(new TreeSet<>(ZoneId.getAvailableZoneIds().stream()
        .filter(z -> z.equals("UTC") || z.matches("(Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific)/.*")).toList()));
    private final View view;
    private final Store store;
    private final Databases databases;
    private final Policies policies;
    private final Routines routines;
    private final Scheduler scheduler;
    private final RoutineChecks checks;
    private final InstantSource clock;

    RoutinePage(View view, Web.Parts parts) {
        this.view = view;
        this.store = parts.store();
        this.databases = parts.databases();
        this.policies = parts.policies();
        this.routines = parts.routines();
        this.scheduler = parts.scheduler();
        this.checks = new RoutineChecks(policies, routines);
        this.clock = parts.clock();
    }

    void fresh(Context ctx) {
        var one = InView.of(ctx).database();
        view.show(ctx, "routine", page(null, when(ctx, RoutineForm.empty(one == null ? null : one.name(), one == null ? "UTC" : one.zone()))));
    }

    void show(Context ctx) {
        var routine = routines.byName(ctx.pathParam("name"));
        view.show(ctx, "routine", page(routine, when(ctx, RoutineForm.of(routine))), InView.of(ctx).at(routine.databaseId()));
    }

    void add(Context ctx) {
        edit(ctx, null);
    }

    void save(Context ctx) {
        edit(ctx, routines.byName(ctx.pathParam("name")));
    }

    /** Every button of the form comes here; only "save" saves. */
    private void edit(Context ctx, Routine routine) {
        var typed = RoutineForm.changed(Form.of(ctx), String.valueOf(ctx.formParam("do")));
        var saving = "save".equals(ctx.formParam("do"));
        var form = routine == null ? typed : named(typed, routine.name());
        var read = new RoutineForm(form);
        var draft = read.draft(clock.instant());
        var faults = new LinkedHashMap<>(routines.check(draft));
        faults.putAll(read.faults());
        if (form.value("when").equals("plain")) {
            faults.remove("schedule");
        }
        if (!saving) {
            faults.keySet().removeIf(field -> form.value(field).isEmpty());
        }
        if (saving && faults.isEmpty()) {
            try {
                done(ctx, routine == null ? routines.add(draft, Session.of(ctx).name()) : routines.save(draft, Session.of(ctx).name()));
                return;
            } catch (UserError e) {
                faults.put(e.field() == null ? "name" : e.field(), e.getMessage());
            }
        }
        ctx.status(saving ? 422 : 200);
        view.show(ctx, "routine", page(routine, new Form(form.values(), faults, null)), inView(ctx, form));
    }

    private void done(Context ctx, Routine saved) {
        scheduler.sync(saved);
        var next = new Format(clock).coming(saved.cron().next(clock.instant(), saved.zoneId()), saved.zone());
        view.done(ctx, InView.of(ctx).link("/routines"), saved.name() + " is saved; " + (saved.enabled() ? "next run " + next + " " + saved.zone() + "." : "it is off."));
    }

    private Page page(Routine routine, Form form) {
        var read = new RoutineForm(form);
        var zone = read.zone();
        var now = clock.instant();
        var times = zone.flatMap(z -> read.line(now).map(cron -> RoutineTimes.of(cron, z, now))).orElse(null);
        var readings = zone.flatMap(z -> read.readings(now)).orElse(null);
        var choices = choices(form.value("database"));
        var chosen = form.all("tasks").stream().map(name -> new Task(name, choices.getOrDefault(name, "not known here"))).toList();
        var left = new ArrayList<Task>();
        choices.forEach((name, what) -> {
            if (!form.all("tasks").contains(name)) {
                left.add(new Task(name, what));
            }
        });
        return new Page(routine, form, databases.list().stream().map(Database::name).toList(), chosen, left, times, readings,
            checks.of(read.draft(now), times, now), routine == null ? List.of() : store.list("observe/routine", Last.class, Map.of("id", routine.id())), routine == null ? "/routines/new" : "/routines/" + routine.name());
    }

    /** What a database's routines can do, with a line of explanation each. */
    private Map<String, String> choices(String database) {
        var choices = policies.list().stream().filter(p -> p.databaseName().equals(database))
            .collect(Collectors.toMap(Policy::name, p -> p.target() + ": " + p.rule(), (a, b) -> a, LinkedHashMap::new));
        if (databases.find(database).isPresent()) {
            choices.put(Routine.CLEANUP_STATISTICS, "counts what all policies would clean up, into the log");
        }
        return choices;
    }

    private static Form named(Form form, String name) {
        var values = new LinkedHashMap<>(form.values());
        values.put("name", List.of(name));
        return new Form(values, form.errors(), form.problem());
    }

    /** The switch between plain choice and cron line also works as a link. */
    private static Form when(Context ctx, Form form) {
        if (ctx.queryParam("when") == null) {
            return form;
        }
        var values = new LinkedHashMap<>(form.values());
        values.put("when", List.of("cron".equals(ctx.queryParam("when")) ? "cron" : "plain"));
        return new Form(values, form.errors(), form.problem());
    }

    private InView inView(Context ctx, Form form) {
        return databases.find(form.value("database")).map(d -> InView.of(ctx).at(d.id())).orElse(InView.of(ctx));
    }
}
