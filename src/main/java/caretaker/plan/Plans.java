package caretaker.plan;

import caretaker.UserError;
import caretaker.db.Json;
import caretaker.db.Store;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The stored previews. */
public final class Plans {
    private final Store store;

    public Plans(Store store) {
        this.store = store;
    }

    public Plan byId(long id) {
        return find(id).orElseThrow(() -> UserError.notFound("Plan " + id));
    }

    public Optional<Plan> find(long id) {
        return store.first("own/plan_get", Row.class, Map.of("id", id)).map(Row::plan);
    }

    /** A second person approves a plan. Throws a UserError for the person who previewed it, and when it was approved or has expired. */
    public void approve(long id, String person, Instant now) {
        var plan = byId(id);
        if (plan.createdBy().equals(person)) {
            throw UserError.refused("The person who made the preview cannot approve it; somebody else has to look at it.");
        }
        if (plan.expired(now)) {
            throw UserError.refused("The plan has expired: what it counted is more than a day old. Preview again.");
        }
        if (store.update("own/plan_approve", Map.of("id", id, "person", person, "at", now)) == 0) {
            throw UserError.refused("The plan was approved already.");
        }
    }

    /** Stores a plan (its id is ignored) and gives it back with its id. */
    Plan add(Plan plan) {
        var args = new HashMap<String, Object>(Map.of("database_id", plan.databaseId(), "kind", plan.kind(), "title", plan.title(),
            "harsher", plan.harsher(), "content", Json.write(plan.content()), "exact", plan.exact(), "person", plan.createdBy(),
            "created_at", plan.createdAt(), "expires_at", plan.expiresAt()));
        args.put("policy_id", plan.policyId());
        args.put("policy_version", plan.policyVersion());
        args.put("target", plan.target());
        args.put("refusal", plan.refusal());
        args.put("rows", plan.rows());
        args.put("bytes", plan.bytes());
        args.put("cutoff", plan.cutoff());
        return byId(store.one("own/plan_add", Long.class, args));
    }

    /** Rows per second of the last runs on this target, how many runs that is, and their usual rows; nulls where there were none. */
    public record Rate(Double rowsPerSecond, int runs, Double usualRows) {}

    Rate rate(long databaseId, String target, Long policyId) {
        var args = new HashMap<String, Object>(Map.of("database_id", databaseId, "target", target));
        args.put("policy_id", policyId);
        return store.one("own/plan_rate", Rate.class, args);
    }

    /** A plan as the store gives it. */
    public record Row(long id, long databaseId, String kind, Long policyId, Integer policyVersion, String title, String target, boolean harsher,
                      JsonNode content, String refusal, Long rows, boolean exact, Long bytes, Instant cutoff, String createdBy, Instant createdAt,
                      Instant expiresAt, String approvedBy, Instant approvedAt) {
        Plan plan() {
            return new Plan(id, databaseId, kind, policyId, policyVersion, title, target, harsher, Json.read(content, Plan.Content.class), refusal, rows,
                exact, bytes, cutoff, createdBy, createdAt, expiresAt, approvedBy, approvedAt);
        }
    }
}
