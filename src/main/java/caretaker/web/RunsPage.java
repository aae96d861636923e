package caretaker.web;

import caretaker.db.Store;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What runs now and what waits, and the runs that ended last. */
final class RunsPage {
    private static final String GOING = "queued,running";
    private static final String ENDED = "done,done_with_remainder,stopped,failed,interrupted,refused";
    private static final int LAST = 50;

    /** A run, or a routine with its tasks as runs of their own. */
    public record Row(long id, Instant startedAt, Instant endedAt, Instant createdAt, String status, String maintenanceType, String title, String target, String person,
                      String databaseName, String environment, String zone, Long plannedRows, Long doneRows, Integer batches, String reason, Long planId,
                      Long parentId, String parentTitle, String stopRequestedBy) {
        public String who() {
            return LogEntry.who(person);
        }

        public boolean running() {
            return status.equals("running");
        }

        /** Done in hundredths of what was planned, or null when that is not known. */
        public Integer percent() {
            return plannedRows == null || plannedRows == 0 || doneRows == null ? null : (int) Math.min(100, doneRows * 100 / plannedRows);
        }
    }

    /** The page. */
    public record Page(List<Row> going, List<Row> ended) {
        public long running() {
            return going.stream().filter(Row::running).count();
        }
    }

    private final View view;
    private final Store store;

    RunsPage(View view, Store store) {
        this.view = view;
        this.store = store;
    }

    void show(Context ctx) {
        var inView = InView.of(ctx);
        view.show(ctx, "runs", new Page(rows(inView, GOING, 200), rows(inView, ENDED, LAST)));
    }

    private List<Row> rows(InView inView, String statuses, int size) {
        var args = new HashMap<String, Object>(Map.of("statuses", statuses, "size", size));
        args.put("database", inView.database() == null ? null : inView.database().name());
        return store.list("observe/runs", Row.class, args);
    }
}
