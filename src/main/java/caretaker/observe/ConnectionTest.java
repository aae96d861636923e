package caretaker.observe;

import caretaker.db.Address;
import caretaker.db.Target;
import caretaker.db.TargetError;
import caretaker.db.Targets;
import java.util.ArrayList;
import java.util.List;

/** Tries an address without changing anything there: what works, what does not, and the statement that would change it. */
public final class ConnectionTest {
    /** state is ok, warning, missing or failed; grant is what an administrator of the server may run, or null. */
    public record Line(String state, String what, String why, String grant) {}

    /** All lines, and whether the database can be taken under care at all. */
    public record Result(List<Line> lines) {
        public boolean usable() {
            return lines.stream().noneMatch(line -> line.state.equals("failed"));
        }

        public long count(String state) {
            return lines.stream().filter(line -> line.state.equals(state)).count();
        }
    }

    private final List<Line> lines = new ArrayList<>();

    private ConnectionTest() {}

    /** Connects and looks; what fails is a line of the result. Throws a UserError when a stored password of that name is needed and does not fit. */
    public static Result of(Targets targets, String name, Address address) {
        try (var target = targets.trial(name, address)) {
            return of(target, address);
        }
    }

    static Result of(Target target, Address address) {
        var test = new ConnectionTest();
        try {
            test.look(target.alone("connection test", connection -> {
                connection.setReadOnly(true);
                connection.setAutoCommit(false);
                return Rights.read(target, connection);
            }), address);
        } catch (TargetError e) {
            test.failed(e, address);
        }
        return new Result(test.lines);
    }

    private void failed(TargetError e, Address address) {
        var place = address.host() + ":" + address.port();
        if (e.sqlState().startsWith("28") || e.sqlState().equals("3D000") || e.sqlState().startsWith("53") || e.sqlState().equals("42501")) {
            ok("Reached", "PostgreSQL answers at " + place + ".");
        }
        var what = switch (e.sqlState()) {
            case "28P01", "28000" -> "Sign in";
            case "3D000" -> "Database";
            default -> "Connection";
        };
        add("failed", what, e.sentence() + (e.meaning().isEmpty() ? "" : ". " + e.meaning()), null);
    }

    private void look(Rights r, Address address) {
        ok("Reached", "PostgreSQL answers at " + address.host() + ":" + address.port() + " and accepts the login " + r.login() + ".");
        encryption(r);
        if (!version(r)) {
            return;
        }
        strength(r);
        check(r.monitors(), "Activity, sizes and settings", "The login is a member of pg_monitor.",
            "Without pg_monitor other sessions' statements and some sizes stay unknown.", r.monitorGrant());
        reading(r);
        changing(r);
        check(r.mayInstall(), "Ledger", "The login may create the schema caretaker, when a plan installs it.",
            "Runs write a ledger into the schema caretaker. Observing and previews work without it.", r.installGrant());
        check(r.maintainGrant() == null, "VACUUM, ANALYZE and REINDEX", "Allowed on " + of(r.maintainable(), r.tables()) + ".",
            "Allowed on " + of(r.maintainable(), r.tables()) + "; PostgreSQL skips the others with a warning."
                + (r.major() < 17 ? " Before PostgreSQL 17 only owners may; membership in the owning role also lets the login drop its tables." : ""),
            r.maintainGrant());
    }

    private void encryption(Rights r) {
        if (r.encrypted()) {
            ok("Encryption", "The connection uses " + r.cipher() + ".");
        } else if (r.sameMachine()) {
            ok("Encryption", "The connection is not encrypted and does not leave this machine.");
        } else {
            add("warning", "Encryption", "The connection is not encrypted: rows travel in clear. Set TLS to require, or better verify-full.", null);
        }
    }

    private boolean version(Rights r) {
        if (r.major() < 13) {
            add("failed", "Version", "PostgreSQL " + r.serverVersion() + " is too old; Caretaker needs 14 or newer (13 with less).", null);
            return false;
        }
        if (r.major() == 13) {
            add("warning", "Version", "PostgreSQL " + r.serverVersion() + " works, with less: walks by block ranges are not possible, and the server does not "
                + "notice a killed console before its statement ends.", null);
        } else if (r.major() > 18) {
            add("warning", "Version", "PostgreSQL " + r.serverVersion() + " is newer than what Caretaker was tested with (14 to 18).", null);
        } else {
            ok("Version", "PostgreSQL " + r.serverVersion() + " is supported in full.");
        }
        if (r.inRecovery()) {
            add("warning", "Standby", "The server is a standby: it can be observed, and nothing can run on it.", null);
        }
        return true;
    }

    private void strength(Rights r) {
        if (r.powers().isEmpty()) {
            ok("Strength of the login", "No superuser, and may neither create roles, replicate nor bypass row security.");
        } else {
            add("warning", "Strength of the login", r.login() + " has " + r.powers() + ". Caretaker only reads with it: runs are refused unless an admin allows "
                + "them for this database. Better give it less.", r.weakenGrant());
        }
    }

    private void reading(Rights r) {
        check(r.selectGrant() == null, "Read rows", "SELECT on " + of(r.readable(), r.tables()) + ".",
            "SELECT on " + of(r.readable(), r.tables()) + ". Sizes are shown for all; rows of the others cannot be counted or previewed.", r.selectGrant());
        if (r.hidden() > 0) {
            add("warning", "Row security", "Row security hides rows of " + of(r.hidden(), r.tables()) + " from this login; policies on them are refused.", null);
        }
    }

    private void changing(Rights r) {
        check(r.changeGrant() == null, "Delete and restore rows", "DELETE and INSERT on " + of(r.changeable(), r.tables()) + ".",
            "DELETE and INSERT on " + of(r.changeable(), r.tables()) + ". Policies can be previewed on the others, not run.", r.changeGrant());
        check(r.createGrant() == null, "Archive tables", "The login may create tables beside those it archives.",
            "The login may not create tables in " + r.closedSchemas() + ", where archive tables would stand; a policy may name another schema.", r.createGrant());
    }

    private void check(boolean good, String what, String works, String lacks, String grant) {
        add(good ? "ok" : "missing", what, good ? works : lacks, good ? null : grant);
    }

    private void ok(String what, String why) {
        add("ok", what, why, null);
    }

    private void add(String state, String what, String why, String grant) {
        lines.add(new Line(state, what, why, grant));
    }

    private static String of(long some, long all) {
        return some == all ? "all " + all + (all == 1 ? " table" : " tables") : some + " of " + all + " tables";
    }
}
