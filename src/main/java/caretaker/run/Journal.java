package caretaker.run;

import caretaker.db.Store;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a run under way writes into the store: how far it has come, its steps, a copy of its batches. */
record Journal(Store store, Node node) {
    /** What a run has moved; nulls leave what is known. */
    record Sum(Long rows, Integer batches, Long bytes) {
        static final Sum UNKNOWN = new Sum(null, null, null);
    }

    /** Writes progress (nulls leave a number as it is) and hears what people want. Empty: the run is no longer ours. */
    Optional<Runs.Orders> progress(long id, Long doneRows, Integer batches, Long doneBytes, String slowedBy) {
        var args = new HashMap<String, Object>(Map.of("id", id, "node", node.name(), "beat", doneRows == null));
        args.put("done_rows", doneRows);
        args.put("batches", batches);
        args.put("done_bytes", doneBytes);
        args.put("slowed_by", slowedBy);
        return store.first("own/log_progress", Runs.Orders.class, args);
    }

    void step(long id, int no, String title, String statement, String status, Long rows, String message) {
        var args = new HashMap<String, Object>(Map.of("log_id", id, "no", no, "title", title, "status", status));
        args.put("statement", statement);
        args.put("rows", rows);
        args.put("message", message);
        store.update("own/step_save", args);
    }

    /** Whatever a session before has left unfinished. */
    void broken(long id) {
        store.update("own/step_break", Map.of("log_id", id, "node", node.name()));
    }

    void batch(long id, Runs.BatchRow batch) {
        var args = new HashMap<String, Object>(Map.of("log_id", id, "no", batch.no(), "rows", batch.rows(), "ms", batch.ms(), "worker", batch.worker(),
            "rest_ms", batch.restMs()));
        args.put("from_key", batch.fromKey());
        args.put("to_key", batch.toKey());
        args.put("slowed_by", batch.slowedBy());
        args.put("relation", batch.relation());
        args.put("file", batch.file());
        args.put("file_bytes", batch.fileBytes());
        store.update("own/batch_add", args);
    }
}
