package caretaker.plan;

import caretaker.db.Database;
import caretaker.db.Quote;
import caretaker.observe.Table;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What must hold before rows may leave a table; each answer is the sentence that refuses the plan, with the grant that would help. */
final class Preflight {
    private final Database database;
    private final Ground ground;
    private final Table table;

    Preflight(Database database, Ground ground, Table table) {
        this.database = database;
        this.ground = ground;
        this.table = table;
    }

    /** The first reason why no plan for this table may run; empty when there is none. */
    Optional<String> refusal() {
        return Stream.of(server(), login(), kind(), security(), rights()).flatMap(List::stream).findFirst();
    }

    /** The first reason that lies in the server or the login, whatever is to be done. */
    Optional<String> ground() {
        return Stream.of(server(), login()).flatMap(List::stream).findFirst();
    }

    /** True when the rows of the table cannot be seen, so that nothing about them can be counted. */
    boolean blind() {
        return !kind().isEmpty() || !security().isEmpty() || !table.maySelect();
    }

    private List<String> server() {
        if (ground.inRecovery()) {
            return List.of("This server is a standby and cannot be changed.");
        }
        if (!ground.durable() && database.production()) {
            return List.of("This server runs with fsync or full_page_writes off: a crash of its machine could lose rows from both places. Nothing is moved in production.");
        }
        if (ground.ledger() && !ground.ledgerUsable()) {
            var login = Quote.name(ground.login());
            return List.of("The ledger in " + database.name() + " belongs to another login: grant usage on schema caretaker to " + login
                + "; grant select, insert, update on all tables in schema caretaker to " + login + ".");
        }
        if (ground.ledger() && ground.ledgerVersion() < Ground.NEEDED_LEDGER) {
            return List.of("The ledger in " + database.name() + " was made by an older version of Caretaker; preview its update first.");
        }
        return ground.ledger() ? List.of() : List.of("The ledger is not installed in " + database.name()
            + ". Caretaker records each batch there in the same commit; preview the installation first.");
    }

    private List<String> login() {
        return ground.loginPowers() == null || database.allowSuperuser() ? List.of() : List.of("The login " + ground.login() + " is " + ground.loginPowers()
            + ". Such a login may not change data here unless an admin allows it for this database; better is a login that owns or may delete from the tables.");
    }

    private List<String> kind() {
        return switch (table.relkind()) {
            case "r" -> table.hasRules() ? List.of("The table has rules, which could turn a delete into something else.")
                : table.persistence().equals("t") ? List.of("The table is temporary.") : List.of();
            case "p" -> table.hasRules() ? List.of("The table has rules, which could turn a delete into something else.") : List.of();
            case "v", "m" -> List.of("It is a view; rows are removed from tables only.");
            default -> List.of("It is a foreign table; Caretaker works on the server that holds the rows.");
        };
    }

    private List<String> security() {
        return table.rowSecurityActive() ? List.of("Row security hides rows of this table from " + ground.login()
            + "; a plan would not see all of them. Use the owner of the table or a login with BYPASSRLS.") : List.of();
    }

    private List<String> rights() {
        if (!table.maySelect() || !table.mayDelete()) {
            return List.of("The login " + ground.login() + " has no right to " + (table.maySelect() ? "delete" : "read") + " here: grant select, delete on "
                + table.quoted() + " to " + Quote.name(ground.login()) + ".");
        }
        return List.of();
    }

    /** The reason why a new archive table cannot be made in this schema, or empty. */
    static Optional<String> mayCreate(boolean allowed, String schema, String login) {
        return allowed ? Optional.empty() : Optional.of("The login " + login + " may not create the archive table: grant create on schema "
            + Quote.name(schema) + " to " + Quote.name(login) + ".");
    }
}
