package caretaker.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A cron line in plain words, for the shapes people use: every day at 02:00, on Sundays at 08:00, on day 1 of each month at 02:00. */
final class CronWords {
    static final List<String> DAYS = List.of("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday");
    static final List<String> ORDINALS = List.of("first", "second", "third", "fourth", "fifth");
    private static final List<String> MONTHS = List.of("January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December");
    private static final Pattern STEP = Pattern.compile("\\*/(\\d+)");
    private static final Pattern NTH = Pattern.compile("([0-7]|[A-Z]{3})#([1-5])");

    private CronWords() {}

    /** Upper-case fields to words, or the line itself. */
    static String of(List<String> fields) {
        var days = days(fields.get(2), fields.get(3), fields.get(4));
        var times = times(fields.get(0), fields.get(1));
        if (days.isEmpty() || times.isEmpty()) {
            return String.join(" ", fields);
        }
        var repeats = times.get().startsWith("every");
        return days.get().equals("every day") && repeats ? times.get() : days.get() + (repeats ? ", " : " ") + times.get();
    }

    /** How often, in one word: what a log calls the kind of maintenance. */
    static String rhythm(List<String> fields) {
        var few = "\\d+(,\\d+){0,3}";
        if (fields.get(3).matches("\\d+|[A-Z]{3}")) {
            return "yearly";
        }
        if (!fields.get(2).equals("*") || fields.get(4).contains("#") || fields.get(4).endsWith("L")) {
            return "monthly";
        }
        return !fields.get(4).equals("*") ? "weekly" : fields.get(1).matches(few) ? "daily" : "hourly";
    }

    private static Optional<String> times(String minute, String hour) {
        var minuteStep = STEP.matcher(minute);
        if (hour.equals("*") && minute.equals("*")) {
            return Optional.of("every minute");
        }
        if (hour.equals("*") && minuteStep.matches() && 60 % Integer.parseInt(minuteStep.group(1)) == 0) {
            return Optional.of("every " + minuteStep.group(1) + " minutes");
        }
        if (!minute.matches("\\d+")) {
            return Optional.empty();
        }
        var past = Integer.parseInt(minute);
        var suffix = past == 0 ? "" : past == 1 ? ", 1 minute past" : ", " + past + " minutes past";
        var hourStep = STEP.matcher(hour);
        if (hour.equals("*")) {
            return Optional.of("every hour" + suffix);
        }
        if (hourStep.matches() && 24 % Integer.parseInt(hourStep.group(1)) == 0) {
            return Optional.of("every " + hourStep.group(1) + " hours" + suffix);
        }
        return list(hour, 0, 23, h -> "%02d:%02d".formatted(h, past)).map(at -> "at " + at);
    }

    private static Optional<String> days(String day, String month, String weekday) {
        var months = month.equals("*") ? Optional.of("each month") : list(names(month, MONTHS, 1), 1, 12, m -> MONTHS.get(m - 1));
        var monthDays = monthDays(day);
        var weekdays = weekdays(weekday);
        if (months.isEmpty() || monthDays.isEmpty() || weekdays.isEmpty()) {
            return Optional.empty();
        }
        var parts = new ArrayList<String>();
        if (!day.equals("*")) {
            parts.add(monthDays.get() + " of " + months.get());
        }
        if (!weekday.equals("*")) {
            var nth = weekdays.get().startsWith("on the ");
            parts.add(weekdays.get() + (nth ? " of " + months.get() : !month.equals("*") ? " in " + months.get() : ""));
        }
        if (parts.isEmpty()) {
            parts.add(month.equals("*") ? "every day" : "every day in " + months.get());
        }
        return Optional.of(String.join(" or ", parts));
    }

    private static Optional<String> monthDays(String day) {
        if (day.equals("*") || day.equals("L")) {
            return Optional.of("on the last day");
        }
        var several = day.matches(".*[,-].*");
        return list(day, 1, 31, String::valueOf).map(list -> (several ? "on days " : "on day ") + list);
    }

    private static Optional<String> weekdays(String weekday) {
        var nth = NTH.matcher(weekday);
        if (weekday.equals("*")) {
            return Optional.of("");
        }
        if (nth.matches()) {
            return list(names(nth.group(1), DAYS, 0), 0, 7, d -> DAYS.get(d % 7))
                .map(day -> "on the " + ORDINALS.get(Integer.parseInt(nth.group(2)) - 1) + " " + day);
        }
        var range = weekday.contains("-");
        return list(names(weekday, DAYS, 0), 0, 7, d -> DAYS.get(d % 7) + (range ? "" : "s")).map(list -> "on " + list);
    }

    /** Three-letter names become numbers. */
    private static String names(String field, List<String> names, int first) {
        var numbers = field;
        for (int i = 0; i < names.size(); i++) {
            numbers = numbers.replace(names.get(i).substring(0, 3).toUpperCase(Locale.ROOT), String.valueOf(i + first));
        }
        return numbers;
    }

    /** 1,3 as "1 and 3", 1-7 as "1 to 7"; empty for anything else or more than seven. */
    private static Optional<String> list(String field, int low, int high, IntFunction<String> word) {
        if (field.matches("\\d+-\\d+")) {
            var ends = field.split("-");
            return Optional.of(word.apply(Integer.parseInt(ends[0])) + " to " + word.apply(Integer.parseInt(ends[1])));
        }
        if (!field.matches("\\d+(,\\d+){0,6}")) {
            return Optional.empty();
        }
        var words = Pattern.compile(",").splitAsStream(field).map(Integer::parseInt).filter(n -> n >= low && n <= high).map(word::apply)
            .collect(Collectors.toList());
        var last = words.remove(words.size() - 1);
        return Optional.of(words.isEmpty() ? last : String.join(", ", words) + " and " + last);
    }
}
