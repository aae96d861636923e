package caretaker.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** What helps against a finding: the statement, as far as one can be written down, what it does to others, and the page that shows more. Names come quoted from the check. */
public record Advice(String words, String statement, String path, String page) {
    /** The page on which the evidence of a check stands, by the name of the check. */
    private static final Map<String, String> PLACES = Map.ofEntries(
        Map.entry("data_age", "/cleanup"), Map.entry("policies_without_routine", "/routines"), Map.entry("policy_reviews", "/policies"), Map.entry("growth_without_policy", "/tables"),
        Map.entry("long_running_queries", "/activity"), Map.entry("blocked_queries", "/activity"), Map.entry("waiting_locks", "/activity"), Map.entry("idle_transactions", "/activity"),
        Map.entry("active_connections", "/activity"), Map.entry("login_connections", "/activity"), Map.entry("slow_queries", "/queries"), Map.entry("response_time", "/queries"),
        Map.entry("database_growth", "/growth"), Map.entry("database_size", "/growth"), Map.entry("disk_free", "/growth"), Map.entry("table_growth", "/growth"),
        Map.entry("xmin_horizon", "/vacuum"), Map.entry("vacuum_status", "/vacuum"), Map.entry("autovacuum_off", "/vacuum"), Map.entry("prepared_transactions", "/vacuum"),
        Map.entry("sequences", "/server"), Map.entry("wal_archiving", "/server"), Map.entry("inactive_slots", "/server"), Map.entry("replication_lag", "/server"),
        Map.entry("durability", "/server"), Map.entry("pending_restart", "/server"), Map.entry("superusers", "/security"), Map.entry("public_create", "/security"),
        Map.entry("expired_passwords", "/security"), Map.entry("unencrypted_sessions", "/security"), Map.entry("failed_maintenance", "/log"), Map.entry("missed_runs", "/log"));

    /** Null where neither a statement nor a page is known. */
    static Advice of(String check, String remedy, JsonNode params) {
        var place = PLACES.get(check);
        if (remedy == null) {
            return place == null ? null : new Advice(null, null, place, word(place));
        }
        return switch (remedy) {
            case "create_index" -> of("It is built without blocking writers:", "CREATE INDEX CONCURRENTLY ON " + value(params, "table") + " (" + value(params, "columns") + ");", "/indexes?filter=missing");
            case "drop_index" -> of("Keep its definition, it builds the index again:", "DROP INDEX CONCURRENTLY " + value(params, "index") + ";", "/indexes");
            case "reindex" -> of("It is rebuilt beside the old one, which needs its size in free space:", "REINDEX INDEX CONCURRENTLY " + value(params, "index") + ";", "/bloat");
            case "analyze" -> of("It reads a sample and blocks nobody:", "ANALYZE " + value(params, "table") + ";", "/vacuum");
            case "vacuum" -> params == null ? of("The tables with the oldest ids go first: VACUUM (FREEZE) makes them young.", null, "/vacuum?sort=-age")
                : of("It blocks neither readers nor writers:", "VACUUM (ANALYZE) " + value(params, "table") + ";", "/vacuum");
            case "vacuum_full" -> of("It locks out readers and writers while it writes the table anew:", "VACUUM (FULL, ANALYZE) " + value(params, "table") + ";", "/bloat");
            case "refresh_materialized_view" -> of("Readers wait while it is filled:", "REFRESH MATERIALIZED VIEW " + value(params, "view") + ";", "/views");
            case "create_partitions" -> of("Partitions of " + value(params, "table") + " are to be created ahead; its tree shows bounds and gaps.", null, "/partitions");
            default -> of("Remedy: " + remedy.replace('_', ' ') + ".", null, place == null ? "/tables" : place);
        };
    }

    private static Advice of(String words, String statement, String path) {
        return new Advice(words, statement, path, word(path));
    }

    private static String value(JsonNode params, String name) {
        return params == null || !params.hasNonNull(name) ? "…" : params.get(name).asText();
    }

    private static String word(String path) {
        return path.substring(1).replaceAll("\\?.*", "");
    }
}
