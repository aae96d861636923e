package caretaker.web;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The state of a list, which is its address: filters, order and page. Links change one thing and keep the rest. */
public record Listing(String path, Map<String, String> state, int size, long total) {

    /** Reads the named parameters; sort, page and database are always among them. */
    static Listing of(Context ctx, int size, String... names) {
        var state = new LinkedHashMap<String, String>();
        for (var name : names) {
            keep(state, name, ctx.queryParam(name));
        }
        for (var name : new String[] {"sort", "page", "database"}) {
            keep(state, name, ctx.queryParam(name));
        }
        return new Listing(ctx.path(), state, size, 0);
    }

    /** The same list, now that it is known how long it is. */
    Listing counted(long rows) {
        return new Listing(path, state, size, rows);
    }

    /** The value of a parameter, empty when it is not set. */
    public String value(String name) {
        return state.getOrDefault(name, "");
    }

    /** The address with one parameter changed (an empty text removes it), back on the first page. */
    public String with(String name, Object value) {
        var changed = new LinkedHashMap<>(state);
        changed.remove("page");
        keep(changed, name, value == null ? null : value.toString());
        return address(changed);
    }

    /** The same list without some of its parameters. */
    Listing without(String... names) {
        var kept = new LinkedHashMap<>(state);
        kept.keySet().removeAll(Set.of(names));
        return new Listing(path, kept, size, total);
    }

    /** The address of the whole list as a file. */
    public String csv() {
        return with("format", "csv");
    }

    /** The same list at another page, counted from 0. */
    Listing at(int page) {
        var turned = new LinkedHashMap<>(state);
        keep(turned, "page", String.valueOf(page));
        return new Listing(path, turned, size, total);
    }

    /** The address sorted by a column: descending first, ascending when it is sorted so already. */
    public String by(String column) {
        return with("sort", value("sort").equals("-" + column) ? column : "-" + column);
    }

    /** For aria-sort: ascending, descending or null. */
    public String sorted(String column) {
        return value("sort").equals("-" + column) ? "descending" : value("sort").equals(column) ? "ascending" : null;
    }

    /** The same list, sorted by this unless the address says otherwise. */
    Listing sortedBy(String first) {
        if (state.containsKey("sort")) {
            return this;
        }
        var sorted = new LinkedHashMap<>(state);
        sorted.put("sort", first);
        return new Listing(path, sorted, size, total);
    }

    /** Arguments of a statement: the column to sort by, when it is one of these, its direction, and how many rows come before the page. */
    Map<String, Object> order(Set<String> columns, String first) {
        var sort = value("sort");
        var column = sort.startsWith("-") ? sort.substring(1) : sort;
        var known = columns.contains(column);
        return Map.of("sort", known ? column : first, "down", !known || sort.startsWith("-"), "offset", offset());
    }

    /** Counted from 0; nonsense is the first page. */
    public int page() {
        var text = value("page");
        return text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
    }

    public long offset() {
        return (long) page() * size;
    }

    public String previous() {
        return page() == 0 ? null : turned(page() - 1);
    }

    public String next() {
        return offset() + size >= total ? null : turned(page() + 1);
    }

    /** 101 to 200 of 1,187. */
    public String range() {
        if (total == 0) {
            return "none";
        }
        return total <= size ? "all " + String.format("%,d", total)
            : String.format("%,d to %,d of %,d", offset() + 1, Math.min(offset() + size, total), total);
    }

    private String turned(int page) {
        var changed = new LinkedHashMap<>(state);
        keep(changed, "page", page == 0 ? null : String.valueOf(page));
        return address(changed);
    }

    private String address(Map<String, String> parameters) {
        return parameters.isEmpty() ? path : path + "?" + parameters.entrySet().stream()
            .map(e -> e.getKey() + "=" + InView.encode(e.getValue())).collect(Collectors.joining("&"));
    }

    private static void keep(Map<String, String> state, String name, String value) {
        if (value == null || value.isBlank()) {
            state.remove(name);
        } else {
            state.put(name, value);
        }
    }
}
