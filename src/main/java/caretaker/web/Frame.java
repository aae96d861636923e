package caretaker.web;

import caretaker.db.Database;
import caretaker.observe.Findings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What surrounds each page: who is signed in, the database in view, the navigation, banners, and the notice after a change. */
public record Frame(String name, Role role, String theme, String csrf, InView inView, List<Group> nav, String notice, Assets assets, Instant now) {

    /** A heading of the navigation and its pages. */
    public record Group(String heading, List<Item> items) {}

    /** A page in the navigation; the count shows where something waits, with the icon and tone of its mark. */
    public record Item(String word, String title, Long count, Mark mark) {
        static Item of(String word, String title) {
            return new Item(word, title, null, null);
        }

        public String path() {
            return word.equals("overview") ? "/" : "/" + word;
        }
    }

    /** A line under the header about the database in view, with the page that ends it. */
    public record Banner(String tone, String icon, String strong, String text, String link, String path) {}

    /** What waits, counted for the navigation. */
    public record Waiting(long overdue, long running, Findings.Waiting findings) {}

    private static final Duration STALE = Duration.ofMinutes(20);

    static List<Group> navigation(Role role, Waiting waiting, int databases) {
        var console = new ArrayList<>(List.of(new Item("databases", "Databases", (long) databases, null)));
        if (role.includes(Role.ADMIN)) {
            console.add(Item.of("users", "Users"));
        }
        console.add(Item.of("settings", "Settings"));
        return List.of(
            new Group("See", List.of(Item.of("overview", "Overview"), Item.of("tables", "Tables"), Item.of("growth", "Growth"),
                Item.of("indexes", "Indexes"), Item.of("bloat", "Bloat"), Item.of("vacuum", "Vacuum"), Item.of("partitions", "Partitions"),
                Item.of("activity", "Activity"), Item.of("queries", "Queries"), Item.of("views", "Views"), Item.of("server", "Server"),
                Item.of("security", "Security"),
                counted("findings", "Findings", waiting.findings().findings(), waiting.findings().critical() > 0 ? Mark.CRITICAL : Mark.WARNING))),
            new Group("Act", List.of(counted("cleanup", "Cleanup", waiting.overdue(), Mark.WARNING), Item.of("policies", "Policies"),
                Item.of("holds", "Legal holds"), Item.of("archives", "Archives"),
                Item.of("routines", "Routines"), counted("runs", "Runs", waiting.running(), Mark.RUNNING))),
            new Group("Prove", List.of(Item.of("log", "Log"))),
            new Group("Console", console));
    }

    private static Item counted(String word, String title, long count, Mark mark) {
        return new Item(word, title, count == 0 ? null : count, count == 0 ? null : mark);
    }

    public Database database() {
        return inView.database();
    }

    public boolean admin() {
        return role.includes(Role.ADMIN);
    }

    public boolean operator() {
        return role.includes(Role.OPERATOR);
    }

    /** The class that colours the rail and, inside a page, what belongs to the environment. */
    public String environment() {
        return database() == null ? "" : database().environment();
    }

    public String asset(String path) {
        return assets.url(path);
    }

    public String icon(String icon) {
        return assets.url("icons.svg") + "#" + icon;
    }

    /** An address that keeps the database in view. */
    public String link(String path) {
        return inView.link(path);
    }

    /** The same with one parameter more, its value encoded. */
    public String link(String path, String name, Object value) {
        return inView.link(path + (path.contains("?") ? "&" : "?") + name + "=" + InView.encode(String.valueOf(value)));
    }

    /** The page of this word with another database in view; null shows all. */
    public String switched(String word, Database database) {
        var known = nav.stream().flatMap(g -> g.items().stream()).filter(i -> i.word().equals(word)).findFirst().map(Item::path).orElse("/");
        return database == null ? known : known + "?database=" + InView.encode(database.name());
    }

    /** Version and login of the database in view, or how many databases there are. */
    public String facts() {
        var one = database();
        if (one != null) {
            return (one.serverVersion() == null ? "not reached yet" : "PostgreSQL " + one.serverVersion()) + " · as " + one.login()
                + (one.mayChange() ? ", may change data" : ", only reads");
        }
        var count = inView.all().stream().collect(Collectors.groupingBy(Database::environment, Collectors.counting()));
        return inView.all().size() + (inView.all().size() == 1 ? " database" : " databases") + List.of("production", "staging", "development").stream()
            .filter(count::containsKey).map(e -> count.get(e) + " " + e).collect(Collectors.joining(", ", count.isEmpty() ? "" : " · ", ""));
    }

    /** The databases in view in which all work is stopped. */
    public List<Database> stopped() {
        return inView.shown().stream().filter(d -> d.stoppedAt() != null).toList();
    }

    /** The database in view whose work may be stopped from here, or null. */
    public Database stoppable() {
        return operator() && database() != null && database().stoppedAt() == null ? database() : null;
    }

    /** What everybody should know about the database in view before reading its numbers. */
    public List<Banner> banners() {
        var one = database();
        var banners = new ArrayList<Banner>();
        if (one == null) {
            return banners;
        }
        if (one.contactError() != null) {
            banners.add(new Banner("crit", "database-off", one.name() + " does not answer.", one.contactError() + " Shown is what was known before.", "Open the connection", "/databases"));
        } else if (one.sampleError() != null) {
            banners.add(new Banner("warn", "clock-exclamation", "Numbers are from the last sample that worked.", one.sampleError(), "Open tables", "/tables"));
        } else if (one.sampledAt() != null && one.sampledAt().isBefore(now.minus(STALE))) {
            banners.add(new Banner("warn", "clock-exclamation", "Numbers are " + Duration.between(one.sampledAt(), now).toMinutes() + " minutes old.", "The collector samples every five minutes; it has not come round.", "Open tables", "/tables"));
        }
        if (one.loginPowers() != null) {
            banners.add(new Banner("crit", "shield-exclamation", one.login() + " is too strong (" + one.loginPowers() + ").",
                one.allowSuperuser() ? "An admin allowed Caretaker to change data with it." : "Caretaker only reads with it. Changing data needs a login with less, or the switch in Databases.", "Open databases", "/databases"));
        }
        return banners;
    }
}
