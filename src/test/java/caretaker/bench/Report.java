package caretaker.bench;

import caretaker.TestServer;
import caretaker.db.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was measured, on what: a table for people and target/bench/row-mover.json for machines. */
final class Report {
    private static final Path FILE = Path.of("target", "bench", "row-mover.json");
    private static final String LINE = "%-10s  %-66s  %10s  %-24s  %9s  %6s  %s%n";
    private final Map<String, Object> facts = new LinkedHashMap<>();
    private final List<Figure> figures = new ArrayList<>();
    private boolean complete;

    Report(long rows, long rowBytes) {
        facts.put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put("machine", System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", " + processor() + ", "
            + Runtime.getRuntime().availableProcessors() + " cores");
        facts.put("postgresql", TestServer.value(TestServer.in("postgres"), "show server_version"));
        facts.put("jdk", System.getProperty("java.vm.version"));
        facts.put("heapMb", Runtime.getRuntime().maxMemory() >> 20);
        facts.put("settings", BenchServer.settings());
        facts.put("rows", rows);
        facts.put("rowBytes", rowBytes);
        facts.put("rounds", Rounds.COUNT);
        facts.put("loadBefore", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    static void progress(String format, Object... args) {
        System.out.printf(Locale.ENGLISH, "  " + format + "%n", args);
    }

    void add(Figure figure) {
        figures.add(figure);
    }

    /** Every part that was asked for has come to its end. */
    void complete() {
        complete = true;
    }

    /** Also when a part has failed: what is known by then. */
    void write() {
        var all = new LinkedHashMap<>(facts);
        all.put("complete", complete);
        all.put("figures", figures.stream().map(Report::json).toList());
        all.put("missed", missed());
        all.put("unmeasured", unmeasured());
        try {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, Json.tree(all).toPrettyString() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void print() {
        var text = new StringBuilder("\n");
        facts.forEach((name, value) -> text.append(String.format(Locale.ENGLISH, "%-10s  %s%n", name, value)));
        text.append(String.format("%n" + LINE, "part", "what", "rows", Rounds.COUNT + " rounds", "median", "ratio", "goal"));
        figures.forEach(figure -> text.append(line(figure)));
        text.append(complete ? "" : "\nINCOMPLETE: a part has failed, see below.\n");
        text.append(missed().isEmpty() ? "\nEvery goal that was measured is met.\n" : "\nMISSED: " + String.join("; ", missed()) + "\n");
        text.append(unmeasured().isEmpty() ? "" : "NOT MEASURED: " + String.join("; ", unmeasured()) + "\n");
        System.out.println(text.append("Written to ").append(FILE));
    }

    private List<String> missed() {
        return figures.stream().filter(f -> Boolean.FALSE.equals(f.met())).map(f -> f.part() + ", " + f.name()).toList();
    }

    private List<String> unmeasured() {
        return figures.stream().filter(f -> f.goal() != null && f.met() == null).map(f -> f.part() + ", " + f.name()).toList();
    }

    private static String line(Figure f) {
        var values = f.values().stream().map(Report::number).collect(Collectors.joining(" "));
        var goal = f.goal() == null ? "" : (f.goal().least() ? "≥ " : "≤ ") + number(f.goal().limit()) + (f.met() == null ? " not measured" : f.met() ? " met" : " MISSED");
        var note = f.note() == null ? "" : (goal.isEmpty() ? "" : "; ") + f.note();
        return String.format(Locale.ENGLISH, LINE, f.part(), f.name(), f.rows() == 0 ? "" : String.format(Locale.ENGLISH, "%,d", f.rows()), values,
            f.median() == null ? "" : (number(f.median()) + " " + f.unit()).strip(), f.ratio() == null ? "" : number(f.ratio()), goal + note);
    }

    private static Map<String, Object> json(Figure f) {
        var json = new LinkedHashMap<String, Object>();
        json.put("part", f.part());
        json.put("name", f.name());
        json.put("rows", f.rows() == 0 ? null : f.rows());
        json.put("unit", f.unit());
        json.put("values", f.values());
        json.put("median", f.median());
        json.put("spread", f.values().size() < 2 ? null : f.spread());
        json.put("ratios", f.ratios());
        json.put("ratio", f.ratio());
        json.put("goal", f.goal() == null ? null : (f.goal().least() ? "at least " : "at most ") + f.goal().limit());
        json.put("met", f.met());
        json.put("note", f.note());
        return json;
    }

    private static String number(double value) {
        return String.format(Locale.ENGLISH, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }

    private static String processor() {
        var file = Path.of("/proc/cpuinfo");
        try (var lines = Files.isReadable(file) ? Files.lines(file) : Stream.<String>empty()) {
            return lines.filter(l -> l.startsWith("model name")).map(l -> l.replaceFirst(".*: ", "")).findFirst().orElse("processor unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
