package caretaker.observe;

import caretaker.UserError;
import caretaker.db.Databases;
import caretaker.db.Json;
import caretaker.db.Store;
import caretaker.db.Target;
import caretaker.db.TargetError;
import caretaker.db.Targets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One round for one database: contact, every relation, and both written to the store. */
final class Sampler {
    private static final int EXACT = 300;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private record Seen(Contact contact, List<Relation> relations) {}

    private final Store store;
    private final Databases databases;
    private final Targets targets;
    private final InstantSource now;
    private final Map<Long, Instant> thinned = new ConcurrentHashMap<>();

    Sampler(Store store, Databases databases, Targets targets, InstantSource now) {
        this.store = store;
        this.databases = databases;
        this.targets = targets;
        this.now = now;
    }

    /** Never throws for what the target did: its sentence is in the store and in the result. */
    Round sample(long databaseId) {
        var at = now.instant();
        var began = System.nanoTime();
        try {
            var seen = look(targets.of(databaseId));
            var ms = (int) Duration.ofNanos(System.nanoTime() - began).toMillis();
            save(databaseId, seen, at, ms);
            return new Round(databaseId, seen.relations.size(), ms, null);
        } catch (TargetError e) {
            if (e.unreachable()) {
                databases.contacted(databaseId, null, e.sentence());
            }
            return failed(databaseId, at, e.sentence(), e.unreachable());
        } catch (UserError e) {
            return failed(databaseId, at, e.getMessage(), false);
        }
    }

    private Round failed(long databaseId, Instant at, String sentence, boolean unreachable) {
        ended(databaseId, at, 0, null, sentence, unreachable);
        return new Round(databaseId, 0, 0, sentence);
    }

    /** A table may be locked between looking for locks and measuring: then page counts serve for all of them. */
    private Seen look(Target target) {
        try {
            return look(target, EXACT);
        } catch (TargetError e) {
            if (!e.sqlState().equals("55P03")) {
                throw e;
            }
            return look(target, 0);
        }
    }

    private Seen look(Target target, int exact) {
        return target.reading(c -> new Seen(Contact.read(target, c), target.read(c, "collect/relations", Relation.class, Map.of("exact", exact))), LIMIT);
    }

    private void save(long databaseId, Seen seen, Instant at, int ms) {
        databases.contacted(databaseId, seen.contact.facts(), null);
        store.inTransaction(tx -> {
            tx.update("own/relation_save", Map.of("database_id", databaseId, "at", at, "relations", Json.write(seen.relations)));
            tx.update("own/relation_base", Map.of("database_id", databaseId, "at", at));
            tx.update("own/database_sample_add", Map.of("database_id", databaseId, "at", at, "size_bytes", seen.contact.sizeBytes()));
            return null;
        });
        if (thinned.getOrDefault(databaseId, Instant.EPOCH).isBefore(at.minus(Duration.ofDays(1)))) {
            store.update("own/relation_thin", Map.of("database_id", databaseId, "at", at));
            store.update("own/database_sample_thin", Map.of("database_id", databaseId, "at", at));
            store.list("own/history_thin", String.class, Map.of("database_id", databaseId, "at", at));
            thinned.put(databaseId, at);
        }
        SeriesSampler.cost(store, databaseId, "relations", ms, at);
        ended(databaseId, at, ms, seen.contact, null, false);
    }

    private void ended(long databaseId, Instant at, int ms, Contact contact, String error, boolean unreachable) {
        var args = new HashMap<String, Object>();
        args.put("database_id", databaseId);
        args.put("at", at);
        args.put("ms", ms);
        args.put("error", error);
        args.put("unreachable", unreachable);
        args.put("in_recovery", contact == null ? null : contact.inRecovery());
        args.put("started_at", contact == null ? null : contact.startedAt());
        args.put("has_ledger", contact == null ? null : contact.hasLedger());
        args.put("size_bytes", contact == null ? null : contact.sizeBytes());
        store.update("own/database_sampled", args);
    }
}
