package caretaker.web;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Open findings at the end of each of the last days, as bars of a box that is 10 wide for each day and 100 high; closed counts all that were closed in that time. */
public record FindingDays(List<Bar> bars, long closed) {
    public record Day(LocalDate day, long critical, long warning, long closed) {}

    /** Where a day's bar stands, and how high its two parts are, critical ones below. */
    public record Bar(Day day, int x, double critical, double warning) {
        public double top() {
            return 100 - critical - warning;
        }
    }

    /** Null while nothing was ever found. */
    static FindingDays of(List<Day> days) {
        long most = days.stream().mapToLong(d -> d.critical + d.warning).max().orElse(0);
        if (most == 0) {
            return null;
        }
        var bars = new ArrayList<Bar>();
        for (var day : days) {
            bars.add(new Bar(day, 10 * bars.size(), 100.0 * day.critical / most, 100.0 * day.warning / most));
        }
        return new FindingDays(bars, days.stream().mapToLong(Day::closed).sum());
    }

    public Day first() {
        return bars.get(0).day;
    }

    public Day last() {
        return bars.get(bars.size() - 1).day;
    }
}
