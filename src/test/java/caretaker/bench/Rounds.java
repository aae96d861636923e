package caretaker.bench;

import caretaker.UserError;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Ways to the same end, measured beside each other three times, each time in another order. */
final class Rounds {
    static final int COUNT = 3;
    private final String part;
    private final long rows;
    private final Map<String, Way> ways = new LinkedHashMap<>();
    private final Map<String, List<Double>> seconds = new LinkedHashMap<>();
    private final Map<String, String> refused = new LinkedHashMap<>();

    Rounds(String part, long rows) {
        this.part = part;
        this.rows = rows;
    }

    /** Moves the due rows of a new copy, verifies them and tells how many seconds the move itself took. */
    interface Way {
        double seconds() throws SQLException;
    }

    Rounds way(String name, Way way) {
        ways.put(name, way);
        return this;
    }

    Rounds measure() throws SQLException {
        var names = new ArrayList<>(ways.keySet());
        for (int round = 1; round <= COUNT; round++) {
            for (var name : names) {
                measure(round, name);
            }
            Collections.rotate(names, -1);
        }
        return this;
    }

    /** The seconds of a way as a line of the report, or why there are none. */
    Figure figure(String name) {
        var figure = figure(name, null);
        return figure.values().isEmpty() ? figure : figure.noted(String.format("spread %.0f %%", 100 * figure.spread()));
    }

    /** The same beside the bound of each round: 1 is as fast as the bound, less is slower. */
    Figure figure(String name, String bound, Figure.Goal goal) {
        return refused.containsKey(name) ? figure(name, goal) : figure(name, null).with(Figure.ratios(seconds.get(bound), seconds.get(name)), goal);
    }

    private Figure figure(String name, Figure.Goal missed) {
        return (refused.containsKey(name) ? Figure.missing(part, name, missed, refused.get(name))
            : Figure.value(part, name, "s", seconds.get(name), null)).of(rows);
    }

    private void measure(int round, String name) throws SQLException {
        if (refused.containsKey(name)) {
            return;
        }
        try {
            double took = ways.get(name).seconds();
            seconds.computeIfAbsent(name, n -> new ArrayList<>()).add(took);
            Report.progress("%s, %,d rows, round %d: %s %.2f s", part, rows, round, name, took);
        } catch (UserError e) {
            refused.put(name, e.getMessage());
        }
    }
}
