package caretaker.web;

import caretaker.UserError;
import caretaker.db.Database;
import caretaker.db.Databases;
import caretaker.db.Json;
import caretaker.db.Store;
import caretaker.db.TargetError;
import caretaker.db.Targets;
import caretaker.observe.Table;
import caretaker.plan.Cleanup;
import caretaker.plan.Condition;
import caretaker.plan.Holds;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Legal holds: rows that stay whatever a policy says. Everybody reads them, admins add and lift them. */
final class HoldsPage {
    /** A hold; policies are those that would take such rows, null when there is none. */
    public record Row(long id, long databaseId, String databaseName, String environment, String zone, String schemaName, String tableName, JsonNode conditions,
                      String reason, LocalDate until, String createdBy, Instant createdAt, String liftedBy, Instant liftedAt, boolean active, String policies) {
        public String target() {
            return Table.display(schemaName, tableName);
        }

        /** The conditions in words; all rows without any. */
        public String rule() {
            var words = Arrays.stream(Json.read(conditions, Condition[].class)).map(Condition::toString).collect(Collectors.joining(" and "));
            return words.isEmpty() ? "all rows" : words;
        }
    }

    /** What is typed stays in the form; found is the table as it was found, null without one. */
    public record Page(List<Row> active, List<Row> past, Form form, Map<String, String> databases, List<String> tables, FoundTable found) {
        public long tablesHeld() {
            return active.stream().map(h -> h.databaseId() + " " + h.target()).distinct().count();
        }
    }

    private final View view;
    private final Store store;
    private final Databases databases;
    private final Targets targets;
    private final Holds holds;
    private final Cleanup cleanup;
    private final InstantSource clock;

    HoldsPage(View view, Web.Parts parts) {
        this.view = view;
        this.store = parts.store();
        this.databases = parts.databases();
        this.targets = parts.targets();
        this.holds = parts.holds();
        this.cleanup = parts.cleanup();
        this.clock = parts.clock();
    }

    void show(Context ctx) {
        show(ctx, ctx.queryParam("typed") != null ? PolicyChange.typed(ctx) : fresh(ctx));
    }

    /** Adds a hold, or shows the form with a condition more or less. */
    void add(Context ctx) {
        if (ctx.formParam("change") != null) {
            view.go(ctx, "/holds?" + PolicyChange.of(ctx));
            return;
        }
        var form = Form.of(ctx);
        var reading = new PolicyForm(form);
        try {
            var database = databases.find(form.value("database")).orElseThrow(() -> UserError.of("database", "Choose the database."));
            var conditions = reading.conditions();
            if (!reading.faults().isEmpty()) {
                throw UserError.of("where", reading.faults().values().iterator().next());
            }
            holds.add(database.id(), form.value("table").strip(), conditions, form.value("reason"), until(form), Session.of(ctx).name());
            cleanup.measure(database.id(), form.value("table").strip());
            view.done(ctx, InView.of(ctx).at(database.id()).link("/holds"), "The rows are held from now on, also from runs that are under way.");
        } catch (UserError e) {
            again(ctx, form.refused(e));
        } catch (TargetError e) {
            again(ctx, form.refused(UserError.of(Failures.sentence(e))));
        }
    }

    void lift(Context ctx) {
        var id = View.id(ctx, "Hold");
        holds.lift(id, Session.of(ctx).name());
        holds.list(null).stream().filter(h -> h.id() == id).forEach(h -> cleanup.measure(h.databaseId(), h.target()));
        view.done(ctx, InView.of(ctx).link("/holds"), "Hold " + id + " is lifted. The next run of a policy may take its rows.");
    }

    private void again(Context ctx, Form form) {
        ctx.status(422);
        show(ctx, form);
    }

    private void show(Context ctx, Form form) {
        var inView = InView.of(ctx);
        var args = new HashMap<String, Object>(Map.of("now", clock.instant()));
        args.put("database", inView.id());
        var rows = store.list("observe/holds", Row.class, args);
        var database = databases.find(form.value("database")).orElse(inView.database());
        var choices = new LinkedHashMap<String, String>();
        if (inView.all().size() > 1) {
            choices.put("", "choose");
        }
        inView.all().forEach(d -> choices.put(d.name(), d.name() + ", " + d.environment()));
        view.show(ctx, "holds", new Page(rows.stream().filter(Row::active).toList(), rows.stream().filter(r -> !r.active()).toList(), form, choices,
            FoundTable.choices(store, database), FoundTable.of(targets, database, form)));
    }

    private static Form fresh(Context ctx) {
        Database one = InView.of(ctx).database();
        return Form.with(Map.of("database", one == null ? "" : one.name(), "table", ctx.queryParam("table") == null ? "" : ctx.queryParam("table")));
    }

    private static LocalDate until(Form form) {
        try {
            return form.value("until").isBlank() ? null : LocalDate.parse(form.value("until").strip());
        } catch (DateTimeParseException e) {
            throw UserError.of("until", "Write the date as year, month, day, for example 2027-01-31.");
        }
    }
}
