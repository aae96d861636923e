package caretaker.schedule;

import caretaker.UserError;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A schedule chosen without knowing cron: every day, on some days of the week, or on the first day of each month, at a time. */
public record Plain(Every every, List<DayOfWeek> days, LocalTime time) {
    /** The three choices. */
    public enum Every {
        DAY, WEEK, MONTH;

        /** The word in forms and URLs. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Reads what a form sends; a UserError names the field: every, days or time. */
    public static Plain of(String every, List<String> days, String time) {
        var choice = Arrays.stream(Every.values()).filter(e -> e.word().equals(every)).findFirst()
            .orElseThrow(() -> UserError.of("every", "Choose every day, weekly or the first day of each month."));
        try {
            var chosen = choice == Every.WEEK ? days.stream().map(DayOfWeek::valueOf).distinct().sorted().toList() : List.<DayOfWeek>of();
            if (choice == Every.WEEK && chosen.isEmpty()) {
                throw UserError.of("days", "Choose at least one day of the week.");
            }
            return new Plain(choice, chosen, LocalTime.parse(time.strip().matches("[0-9]:[0-9]{2}") ? "0" + time.strip() : time.strip()));
        } catch (DateTimeParseException e) {
            throw UserError.of("time", "Give the time as hours and minutes, 00:00 to 23:59.");
        } catch (IllegalArgumentException e) {
            throw UserError.of("days", "Choose days from Monday to Sunday.");
        }
    }

    /** The line that says the same. */
    public Cron cron() {
        var at = time.getMinute() + " " + time.getHour();
        return Cron.parse(switch (every) {
            case DAY -> at + " * * *";
            case WEEK -> at + " * * " + days.stream().map(d -> String.valueOf(d.getValue() % 7)).sorted().collect(Collectors.joining(","));
            case MONTH -> at + " 1 * *";
        });
    }

    /** The plain choice that means the same as a line, or empty when only the line can say it. */
    public static Optional<Plain> of(Cron cron) {
        var f = cron.fields();
        if (!f.get(0).matches("\\d+") || !f.get(1).matches("\\d+") || !f.get(3).equals("*")) {
            return Optional.empty();
        }
        var time = LocalTime.of(Integer.parseInt(f.get(1)), Integer.parseInt(f.get(0)));
        if (f.get(4).equals("*")) {
            return f.get(2).equals("*") ? Optional.of(new Plain(Every.DAY, List.of(), time))
                : f.get(2).equals("1") ? Optional.of(new Plain(Every.MONTH, List.of(), time)) : Optional.empty();
        }
        if (!f.get(2).equals("*") || !f.get(4).matches("[0-7](,[0-7])*")) {
            return Optional.empty();
        }
        var days = Arrays.stream(f.get(4).split(",")).map(d -> DayOfWeek.of(d.equals("0") ? 7 : Integer.parseInt(d))).distinct().sorted().toList();
        return Optional.of(new Plain(Every.WEEK, days, time));
    }
}
