package caretaker.web;

import caretaker.observe.Table;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The treemap of the tables page: area is size, tint is growth, dead rows or policy. */
final class TableMap {
    private static final double WIDTH = 1050; // what the page usually has; it decides only where a name fits
    private static final double HEIGHT = 124;
    private static final double CHARACTER = 7.3;

    /** One of the largest tables, or with null names all the others together. */
    public record Item(int rank, String databaseName, String schemaName, String relationName, long tables, long totalBytes, BigDecimal grownShare,
                       BigDecimal deadShare, Long policies) {}

    /** A rectangle in percent of the map; label and detail are null where they do not fit. */
    public record Tile(String x, String y, String width, String height, String label, String detail, String title, String link, int step) {}

    /** A tint and what it stands for. */
    public record Step(int step, String word) {}

    private final String tint;
    private final Format format;

    TableMap(String tint, Format format) {
        this.tint = tint;
        this.format = format;
    }

    List<Tile> tiles(List<Item> items) {
        var rects = Treemap.of(items.stream().map(i -> (double) i.totalBytes()).toList(), WIDTH, HEIGHT);
        return IntStream.range(0, items.size()).mapToObj(n -> tile(items.get(n), rects.get(n))).toList();
    }

    List<Step> legend() {
        if (tint.equals("policy")) {
            return List.of(new Step(0, "no policy"), new Step(4, "has a policy"));
        }
        var limits = limits();
        var steps = new ArrayList<Step>();
        steps.add(new Step(0, "< " + number(limits[0]) + "\u00a0%"));
        for (int n = 1; n < limits.length; n++) {
            steps.add(new Step(n, number(limits[n - 1])));
        }
        steps.add(new Step(limits.length, number(limits[limits.length - 1]) + "\u00a0% and more"));
        return steps;
    }

    private Tile tile(Item item, Treemap.Rect rect) {
        var name = item.relationName() == null ? item.tables() + " others" : item.relationName();
        var said = format.bytes(item.totalBytes()) + measure(item);
        var title = (item.relationName() == null ? name : Table.display(item.schemaName(), item.relationName()) + " in " + item.databaseName()) + ": " + said;
        var label = rect.height() < 20 ? null : fitting(name, rect.width() - 14);
        var detail = rect.height() < 38 || label == null || said.length() * CHARACTER * 0.8 > rect.width() - 14 ? null : said;
        return new Tile(percent(rect.x(), WIDTH), percent(rect.y(), HEIGHT), percent(rect.width(), WIDTH), percent(rect.height(), HEIGHT),
            label, detail, title, item.relationName() == null ? null : TableRow.link(item.databaseName(), item.schemaName(), item.relationName()), step(item));
    }

    private String measure(Item item) {
        var share = tint.equals("dead") ? item.deadShare() : item.grownShare();
        if (tint.equals("policy")) {
            return item.relationName() == null ? "" : item.policies() == 0 ? ", no policy" : ", " + format.plural(item.policies(), "policy").replace("policys", "policies");
        }
        return share == null ? "" : tint.equals("dead") ? ", " + format.percent(share) + " dead" : ", " + format.change(format.percent(share));
    }

    private int step(Item item) {
        if (tint.equals("policy")) {
            return item.policies() > 0 ? 4 : 0;
        }
        var share = tint.equals("dead") ? item.deadShare() : item.grownShare();
        var percent = share == null ? 0 : share.doubleValue() * 100;
        return (int) IntStream.range(0, limits().length).filter(n -> percent >= limits()[n]).count();
    }

    private double[] limits() {
        return tint.equals("dead") ? new double[] {1, 2, 5, 10, 20} : new double[] {0.5, 2, 4, 6, 8};
    }

    private static String fitting(String name, double width) {
        int room = (int) (width / CHARACTER);
        if (name.length() <= room) {
            return name;
        }
        return room < 4 ? null : name.substring(0, name.offsetByCodePoints(0, Math.min(room - 1, name.codePointCount(0, name.length())))) + "…";
    }

    private static String percent(double part, double whole) {
        return String.format(Locale.ROOT, "%.3f%%", part / whole * 100);
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }
}
