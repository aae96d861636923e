package caretaker.storm;

import caretaker.plan.Handling;
import java.util.List;

/** A table of the storm: all have the same columns, each is moved in its own way. */
record Plot(String table, String action, Shape shape, Handling handling) {
    /** How the rows lie. */
    enum Shape { INDEXED, HEAP, PARTITIONED }

    static final String COLUMNS = "id, at, body, amount";
    /** What stays and what goes are days apart, so that every plan of the storm draws the same line. */
    static final String DUE = "(at > '-infinity' and at < now() - interval '30 days')";
    static final List<Plot> ALL = List.of(
        new Plot("events", "archive", Shape.INDEXED, new Handling(null, "full", 2, null, "none")),
        new Plot("logs", "archive", Shape.HEAP, new Handling(null, null, 1, null, "vacuum")),
        new Plot("sessions", "delete", Shape.INDEXED, new Handling(null, "full", 1, null, "analyze")),
        new Plot("bills", "export", Shape.INDEXED, new Handling("zstd", "full", 2, null, "none")),
        new Plot("parts", "archive", Shape.PARTITIONED, new Handling(null, "full", 2, null, "none")),
        new Plot("sheets", "export", Shape.PARTITIONED, new Handling("gzip", null, 1, null, "none")));

    /** The statements that make all tables and the history in which the writer says what became of each row. */
    static String create(List<Plot> plots) {
        var statements = new StringBuilder("""
            create schema storm;
            create sequence storm.id;
            create table storm.history (seq bigint generated always as identity, plot text not null, op "char" not null,
              id bigint not null, at timestamptz, body text, amount numeric);
            """);
        plots.forEach(plot -> statements.append(plot.create()));
        return statements.toString();
    }

    private String create() {
        var columns = " (id bigint not null, at timestamptz, body text, amount numeric)";
        var table = shape == Shape.PARTITIONED ? "create table " + name() + columns + " partition by range (at);\n" + partitions() : "create table " + name() + columns + ";\n"
            + "alter table " + name() + " add primary key (id);\n";
        return table + (shape == Shape.HEAP ? "" : "create index on " + name() + " (at);\n") + (shape == Shape.PARTITIONED ? "create index on " + name() + " (id);\n" : "");
    }

    /** Four for most of what is old, and one for all else. */
    private String partitions() {
        return """
            do $$
            begin
              for part in 0..3 loop
                execute format('create table %1$s_%%s partition of %1$s for values from (%%L) to (%%L)', part, current_date - 440 + part * 100, current_date - 340 + part * 100);
              end loop;
            end
            $$;
            create table %1$s_rest partition of %1$s default;
            """.formatted(name());
    }

    String name() {
        return "storm." + table;
    }

    String archive() {
        return name() + "_archive";
    }

    boolean deletes() {
        return action.equals("delete");
    }

    boolean exports() {
        return action.equals("export");
    }
}
