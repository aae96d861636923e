package caretaker.web;

import caretaker.db.Database;
import caretaker.observe.Table;
import caretaker.plan.Handling;
import caretaker.plan.Plan;
import caretaker.plan.Policy;
import caretaker.run.Aftercare;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A stored preview as its page shows it. state is ready, ran, refused, expired, nothing, stopped (all work is), waits (for a second person),
 * approve (this person may be the second one), or why this person may not run it: viewer, harsher (more is removed than the policy says) or install.
 * form is the run box, what the other question asked at the top, room where an export goes (null without one).
 */
public record PlanSheet(Plan plan, Database database, Policy policy, String state, Long runId, Form form, Form what, Room room) {
    /** A folder for files and the bytes that are free on its disk; null is unknown. */
    public record Room(String folder, Long freeBytes) {}

    /** A warning: what it says first, the rest, and what would help: an address of the console or a statement. */
    public record Note(boolean critical, List<Span> first, List<Span> rest, String link, String statement, String label) {}

    /** A statement of the plan, coloured. */
    public record Statement(String title, List<Span> sql, boolean repeated) {}

    /** A lock the run takes. */
    public record Taken(String table, String mode) {}

    private static final Pattern GRANT = Pattern.compile("(?s).*: ((?:grant|alter table) .+?)\\.?$");
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("d MMM uuuu HH:mm", Locale.ENGLISH);

    public boolean ready() {
        return state.equals("ready");
    }

    public Plan.Facts facts() {
        return plan.content().facts();
    }

    public Plan.Move move() {
        return plan.content().move();
    }

    public List<Span> title() {
        return Span.title(plan.title(), plan.target());
    }

    public List<Span> sentence() {
        return Span.in(plan.content().sentence(), words());
    }

    public List<Note> notes() {
        return plan.content().warnings().stream().map(w -> {
            int end = w.text().indexOf(". ") + 1;
            boolean link = w.remedy() != null && w.remedy().startsWith("/");
            return new Note(w.level().equals("critical"), Span.in(end == 0 ? w.text() : w.text().substring(0, end), words()), end == 0 ? List.of() : Span.in(w.text().substring(end), words()),
                link ? w.remedy() : null, link ? null : w.remedy(), w.remedyLabel());
        }).toList();
    }

    public List<Statement> statements() {
        return plan.content().steps().stream().map(s -> new Statement(s.title(), SqlText.spans(s.statement()), plan.moves() && s.statement().contains("$1"))).toList();
    }

    public Histogram histogram() {
        return facts() == null ? null : Histogram.of(facts().histogram(), plan.cutoff(), move().cutoffZone());
    }

    /** About how many commits it takes; null when the rows are unknown. */
    public Long batches() {
        return plan.rows() == null || move() == null ? null : Math.max(1, (plan.rows() + move().batchRows() - 1) / move().batchRows());
    }

    public Duration expected() {
        return facts() == null || facts().expectedSeconds() == null ? null : Duration.ofSeconds(Math.max(1, facts().expectedSeconds()));
    }

    public String cutoff() {
        return plan.cutoff() == null ? null : MOMENT.format(plan.cutoff().atZone(ZoneId.of(move().cutoffZone())));
    }

    /** The cutoff as the clocks of its zone show it. */
    public String cutoffLocal() {
        return DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").format(plan.cutoff().atZone(ZoneId.of(move().cutoffZone())));
    }

    /** A time as PostgreSQL printed it, without the fractions that only the statement needs. */
    public String moment(String text) {
        return text == null ? null : text.replaceFirst("\\.\\d+", "").replaceFirst("[+]00$", "");
    }

    public List<Span> undo() {
        return plan.moves() ? Span.in(plan.content().undo(), words()) : List.of(Span.code(plan.content().undo()));
    }

    /** How the rows are moved. */
    public Handling handling() {
        return move().handling() == null ? Handling.DEFAULT : move().handling();
    }

    /** The sessions that will share the walk: what the policy wants, as far as the database allows. */
    public int workers() {
        return Math.min(handling().workersOrDefault(), database.workers());
    }

    /** The partitions rows are taken from; empty for a plain table. */
    public List<Plan.Leaf> partitions() {
        return move() == null || move().leaves() == null ? List.of() : move().leaves().stream().filter(l -> l.oid() != move().tableOid() && move().restore() == null).toList();
    }

    /** What follows the move. */
    public List<Plan.Step> following() {
        return Aftercare.following(plan);
    }

    public List<Taken> locks() {
        var taken = new ArrayList<>(List.of(new Taken(plan.target(), "ROW EXCLUSIVE")));
        if (move().archive() != null) {
            taken.add(new Taken(archive(), "ROW EXCLUSIVE"));
        }
        plan.content().effects().forEach(e -> taken.add(new Taken(e.table(), List.of("NO ACTION", "RESTRICT").contains(e.action()) ? "ROW SHARE" : "ROW EXCLUSIVE")));
        return taken.stream().distinct().toList();
    }

    public String archive() {
        return move() == null || move().archive() == null ? null : Table.display(move().archive().schema(), move().archive().table());
    }

    /** What the last click says: the title without the name. */
    public String button() {
        return plan.target() != null && plan.title().endsWith(" of " + plan.target()) ? plan.title().substring(0, plan.title().length() - plan.target().length() - 4) : plan.title();
    }

    public boolean ledgerMissing() {
        return plan.refusal() != null && plan.refusal().startsWith("The ledger is not installed");
    }

    /** The statement in a refusal that would end it, to be copied. */
    public String grant() {
        var found = GRANT.matcher(plan.refusal() == null ? "" : plan.refusal());
        return found.matches() ? found.group(1) + ";" : null;
    }

    /** The rows at which a run stops itself, null when there is no such number. */
    public Long stopsAt() {
        return move() == null || move().capRows() == Long.MAX_VALUE ? null : move().capRows();
    }

    /** The share of a cap that is used, at most one. */
    public double part(Number value, Number cap) {
        return value == null || cap == null || cap.doubleValue() <= 0 ? 0 : Math.min(1, value.doubleValue() / cap.doubleValue());
    }

    private List<Span> words() {
        var words = new ArrayList<Span>();
        words.add(Span.code(plan.target()));
        words.add(Span.code(archive()));
        plan.content().effects().forEach(e -> words.addAll(List.of(Span.code(e.table() + " (" + e.columns() + ")"), Span.code(e.table()))));
        if (move() != null) {
            words.add(Span.code(move().column()));
            words.add(Span.bold(cutoff() + " " + move().cutoffZone()));
            words.add(Span.bold(plan.rows() == null ? null : String.format(Locale.ENGLISH, plan.rows() == 1 ? "%,d row" : "%,d rows", plan.rows())));
        }
        return words;
    }
}
