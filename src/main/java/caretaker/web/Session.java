package caretaker.web;

import io.javalin.http.Context;

/** Who is signed in with this request. */
record Session(long personId, String name, Role role, String theme, String csrf, byte[] tokenHash) {

    /** Null on pages that are open to everybody. */
    static Session of(Context ctx) {
        return ctx.attribute("session");
    }
}
