package caretaker.cli;

import caretaker.db.Json;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What commands print: JSON for programs, aligned columns for people. */
final class Output {
    private final PrintStream out;
    private final List<List<String>> rows = new ArrayList<>();

    Output(PrintStream out) {
        this.out = out;
    }

    void json(Object value) {
        out.println(Json.write(value));
    }

    void line(String text) {
        out.println(text);
    }

    /** Adds a row of a table; null is shown as unknown. */
    Output row(Object... cells) {
        rows.add(Arrays.stream(cells).map(c -> c == null ? "unknown" : String.valueOf(c)).toList());
        return this;
    }

    /** Prints the rows added so far, columns aligned. */
    void table() {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        for (var row : rows) {
            var line = new StringBuilder();
            for (int c = 0; c < row.size(); c++) {
                int column = c;
                int width = rows.stream().filter(r -> r.size() > column).mapToInt(r -> r.get(column).length()).max().orElse(0);
                line.append(c == columns - 1 ? row.get(c) : String.format("%-" + (width + 2) + "s", row.get(c)));
            }
            out.println(line.toString().stripTrailing());
        }
        rows.clear();
    }
}
