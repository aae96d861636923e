package caretaker.web;

import caretaker.observe.Check;
import caretaker.observe.Checks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the checks said, as lines of the overview: the worst finding of each check, what could not be told, and what is well. */
final class CheckVerdicts {
    /** The verdicts of one database, counted; kind is the worst of them. */
    public record Tally(String name, String environment, String kind, long critical, long warning, long unknown, long ok, Long sizeBytes, Long grownBytes) {}

    private final Map<String, Check> checks = new HashMap<>();
    private final Format format;

    CheckVerdicts(Checks checks, Format format) {
        checks.all().forEach(c -> this.checks.put(c.name(), c));
        this.format = format;
    }

    /** Null for a check that is gone, and for one that found only what was acknowledged or muted. */
    Verdict of(FindingsPage.Verdict v) {
        var check = checks.get(v.checkName());
        if (check == null) {
            return null;
        }
        var link = link(v);
        return switch (v.severity()) {
            case "critical", "warning" -> Verdict.of(v.severity(), v.databaseName(), v.environment(), check.title(), v.target().equals(v.databaseName()) ? null : v.target(),
                v.evidence() + (v.findings() > 1 ? " And " + format.plural(v.findings() - 1, "more finding") + "." : ""), link, v.findings() > 1 ? "Open the findings" : "Open the finding");
            case "unknown" -> unanswered(v);
            case "ok" -> Verdict.of("ok", v.databaseName(), v.environment(), check.title(), null, words(check, v.detail()), link, null);
            default -> null;
        };
    }

    /** A check that could not be made, or not wholly: it may have findings beside that. Null for one that is gone. */
    Verdict unanswered(FindingsPage.Verdict v) {
        var check = checks.get(v.checkName());
        return check == null ? null : new Verdict("unknown", v.databaseName(), v.environment(), check.title(), null, "could not be checked: " + v.unknown(), link(v),
            v.grantStatement() == null ? "Open the check" : "Show the grant", v.unknown(), v.grantStatement());
    }

    private static String link(FindingsPage.Verdict v) {
        return "/findings?check=" + v.checkName() + "&database=" + InView.encode(v.databaseName());
    }

    /** What a good answer says, in one short line that does not repeat the title. */
    private static String words(Check check, String detail) {
        var line = detail == null ? "" : detail.replaceAll("\\s*\\n\\s*-?\\s*", " ");
        var text = line.regionMatches(true, 0, check.title() + ": ", 0, check.title().length() + 2) ? line.substring(check.title().length() + 2) : line;
        return text.length() > 90 ? text.substring(0, 88) + "…" : text;
    }

    static Tally tally(OverviewPage.State state, List<Verdict> verdicts) {
        var own = verdicts.stream().filter(v -> v.database().equals(state.name())).toList();
        long critical = count(own, "critical");
        long warning = count(own, "warning");
        long unknown = count(own, "unknown");
        return new Tally(state.name(), state.environment(), critical > 0 ? "critical" : warning > 0 ? "warning" : unknown > 0 ? "unknown" : "ok", critical, warning, unknown,
            count(own, "ok"), state.sizeBytes(), state.sizeBytes() == null || state.formerBytes() == null ? null : state.sizeBytes() - state.formerBytes());
    }

    private static long count(List<Verdict> verdicts, String kind) {
        return verdicts.stream().filter(v -> v.kind().equals(kind)).count();
    }
}
