package caretaker.web;

import java.util.List;

/**
 * One thing that was looked at in one database: strong says it in few words, code is a name of PostgreSQL's, link leads to what to do about it;
 * why and grant belong to a check that could not be made, else they are null.
 */
public record Verdict(String kind, String database, String environment, String strong, String code, String text, String link, String linkText, String why, String grant) {
    private static final List<String> ORDER = List.of("critical", "warning", "unknown", "ok");

    static Verdict of(String kind, String database, String environment, String strong, String code, String text, String link, String linkText) {
        return new Verdict(kind, database, environment, strong, code, text, link, linkText, null, null);
    }

    public boolean fine() {
        return kind.equals("ok");
    }

    /** The text as it follows the strong words: a sentence of its own, or their end. */
    public String rest() {
        return (text.matches("(?s)\\p{Lu}\\p{Ll}.*") ? ". " : ", ") + text;
    }

    /** What is worse comes first. */
    int weight() {
        return ORDER.indexOf(kind);
    }
}
