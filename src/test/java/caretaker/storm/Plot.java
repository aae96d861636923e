package caretaker.storm;

import java.util.List;

/** A table of the storm: all have the same columns, each is moved in its own way. */
record Plot(String table, String action, boolean indexed) {
    static final String COLUMNS = "id, at, body, amount";
    /** What stays and what goes are days apart, so that every plan of the storm draws the same line. */
    static final String DUE = "(at > '-infinity' and at < now() - interval '30 days')";
    static final List<Plot> ALL = List.of(new Plot("events", "archive", true), new Plot("logs", "archive", false), new Plot("sessions", "delete", true));

    /** The statements that make all tables and the history in which the writer says what became of each row. */
    static String create(List<Plot> plots) {
        var statements = new StringBuilder("""
            create schema storm;
            create sequence storm.id;
            create table storm.history (seq bigint generated always as identity, plot text not null, op "char" not null,
              id bigint not null, at timestamptz, body text, amount numeric);
            """);
        for (var plot : plots) {
            statements.append("create table ").append(plot.name()).append(" (id bigint primary key, at timestamptz, body text, amount numeric);\n");
            if (plot.indexed) {
                statements.append("create index on ").append(plot.name()).append(" (at);\n");
            }
        }
        return statements.toString();
    }

    String name() {
        return "storm." + table;
    }

    String archive() {
        return name() + "_archive";
    }

    boolean archives() {
        return action.equals("archive");
    }
}
