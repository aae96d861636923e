package caretaker.db;

/** The one place where names and values become SQL text. Names come from the catalogue, never from a form. */
public final class Quote {
    private Quote() {}

    /** A quoted identifier, always in double quotes, so that no keyword list is needed. */
    public static String name(String identifier) {
        if (identifier.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("An identifier cannot contain a zero byte.");
        }
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    public static String name(String schema, String identifier) {
        return name(schema) + "." + name(identifier);
    }

    /** A quoted literal, or null. Escape syntax is used where a backslash occurs, so that standard_conforming_strings does not matter. */
    public static String literal(String value) {
        if (value == null) {
            return "null";
        }
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("A text cannot contain a zero byte.");
        }
        var doubled = value.replace("'", "''");
        return doubled.indexOf('\\') < 0 ? "'" + doubled + "'" : "E'" + doubled.replace("\\", "\\\\") + "'";
    }
}
