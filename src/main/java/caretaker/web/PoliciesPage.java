package caretaker.web;

import caretaker.observe.Table;
import caretaker.plan.Policies;
import caretaker.plan.Policy;
import caretaker.schedule.Routines;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;

/** All policies: the rule in words, why it exists, whether a person has proved it, and which routines take it. */
final class PoliciesPage {
    /** A policy and the routines that take it. */
    public record Line(Policy policy, List<Turn> turns, boolean reviewDue) {
        /** Archive tables are named when they are not the twin beside the table. */
        public String archive() {
            return policy.archiveTable() == null ? null : Table.display(
                Objects.requireNonNullElse(policy.archiveSchema(), policy.schemaName()), policy.archiveTable());
        }
    }

    /** The policies of one database. */
    public record Group(String database, String environment, List<Line> lines) {}

    public record Page(List<Group> groups, long policies, long tables, long unproved, long reviews) {}

    private final View view;
    private final Policies policies;
    private final Routines routines;
    private final InstantSource clock;

    PoliciesPage(View view, Policies policies, Routines routines, InstantSource clock) {
        this.view = view;
        this.policies = policies;
        this.routines = routines;
        this.clock = clock;
    }

    void show(Context ctx) {
        var turns = Turn.of(routines.list(), clock.instant());
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        var all = policies.list();
        var groups = InView.of(ctx).shown().stream().map(d -> new Group(d.name(), d.environment(), all.stream().filter(p -> p.databaseId() == d.id())
            .map(p -> new Line(p, turns.getOrDefault(p.name(), List.of()), p.review() != null && !p.review().isAfter(today))).toList()))
            .filter(g -> !g.lines().isEmpty()).toList();
        var lines = groups.stream().flatMap(g -> g.lines().stream()).toList();
        view.show(ctx, "policies", new Page(groups, lines.size(), lines.stream().map(l -> l.policy().databaseId() + " " + l.policy().target()).distinct().count(),
            lines.stream().filter(l -> !l.policy().proved() && !l.policy().keepsForever()).count(), lines.stream().filter(Line::reviewDue).count()));
    }
}
