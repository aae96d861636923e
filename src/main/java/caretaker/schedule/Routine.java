package caretaker.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** A named, ordered list of tasks with a schedule. Tasks are names of policies of its database, or cleanup_statistics. */
public record Routine(long id, String name, long databaseId, String databaseName, String environment, String schedule, String zone, List<String> tasks,
                      Integer windowMinutes, Integer budgetMinutes, String catchUp, boolean enabled, String reason, Instant changedAt,
                      String changedBy, Instant watchedFrom) {
    /** The task that counts what all policies of the database would clean up. */
    public static final String CLEANUP_STATISTICS = "cleanup_statistics";

    public Cron cron() {
        return Cron.parse(schedule);
    }

    public ZoneId zoneId() {
        return ZoneId.of(zone);
    }

    /** As whom it acts in the log when nobody started it by hand. */
    public String person() {
        return "routine:" + name;
    }

    /** Whether one run makes up for due times that were missed. */
    public boolean catchesUp() {
        return catchUp.equals("once");
    }

    /** True when a start now would be later after its due time than the window allows. */
    boolean tooLate(Instant due, Instant now) {
        return windowMinutes != null && due != null && now.isAfter(due.plusSeconds(60L * windowMinutes));
    }
}
