package caretaker.run;

import caretaker.db.Quote;
import caretaker.observe.Table;
import caretaker.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** How a file becomes rows again without Caretaker: shell commands with PostgreSQL's own client, of version 15 or newer, which finds its server by PGHOST and the like. */
final class ByHand {
    /** The settings with which the text of the values was written. */
    private static final String CLIENT = "PGCLIENTENCODING=UTF8 PGOPTIONS='-c DateStyle=ISO -c IntervalStyle=postgres -c lc_monetary=C' psql -X -v ON_ERROR_STOP=1";
    /**
     * psql takes a line that holds only \. for the end of the data, also within quotes. The same value, quoted differently, is no such line.
     * https://www.postgresql.org/docs/15/app-psql.html#APP-PSQL-META-COMMANDS-COPY
     */
    private static final String NO_END = "LC_ALL=C sed 's/^\\\\\\./\\\\\".\"/'";

    private ByHand() {}

    /** To be run in the folder of the file, in this order; types of the database's own must be there already. */
    static List<String> commands(Table table, Compression compression, String file) {
        var make = new ArrayList<String>();
        if (!table.schemaName().equals("public")) {
            make.add("create schema if not exists " + Quote.name(table.schemaName()));
        }
        make.add(table.plainCreate().replaceFirst("^create table", "create table if not exists"));
        var copy = "copy " + table.quoted() + " (" + table.columns().stream().map(c -> Quote.name(c.name())).collect(Collectors.joining(", ")) + ") from stdin with ("
            + Plan.Export.CSV + ")";
        return List.of(CLIENT + make.stream().map(m -> " -c " + quoted(m)).collect(Collectors.joining()),
            compression.word() + " -dc " + file + " | " + NO_END + " | " + CLIENT + " -c " + quoted(copy));
    }

    /** For a shell: nothing within single quotes means anything but the single quote itself. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
