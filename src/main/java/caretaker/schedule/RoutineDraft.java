package caretaker.schedule;

import java.util.List;

/** A routine as a person or a file asks for it. Null zone: that of the database; null window and budget: no limit; null catchUp: skip. */
public record RoutineDraft(String name, String database, String schedule, String zone, List<String> tasks, Integer windowMinutes, Integer budgetMinutes,
                           String catchUp, boolean enabled, String reason) {}
