package caretaker.web;

import caretaker.db.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Who blocks whom, as a tree: first those that wait for nobody, below each the sessions it makes wait. */
final class LockTree {
    /** A session that waits or makes wait; blockedBy are pids, 0 a prepared transaction. isAtMost: it waits since waitingSince or a later time. */
    public record Session(String seenIn, String zone, Instant takenAt, int pid, Instant backendStart, String userName, String applicationName, String state,
                          String query, Instant xactStart, String lockType, String mode, String relation, Instant waitingSince, boolean isAtMost, JsonNode blockedBy,
                          boolean isSuperuser, boolean isOwn) {
        boolean waits() {
            return !blockedBy.isEmpty();
        }

        /** What it waits for, in PostgreSQL's words. */
        public String waitsFor() {
            return !waits() ? null : mode + (relation != null ? " on " + relation : " on a " + lockType);
        }

        /** When it began to wait, or its transaction when it holds what others wait for. */
        public Instant since() {
            return waits() ? waitingSince : xactStart;
        }
    }

    /** A line of the tree; below counts all that wait for it, directly or not; a deadlock or several blockers make a session appear once only. */
    public record Node(Session session, int depth, int below) {}

    private final List<Session> all;

    private LockTree(List<Session> all) {
        this.all = all;
    }

    static List<Node> of(List<Session> sessions) {
        var nodes = new ArrayList<Node>();
        for (var database : sessions.stream().map(Session::seenIn).distinct().toList()) {
            var tree = new LockTree(sessions.stream().filter(s -> s.seenIn.equals(database)).toList());
            var seen = new HashSet<Integer>();
            tree.all.stream().filter(s -> !s.waits()).forEach(s -> tree.add(s, 0, seen, nodes));
            tree.all.forEach(s -> tree.add(s, 0, seen, nodes)); // whoever waits in a circle
        }
        return nodes;
    }

    private void add(Session session, int depth, Set<Integer> seen, List<Node> nodes) {
        if (!seen.add(session.pid)) {
            return;
        }
        int place = nodes.size();
        nodes.add(null);
        all.stream().filter(s -> blockers(s).contains(session.pid)).forEach(s -> add(s, depth + 1, seen, nodes));
        nodes.set(place, new Node(session, Math.min(depth, 6), nodes.size() - place - 1));
    }

    private static List<Integer> blockers(Session session) {
        return List.of(Json.read(session.blockedBy, Integer[].class));
    }
}
