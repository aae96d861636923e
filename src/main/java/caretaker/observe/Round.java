package caretaker.observe;

/** How one round of the collector ended: error is PostgreSQL's own sentence, or null. */
public record Round(long databaseId, int relations, int ms, String error) {}
