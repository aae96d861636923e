package caretaker.bench;

import java.util.ArrayList;
import java.util.List;

/** One line of the report: a value for each round, its ratio to the bound of the same round, and what it should be. */
record Figure(String part, String name, long rows, String unit, List<Double> values, List<Double> ratios, Goal goal, String note) {
    /** A limit for the ratio, or for the value of a figure without ratios. */
    record Goal(boolean least, double limit) {
        static Goal atLeast(double limit) {
            return new Goal(true, limit);
        }

        static Goal atMost(double limit) {
            return new Goal(false, limit);
        }
    }

    /** What this version or this machine cannot do; with a goal the report says that it was not measured. */
    static Figure missing(String part, String name, Goal goal, String why) {
        return new Figure(part, name, 0, "", List.of(), List.of(), goal, why);
    }

    /** A value without a bound. */
    static Figure value(String part, String name, String unit, List<Double> values, Goal goal) {
        return new Figure(part, name, 0, unit, values, List.of(), goal, null);
    }

    Figure of(long someRows) {
        return new Figure(part, name, someRows, unit, values, ratios, goal, note);
    }

    Figure with(List<Double> someRatios, Goal someGoal) {
        return new Figure(part, name, rows, unit, values, someRatios, someGoal, note);
    }

    Figure noted(String text) {
        return new Figure(part, name, rows, unit, values, ratios, goal, text);
    }

    /** Null when nothing was measured. */
    Double median() {
        return median(values);
    }

    Double ratio() {
        return median(ratios);
    }

    /** Null without a goal, or without a figure. */
    Boolean met() {
        var judged = ratios.isEmpty() ? median() : ratio();
        return goal == null || judged == null ? null : (Boolean) (goal.least() ? judged >= goal.limit() : judged <= goal.limit());
    }

    /** How far the rounds lie apart, as a share of the median: the noise of the machine. */
    double spread() {
        return (values.stream().mapToDouble(v -> v).max().orElse(0) - values.stream().mapToDouble(v -> v).min().orElse(0)) / median();
    }

    /** Round by round, how many times faster than this is the other. */
    static List<Double> ratios(List<Double> these, List<Double> others) {
        var ratios = new ArrayList<Double>();
        for (int i = 0; i < Math.min(these.size(), others.size()); i++) {
            ratios.add(these.get(i) / others.get(i));
        }
        return ratios;
    }

    private static Double median(List<Double> values) {
        var sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.isEmpty() ? null : sorted.size() % 2 == 1 ? sorted.get(half) : (Double) ((sorted.get(half - 1) + sorted.get(half)) / 2);
    }
}
