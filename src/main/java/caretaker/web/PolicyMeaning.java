package caretaker.web;

import caretaker.UserError;
import caretaker.observe.Table;
import caretaker.plan.Condition;
import caretaker.plan.Keep;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A rule, as far as it is written, as a sentence: what stays, what goes, and where to. */
final class PolicyMeaning {
    private final List<Span> spans = new ArrayList<>();

    private PolicyMeaning() {}

    static List<Span> of(Form form, Instant now, String zone) {
        var meaning = new PolicyMeaning();
        try {
            meaning.write(form, Keep.parse(form.value("keep")), now, form.value("zone").isBlank() ? zone : form.value("zone").strip());
        } catch (UserError | DateTimeException e) {
            return List.of(); // said at its field
        }
        return meaning.spans;
    }

    private void write(Form form, Keep keep, Instant now, String zone) {
        if (form.value("table").isBlank() || form.value("column").isBlank()) {
            return;
        }
        var conditions = new PolicyForm(form).conditions();
        var names = Table.split(form.value("table"));
        say(keep.forever() ? "Every row of " : "Rows of ").code(Table.display(names[0], names[1]));
        where(conditions);
        if (keep.forever()) {
            say(" stays ").bold("for good").say(". Nothing is ever removed by this policy.");
            return;
        }
        say(keep.amount() == 0 ? " stay until the moment in " : " stay for ");
        if (keep.amount() == 0) {
            code(form.value("column")).say(" has passed. ");
        } else {
            bold(keep.toString()).say(" after ").code(form.value("column")).say(". ");
        }
        say("Today, everything before ").bold(before(keep, form.value("align"), now, zone)).say(" is past its time and ");
        if (form.value("then").equals("archive")) {
            say("moves into ").code(archive(form, names)).say(", in the same commit in which it leaves the table.");
        } else if (form.value("then").equals("export")) {
            say("is written into ").bold(form.value("compression").equals("gzip") ? "gzip files" : "zstd files")
                .say("; a row leaves the table only when its file was synced, read back and compared.");
        } else {
            say("is ").bold("deleted").say("; it is not kept anywhere.");
        }
    }

    private void where(List<Condition> conditions) {
        for (int i = 0; i < conditions.size(); i++) {
            var condition = conditions.get(i);
            say(i == 0 ? " where " : " and ").code(condition.column()).say(" " + condition.op() + (condition.values().isEmpty() ? "" : " "));
            bold(String.join(", ", condition.values()));
        }
    }

    private static String before(Keep keep, String align, Instant now, String zone) {
        var cutoff = keep.before(now.atZone(ZoneId.of(zone)));
        var day = align.equals("month") ? cutoff.withDayOfMonth(1) : cutoff;
        boolean exact = !align.equals("month") && !align.equals("day");
        return DateTimeFormatter.ofPattern(exact ? "d MMM uuuu HH:mm" : "d MMM uuuu", Locale.ENGLISH).format(day) + " " + zone;
    }

    private static String archive(Form form, String[] names) {
        if (!form.value("archive").isBlank()) {
            var given = Table.split(form.value("archive"));
            return Table.display(given[0], given[1]);
        }
        return Table.display(names[0], names[1] + "_archive");
    }

    private PolicyMeaning say(String text) {
        spans.add(Span.plain(text));
        return this;
    }

    private PolicyMeaning bold(String text) {
        spans.add(Span.bold(text));
        return this;
    }

    private PolicyMeaning code(String text) {
        spans.add(Span.code(text));
        return this;
    }
}
