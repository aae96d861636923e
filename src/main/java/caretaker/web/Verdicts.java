package caretaker.web;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the overview says about one database beside its checks, each thing with its reason and the page that helps; checked: they have been asked, and tell of tables and runs. */
final class Verdicts {
    private static final Duration STALE = Duration.ofMinutes(20);
    private final OverviewPage.State s;
    private final List<CleanupLine> overdue;
    private final Format format;
    private final Instant now;
    private final boolean checked;
    private final List<Verdict> all = new ArrayList<>();

    Verdicts(OverviewPage.State state, List<CleanupLine> overdue, Format format, Instant now, boolean checked) {
        this.s = state;
        this.overdue = overdue;
        this.format = format;
        this.now = now;
        this.checked = checked;
    }

    List<Verdict> all() {
        contact();
        sample();
        login();
        cleanup();
        if (!checked) {
            runs();
            tables();
        }
        return all;
    }

    private void contact() {
        if (s.contactError() != null) {
            add("critical", "No answer", null, (s.contactAt() == null ? "since it was added: " : "since " + format.at(s.contactAt(), s.zone()) + ": ") + s.contactError(),
                "/databases/" + s.name(), "Open the connection");
        } else if (s.contactAt() == null) {
            add("unknown", "Not reached yet", null, "the first contact is under way", "/databases/" + s.name(), "Open the connection");
        } else {
            fine("Contact", format.ago(s.contactAt()));
        }
    }

    private void sample() {
        if (s.contactError() == null && s.sampleError() != null) {
            add("warning", "Not sampled", null, s.sampleError(), "/databases/" + s.name(), "Open the database");
        } else if (s.sampledAt() != null && s.sampledAt().isBefore(now.minus(STALE)) && s.contactError() == null) {
            add("warning", "Numbers are " + format.duration(Duration.between(s.sampledAt(), now)) + " old", null, "the collector has not come round", tables(""), "Open tables");
        } else if (s.sampledAt() != null && s.contactError() == null) {
            fine("Samples", format.ago(s.sampledAt()) + ", took " + format.millis(s.sampleMs()));
        }
    }

    private void login() {
        if (s.loginPowers() != null && !s.allowSuperuser()) {
            add("warning", "is too strong", s.login(), s.loginPowers() + ", so Caretaker only reads with it", "/databases/" + s.name(), "Show the grants");
        } else if (s.loginPowers() != null) {
            add("warning", "is too strong", s.login(), s.loginPowers() + "; an admin allowed it to change data", "/databases/" + s.name(), "Open the database");
        } else if (s.contactAt() != null) {
            fine("Login", s.login() + ", no dangerous powers");
        }
    }

    private void cleanup() {
        if (!overdue.isEmpty()) {
            long rows = overdue.stream().mapToLong(CleanupLine::due).sum();
            add("warning", overdue.size() == 1 ? "Cleanup is overdue" : overdue.size() + " cleanups are overdue", overdue.size() == 1 ? overdue.get(0).table() : null,
                format.plural(rows, "row") + (rows == 1 ? " is" : " are") + " past their time by more than a round of their routine", inView("/cleanup"), "Open cleanup");
        } else if (s.policies() > 0 && s.uncounted() == 0) {
            fine("Cleanup", s.duePolicies() == 0 ? "nothing is past its time" : format.plural(s.dueRows(), "row") + " due, none overdue");
        }
        if (s.uncounted() > 0) {
            add("unknown", "Cleanup could not be counted", s.uncountedName(), s.uncountedError(), inView("/cleanup"), "Open cleanup");
        }
        if (s.policies() > 0 && Boolean.FALSE.equals(s.hasLedger())) {
            add("warning", "The ledger is not installed", null, "policies can be previewed and counted, not run", "/databases/" + s.name(), "Preview the installation");
        }
    }

    private void runs() {
        if (s.failed() > 0) {
            add("critical", format.plural(s.failed(), "run") + " failed", null, "in the last 7 days", inView("/log?outcome=failed"), "Open the log");
        }
        if (s.missed() > 0) {
            add("warning", format.plural(s.missed(), "due time") + (s.missed() == 1 ? " was" : " were") + " missed", null, "in the last 7 days", inView("/log?outcome=missed"), "Open the log");
        }
        if (s.failed() + s.missed() == 0 && s.contactAt() != null) {
            fine("Runs", s.doneRuns() == 0 ? "none yet" : "none failed or missed in 7 days");
        }
    }

    private void tables() {
        if (s.dead() > 0) {
            add("warning", format.percent(s.deadShare()) + " dead rows", s.deadName(), s.dead() == 1 ? "limit 20\u00a0%" : "and " + format.plural(s.dead() - 1, "more table") + ", limit 20\u00a0%",
                tables("dead"), s.dead() == 1 ? "Open the table" : "Open the tables");
        } else if (s.sampledAt() != null) {
            fine("Dead rows", "no table over 20\u00a0%");
        }
        if (s.growing() > 0) {
            add("warning", format.plural(s.growing(), "table") + (s.growing() == 1 ? " grows" : " grow") + " without a policy", s.growingName(),
                s.growing() == 1 ? "" : "the most", tables("growing"), "Open the tables");
        } else if (s.sampledAt() != null) {
            fine("Growth", "no table without a policy");
        }
    }

    private String tables(String filter) {
        return inView("/tables" + (filter.isEmpty() ? "" : "?filter=" + filter));
    }

    private String inView(String path) {
        return path + (path.contains("?") ? "&" : "?") + "database=" + InView.encode(s.name());
    }

    private void fine(String what, String measure) {
        add("ok", what, null, measure, null, null);
    }

    private void add(String kind, String strong, String code, String text, String link, String linkText) {
        all.add(Verdict.of(kind, s.name(), s.environment(), strong, code, text, link, linkText));
    }
}
