package caretaker.web;

import io.javalin.security.RouteRole;
import java.util.Locale;

/** What a person may do; a higher role includes the lower ones. OPEN routes need no person. */
public enum Role implements RouteRole {
    OPEN, VIEWER, OPERATOR, ADMIN;

    /** The role as the store spells it. */
    public static Role of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }

    /** The role as people and the store spell it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
