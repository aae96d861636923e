package caretaker.storm;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Compares the maintenance log of the store with the ledger of the managed database: an entry must not say more or less than was committed. */
final class Chronicle {
    private final Line store;
    private final Line managed;

    Chronicle(Line store, Line managed) {
        this.store = store;
        this.managed = managed;
    }

    /** Ended runs whose rows differ from the ledger's, each with both numbers; those that say themselves that they are not verified are left out. */
    Map<String, String> untrue() {
        var recorded = numbers(managed, "select string_agg(run::text || '=' || rows, ',') from (select run, sum(rows) as rows from caretaker.batch group by run) as b");
        var told = numbers(store, "select string_agg(run_key::text || '=' || coalesce(done_rows, 0), ',') from caretaker_store.maintenance_log where run_key is not null"
            + " and maintenance_type in ('archive', 'delete', 'export', 'restore') and status not in ('queued', 'running') and not coalesce((details ->> 'unverified')::boolean, false)");
        var untrue = new TreeMap<String, String>();
        told.forEach((run, rows) -> {
            if (!rows.equals(recorded.getOrDefault(run, 0L))) {
                untrue.put(run, store.value("select id || ' ' || status || ': ' || coalesce(reason, '') from caretaker_store.maintenance_log where run_key = '" + run + "'")
                    + " says " + rows + ", the ledger " + recorded.getOrDefault(run, 0L));
            }
        });
        return untrue;
    }

    private static Map<String, Long> numbers(Line line, String query) {
        var numbers = new HashMap<String, Long>();
        var found = line.value(query);
        if (found != null) {
            for (var pair : found.split(",")) {
                numbers.put(pair.split("=")[0], Long.parseLong(pair.split("=")[1]));
            }
        }
        return numbers;
    }
}
