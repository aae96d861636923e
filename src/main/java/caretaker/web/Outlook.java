package caretaker.web;

import caretaker.observe.Forecast;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeMap;

/** Where the size of a table is heading, and what its policies would leave of it today; each null while it is not known. */
public record Outlook(Forecast forecast, Long kept, String keeping) {
    /** The last size of a day. */
    public record Day(LocalDate day, long bytes) {}

    static Outlook of(List<Day> days, Long totalBytes, List<TablePage.Policy> policies) {
        var daily = new TreeMap<LocalDate, Double>();
        days.forEach(d -> daily.put(d.day, (double) d.bytes));
        return new Outlook(Forecast.of(daily), kept(totalBytes, policies), policies.size() == 1 ? "with " + policies.get(0).keep() + " kept" : "with its policies kept");
    }

    /** Null too when nothing is past its time: then the line would be the size itself. */
    private static Long kept(Long totalBytes, List<TablePage.Policy> policies) {
        if (totalBytes == null || policies.isEmpty() || policies.stream().anyMatch(p -> p.error() != null || p.dueBytes() == null)) {
            return null;
        }
        long due = policies.stream().mapToLong(TablePage.Policy::dueBytes).sum();
        return due <= 0 ? null : Long.valueOf(Math.max(0, totalBytes - due));
    }

    public boolean known() {
        return forecast != null || kept != null;
    }
}
