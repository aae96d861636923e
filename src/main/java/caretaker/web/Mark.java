package caretaker.web;

import java.util.Locale;

/** A state as icon, word and tone: the only states a page may show. The statuses of the maintenance log are among them. */
public enum Mark {
    OK("circle-check", "ok", "OK"),
    WARNING("alert-triangle", "warn", "Warning"),
    CRITICAL("alert-octagon-filled", "crit", "Critical"),
    UNKNOWN("help-hexagon", "unknown", "Unknown"),
    ON_TIME("circle-check", "ok", "On time"),
    OVERDUE("hourglass-empty", "warn", "Overdue"),
    KEPT("infinity", "idle", "Kept"),
    READY("file-check", "run", "Ready"),
    EXPIRED("clock-off", "idle", "Expired"),
    SCHEDULED("clock", "idle", "Scheduled"),
    QUEUED("dots-circle-horizontal", "idle", "Waiting"),
    RUNNING("progress", "run", "Running"),
    PAUSED("player-pause", "warn", "Paused"),
    DONE("circle-check", "ok", "Done"),
    DONE_WITH_REMAINDER("circle-half-2", "warn", "With remainder"),
    STOPPED("player-stop", "idle", "Stopped"),
    FAILED("circle-x-filled", "crit", "Failed"),
    INTERRUPTED("plug-connected-x", "crit", "Interrupted"),
    SKIPPED("player-skip-forward", "idle", "Skipped"),
    DEFERRED("clock-pause", "idle", "Deferred"),
    MISSED("calendar-x", "crit", "Missed"),
    REFUSED("hand-stop", "warn", "Refused");

    private final String icon;
    private final String tone;
    private final String word;

    Mark(String icon, String tone, String word) {
        this.icon = icon;
        this.tone = tone;
        this.word = word;
    }

    /** The mark of a status as the store spells it. */
    public static Mark of(String status) {
        return valueOf(status.toUpperCase(Locale.ROOT));
    }

    public String icon() {
        return icon;
    }

    public String tone() {
        return tone;
    }

    public String word() {
        return word;
    }
}
