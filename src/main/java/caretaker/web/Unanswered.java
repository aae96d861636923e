package caretaker.web;

import java.util.LinkedHashMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Checks that could not be made for one reason: said once, with the checks it stops and the grant that ends it, or null. */
public record Unanswered(String why, String grant, List<Verdict> checks) {
    private static final Pattern EXTENSION = Pattern.compile("The extension (\\S+) is not installed.*");

    /** One for each reason, those that stop most first. */
    static List<Unanswered> of(List<Verdict> verdicts) {
        var reasons = new LinkedHashMap<String, List<Verdict>>();
        verdicts.stream().filter(v -> v.why() != null).forEach(v -> reasons.computeIfAbsent(reason(v), r -> new ArrayList<>()).add(v));
        return reasons.values().stream().map(same -> new Unanswered(fullest(same), same.get(0).grant(), same))
            .sorted((a, b) -> b.checks.size() - a.checks.size()).toList();
    }

    /** The checks by name, and in which databases each stands. */
    public Map<String, List<Verdict>> names() {
        var names = new LinkedHashMap<String, List<Verdict>>();
        checks.forEach(v -> names.computeIfAbsent(v.strong(), n -> new ArrayList<>()).add(v));
        return names;
    }

    /** A missing right or extension is one reason, however each check words it. */
    private static String reason(Verdict v) {
        var extension = EXTENSION.matcher(v.why());
        return v.grant() != null ? v.grant() : extension.matches() ? extension.group(1) : v.why();
    }

    private static String fullest(List<Verdict> same) {
        return same.stream().map(Verdict::why).reduce((a, b) -> b.length() > a.length() ? b : a).orElse("");
    }
}
