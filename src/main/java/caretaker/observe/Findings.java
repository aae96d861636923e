package caretaker.observe;

import caretaker.UserError;
import caretaker.db.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** What people say about findings: seen, or not to be heard of until a day. Both end by themselves when the finding becomes worse or the day has come. */
public final class Findings {
    /** What waits, for the navigation. */
    public record Waiting(long findings, long critical) {}

    private final Store store;
    private final InstantSource now;

    public Findings(Store store, InstantSource now) {
        this.store = store;
        this.now = now;
    }

    public Waiting waiting() {
        return store.one("own/findings_open", Waiting.class, Map.of("at", now.instant()));
    }

    /** Marks an open finding as seen; the note may be null. */
    public void acknowledge(long id, String note, String person) {
        var args = new HashMap<String, Object>(Map.of("id", id, "person", person, "at", now.instant()));
        args.put("note", note == null || note.isBlank() ? null : note.strip());
        if (store.update("own/finding_acknowledge", args) == 0) {
            throw UserError.refused("The finding is closed or acknowledged already.");
        }
    }

    /** Mutes a finding, or with whole all of its check in its database. */
    public void mute(long id, boolean whole, String reason, Instant until, String person) {
        if (reason == null || reason.isBlank()) {
            throw UserError.of("reason", "Say why nobody should hear of it.");
        }
        if (!until.isAfter(now.instant())) {
            throw UserError.of("until", "This day is past; the finding would not be muted at all.");
        }
        if (store.update("own/finding_mute", Map.of("id", id, "whole", whole, "reason", reason.strip(), "until", until, "person", person, "at", now.instant())) == 0) {
            throw UserError.notFound("The open finding " + id);
        }
    }

    public void endMute(long id, String person) {
        store.update("own/mute_end", Map.of("id", id, "person", person, "at", now.instant()));
    }
}
