package caretaker.web;

import java.util.ArrayList;
import java.util.List;

/** Divides a rectangle into one per weight, area for weight and as square as can be (Bruls, Huizing, van Wijk: Squarified Treemaps). */
final class Treemap {
    record Rect(double x, double y, double width, double height) {}

    private final List<Rect> rects = new ArrayList<>();
    private double x;
    private double y;
    private double width;
    private double height;

    private Treemap(double width, double height) {
        this.width = width;
        this.height = height;
    }

    /** One rectangle per weight, in their order; weights are positive and sorted, largest first. */
    static List<Rect> of(List<Double> weights, double width, double height) {
        var sum = weights.stream().mapToDouble(w -> w).sum();
        var map = new Treemap(width, height);
        map.fill(weights.stream().map(w -> w / sum * width * height).toList());
        return map.rects;
    }

    private void fill(List<Double> areas) {
        int from = 0;
        while (from < areas.size()) {
            int to = from + 1;
            while (to < areas.size() && worst(areas.subList(from, to + 1)) <= worst(areas.subList(from, to))) {
                to++;
            }
            lay(areas.subList(from, to));
            from = to;
        }
    }

    /** The longest side of the row against its shortest: the nearer to 1 the better. */
    private double worst(List<Double> row) {
        double sum = row.stream().mapToDouble(a -> a).sum();
        double thick = sum / Math.min(width, height);
        return row.stream().mapToDouble(area -> Math.max(thick * thick / area, area / (thick * thick))).max().orElse(0);
    }

    /** A row along the shorter side; what is left of the rectangle is for the next ones. */
    private void lay(List<Double> row) {
        double sum = row.stream().mapToDouble(a -> a).sum();
        boolean upright = height <= width;
        double thick = sum / (upright ? height : width);
        double at = 0;
        for (double area : row) {
            double length = area / thick;
            rects.add(upright ? new Rect(x, y + at, thick, length) : new Rect(x + at, y, length, thick));
            at += length;
        }
        if (upright) {
            x += thick;
            width -= thick;
        } else {
            y += thick;
            height -= thick;
        }
    }
}
