package caretaker.run;

import caretaker.plan.MoveSql;
import caretaker.plan.Plan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** All relations of a move, passed one after the other. Workers claim disjoint pieces of it, and give back what they could not do. */
final class Course {
    /** Opens a relation: compares it with the preview under a lock and finds where its walk goes on. */
    interface Opening {
        Passage open(Connection connection, Plan.Leaf leaf) throws SQLException;
    }

    /** A relation under way: its structure when it was compared, and its walk. */
    record Passage(Plan.Leaf leaf, String structure, Walk walk) {}

    private final Iterator<Plan.Leaf> leaves;
    private final Plan.Move move;
    private final Opening opening;
    private final List<Claim> open = new ArrayList<>(); // not done yet, in the order of the walk
    private Passage passage;
    private boolean early;
    private Plan.Leaf coming; // taken from the list, not opened yet

    Course(Plan.Move move, Opening opening) {
        this.move = move;
        this.leaves = move.leaves().iterator();
        this.opening = opening;
    }

    /** A piece that one worker works on, or that waits to be taken again. */
    static final class Claim {
        private final Passage passage;
        private final Span span;
        private boolean free = true;
        private boolean failed;

        private Claim(Passage passage, Span span) {
            this.passage = passage;
            this.span = span;
        }

        Passage passage() {
            return passage;
        }

        Span span() {
            return span;
        }
    }

    /** The next piece with about so many rows, or empty when nothing is left to claim. holds: what legal holds of now keep. */
    synchronized Optional<Claim> next(Connection connection, int rows, String holds) throws SQLException {
        for (var free = free(); ; free = free()) {
            if (free.isPresent() && free.get().failed) {
                smaller(connection, free.get(), rows, holds);
            } else if (free.isPresent()) {
                free.get().free = false;
                return free;
            } else if (!more(connection, rows, holds)) {
                return Optional.empty();
            }
        }
    }

    /** True when a walk ended before the end of its relation. */
    synchronized boolean early() {
        return early;
    }

    synchronized void done(Claim claim) {
        open.remove(claim);
    }

    /** It could not be done: whoever comes next takes it, in smaller pieces. */
    synchronized void giveBack(Claim claim) {
        claim.free = true;
        claim.failed = true;
    }

    /** Up to where everything of the relation is done, once this piece is: what a later session may begin with. */
    synchronized String passed(Claim claim) {
        return open.stream().filter(o -> o != claim && o.passage == claim.passage).findFirst().map(o -> o.span.from())
            .orElseGet(() -> claim.passage.walk().position());
    }

    private Optional<Claim> free() {
        return open.stream().filter(c -> c.free).findFirst();
    }

    private boolean more(Connection connection, int rows, String holds) throws SQLException {
        if (passage == null && coming == null && !leaves.hasNext()) {
            return false;
        }
        if (passage == null) {
            coming = coming == null ? leaves.next() : coming;
            passage = opening.open(connection, coming);
            coming = null;
        }
        var spans = passage.walk().next(connection, new MoveSql(move, passage.leaf(), holds), rows);
        for (var span : spans) {
            open.add(new Claim(passage, span));
        }
        if (spans.isEmpty()) {
            early |= passage.walk().early();
            passage = null;
        }
        return true;
    }

    private void smaller(Connection connection, Claim claim, int rows, String holds) throws SQLException {
        var spans = claim.passage.walk().cut(connection, new MoveSql(move, claim.passage.leaf(), holds), claim.span, rows);
        int at = open.indexOf(claim);
        open.remove(at);
        for (int i = 0; i < spans.size(); i++) {
            open.add(at + i, new Claim(claim.passage, spans.get(i)));
        }
    }
}
