package caretaker.web;

import caretaker.UserError;
import caretaker.db.Database;
import caretaker.db.Json;
import caretaker.db.Store;
import caretaker.observe.Check;
import caretaker.observe.Checks;
import caretaker.observe.Findings;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What the checks found and what they could not tell: by severity, with evidence and remedy; the page of one check has its thresholds. */
final class FindingsPage {
    private static final Set<String> FILTERS = Set.of("critical", "warning", "acknowledged", "muted", "closed", "unknown");

    public record Row(long id, String databaseName, String environment, String zone, String scope, String checkName, String target, String severity, String worst,
                      String state, BigDecimal measure, String unit, String detail, String remedy, JsonNode remedyParams, Instant openedAt, Instant seenAt, Instant closedAt,
                      Instant acknowledgedAt, String acknowledgedBy, Long muteId, Instant mutedUntil, String muteReason, String mutedBy, JsonNode events) {
        public List<Event> history() {
            return events == null ? List.of() : List.of(Json.read(events, Event[].class));
        }

        public Advice advice() {
            return Advice.of(checkName, remedy, remedyParams);
        }
    }

    /** Something that happened to a finding. */
    public record Event(Instant at, String event, String person, String note) {}

    /** A check's newest verdict; severity quiet: it found what is acknowledged or muted. */
    public record Verdict(String checkName, String databaseName, String environment, String zone, String scope, String severity, String unknown, String grantStatement,
                          String detail, long findings, String target, String evidence, Instant since, Instant takenAt, int tookMs) {}

    public record Summary(long critical, long warning, long acknowledged, long muted, long closed, long checks, long ok, long unknown, Instant takenAt) {
        public long open() {
            return critical + warning + acknowledged;
        }
    }

    /** A threshold as the form shows it; changed when it differs from its default here. */
    public record Limit(Check.Threshold threshold, String value, boolean changed) {
        public String label() {
            var name = threshold.name();
            return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        }
    }

    /** unknown are verdicts that could not be told; check, limits and form are those of the one check that is looked at, or null. */
    public record Page(Listing listing, Summary summary, List<Row> rows, List<Verdict> unknown, List<Unanswered> unanswered, Map<String, String> titles, Check check, List<Verdict> verdicts,
                       List<Limit> limits, Form form) implements Sheet.Paged {
        public String title(String name) {
            return titles.getOrDefault(name, name);
        }
    }

    private final Store store;
    private final Checks checks;
    private final Findings findings;
    private final View view;
    private final InstantSource clock;

    FindingsPage(Store store, Checks checks, View view, InstantSource clock) {
        this.store = store;
        this.checks = checks;
        this.findings = new Findings(store, clock);
        this.view = view;
        this.clock = clock;
    }

    void show(Context ctx) {
        view.list(ctx, "findings", listing(ctx), l -> page(ctx, l, Form.empty(), ctx.queryParam("check")));
    }

    /** Asks every check of the databases in view again and waits for it. */
    void ask(Context ctx) {
        var inView = InView.of(ctx);
        inView.shown().parallelStream().forEach(d -> checks.run(d.id()));
        view.done(ctx, inView.link("/findings"), "All checks were asked again.");
    }

    void acknowledge(Context ctx) {
        findings.acknowledge(View.id(ctx, "Finding"), ctx.formParam("note"), Session.of(ctx).name());
        view.done(ctx, back(ctx), "Acknowledged: it waits no more until it becomes worse.");
    }

    void mute(Context ctx) {
        var form = Form.of(ctx);
        try {
            var until = day(form).atStartOfDay(InView.of(ctx).database() == null ? ZoneOffset.UTC : InView.of(ctx).database().zoneId()).plusDays(1).toInstant();
            findings.mute(View.id(ctx, "Finding"), form.has("whole", "true"), form.value("reason"), until, Session.of(ctx).name());
            view.done(ctx, back(ctx), "Muted until " + form.value("until") + ".");
        } catch (UserError e) {
            if (e.field() == null) {
                throw e;
            }
            ctx.status(422);
            view.show(ctx, "findings", page(ctx, Form.empty().refused(UserError.of(e.getMessage()))));
        }
    }

    void endMute(Context ctx) {
        findings.endMute(View.id(ctx, "Mute"), Session.of(ctx).name());
        view.done(ctx, back(ctx), "It may be heard of again.");
    }

    /** Sets the thresholds of a check for the database in view. */
    void limits(Context ctx) {
        var name = ctx.pathParam("name");
        var form = Form.of(ctx);
        try {
            var values = new LinkedHashMap<String, String>();
            checks.named(name).thresholds().forEach(t -> values.put(t.name(), form.value(t.name())));
            checks.set(InView.of(ctx).one().id(), name, values, Session.of(ctx).name());
            view.done(ctx, InView.of(ctx).link("/findings?check=" + name), "Saved; the check was asked again.");
        } catch (UserError e) {
            if (e.field() == null) {
                throw e;
            }
            ctx.status(422);
            view.show(ctx, "findings", page(ctx, listing(ctx), form.refused(e), name));
        }
    }

    private Page page(Context ctx, Form form) {
        return page(ctx, listing(ctx), form, ctx.queryParam("check"));
    }

    private static Listing listing(Context ctx) {
        return Listing.of(ctx, 100, "q", "filter", "check");
    }

    private Page page(Context ctx, Listing listing, Form form, String name) {
        var inView = InView.of(ctx);
        var check = name == null || name.isBlank() ? null : checks.named(name);
        var filter = FILTERS.contains(listing.value("filter")) ? listing.value("filter") : "";
        var what = new HashMap<String, Object>(Map.of("check", check == null ? "" : name, "at", clock.instant()));
        what.put("database", inView.id());
        var verdicts = store.list("observe/verdicts", Verdict.class, what);
        what.put("search", listing.value("q"));
        var summary = store.one("observe/findings_summary", Summary.class, what);
        what.putAll(Map.of("filter", filter, "offset", listing.offset()));
        var rows = filter.equals("unknown") ? List.<Row>of() : store.list("observe/findings", Row.class, what);
        var titles = new HashMap<String, String>();
        checks.all().forEach(c -> titles.put(c.name(), c.title()));
        var unknown = verdicts.stream().filter(v -> v.unknown() != null).toList();
        var words = new CheckVerdicts(checks, new Format(clock));
        return new Page(listing.counted(total(summary, filter)), summary, rows, unknown, Unanswered.of(unknown.stream().map(words::unanswered).filter(Objects::nonNull).toList()), titles, check, verdicts,
            check == null || inView.database() == null ? List.of() : limits(check, inView.database(), form), form);
    }

    private List<Limit> limits(Check check, Database database, Form form) {
        var changed = checks.changed(database.id()).getOrDefault(check.name(), Map.of());
        var values = check.values(changed);
        return check.thresholds().stream().map(t -> new Limit(t, form.values().containsKey(t.name()) ? form.value(t.name()) : values.get(t.name()), changed.containsKey(t.name()))).toList();
    }

    private static long total(Summary summary, String filter) {
        return switch (filter) {
            case "critical" -> summary.critical();
            case "warning" -> summary.warning();
            case "acknowledged" -> summary.acknowledged();
            case "muted" -> summary.muted();
            case "closed" -> summary.closed();
            case "unknown" -> summary.unknown();
            default -> summary.open();
        };
    }

    private static LocalDate day(Form form) {
        try {
            return LocalDate.parse(form.value("until").strip());
        } catch (DateTimeParseException e) {
            throw UserError.of("until", "Write the date as year, month, day, for example 2027-01-31.");
        }
    }

    /** The list as it was, as far as its own addresses go. */
    private static String back(Context ctx) {
        var to = ctx.queryParam("to");
        return InView.of(ctx).link(to != null && to.matches("[a-z_]+") ? "/findings?check=" + to : "/findings");
    }
}
