package caretaker.web;

import java.util.List;

/** One thing that was looked at in one database: strong says it in few words, code is a name of PostgreSQL's, link leads to what to do about it. */
public record Verdict(String kind, String database, String environment, String strong, String code, String text, String link, String linkText) {
    private static final List<String> ORDER = List.of("critical", "warning", "unknown", "ok");

    public boolean fine() {
        return kind.equals("ok");
    }

    /** What is worse comes first. */
    int weight() {
        return ORDER.indexOf(kind);
    }
}
