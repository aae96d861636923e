package caretaker.web;

/** A number ready to be shown: what is written, its unit (grey and smaller), the exact value on hover, and whether it is an estimate, a zero or unknown. */
public record Figure(String number, String unit, String exact, String kind) {
    static final Figure UNKNOWN = new Figure("unknown", "", null, "unknown");
    static final Figure NONE = new Figure("–", "", null, "zero");

    static Figure of(String number, String unit, String exact) {
        return new Figure(number, unit, exact, number.equals("0") ? "zero" : "exact");
    }

    /** The same figure, marked as an estimate; what is unknown or absent stays so. */
    public Figure about() {
        return kind.equals("exact") ? new Figure(number, unit, exact, "estimate") : this;
    }

    public boolean estimate() {
        return kind.equals("estimate");
    }

    public boolean unknown() {
        return kind.equals("unknown");
    }

    public boolean zero() {
        return kind.equals("zero");
    }

    /** As plain text, for sentences and titles. */
    @Override
    public String toString() {
        return (estimate() ? "≈\u00a0" : "") + number + (unit.isEmpty() ? "" : "\u00a0" + unit);
    }

    /** Its sign is narrower than other units. */
    public boolean percent() {
        return unit.equals("%");
    }
}
