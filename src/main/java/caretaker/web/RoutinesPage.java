package caretaker.web;

import caretaker.UserError;
import caretaker.db.Store;
import caretaker.schedule.Cron;
import caretaker.schedule.Routine;
import caretaker.schedule.Routines;
import caretaker.schedule.Scheduler;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;

/** The routines: what runs when, when it runs next and what became of it last; start one, switch one on or off. */
final class RoutinesPage {
    /** A routine as the store gives it. */
    public record Row(long id, String name, String databaseName, String environment, String schedule, String zone, List<String> tasks, boolean enabled,
                      Long lastId, String lastStatus, Instant lastAt, Instant lastEndedAt, String lastReason) {}

    /** The same with what follows from the schedule; next is null when it is off. */
    public record Line(Row row, String words, Instant next) {
        public boolean running() {
            return "running".equals(row.lastStatus());
        }
    }

    /** The page; next is the line that runs next, or null. */
    public record Page(List<Line> lines, Line next) {
        public long enabled() {
            return lines.stream().filter(l -> l.row().enabled()).count();
        }

        public boolean running() {
            return lines.stream().anyMatch(Line::running);
        }
    }

    private final View view;
    private final Store store;
    private final Routines routines;
    private final Scheduler scheduler;
    private final InstantSource clock;

    RoutinesPage(View view, Store store, Routines routines, Scheduler scheduler, InstantSource clock) {
        this.view = view;
        this.store = store;
        this.routines = routines;
        this.scheduler = scheduler;
        this.clock = clock;
    }

    void show(Context ctx) {
        var args = new HashMap<String, Object>();
        args.put("database", InView.of(ctx).database() == null ? null : InView.of(ctx).database().name());
        var lines = store.list("observe/routines", Row.class, args).stream().map(this::line).toList();
        var next = lines.stream().filter(l -> l.next() != null).min(Comparator.comparing(Line::next)).orElse(null);
        view.show(ctx, "routines", new Page(lines, next));
    }

    void enable(Context ctx) {
        var routine = routines.enable(named(ctx).id(), Objects.equals(ctx.formParam("enabled"), "true"), Session.of(ctx).name());
        scheduler.sync(routine);
        view.done(ctx, InView.of(ctx).link("/routines"), routine.enabled() ? routine.name() + " is on." : routine.name() + " is off; nothing runs until it is switched on.");
    }

    void run(Context ctx) {
        var routine = named(ctx);
        var entry = scheduler.runNow(routine, Session.of(ctx).name());
        view.done(ctx, InView.of(ctx).link("/log?entry=" + entry), routine.name() + " has been started.");
    }

    void remove(Context ctx) {
        var routine = named(ctx);
        routines.remove(routine.id());
        scheduler.forget(routine.id());
        view.done(ctx, InView.of(ctx).link("/routines"), routine.name() + " is removed; its log entries stay.");
    }

    private Routine named(Context ctx) {
        return routines.byName(ctx.pathParam("name"));
    }

    private Line line(Row row) {
        try {
            var cron = Cron.parse(row.schedule());
            return new Line(row, cron.words(), row.enabled() ? cron.next(clock.instant(), ZoneId.of(row.zone())) : null);
        } catch (UserError e) {
            return new Line(row, row.schedule(), null); // written by something that is no Caretaker of this version
        }
    }
}
