package caretaker.web;

import caretaker.UserError;
import caretaker.plan.Keep;
import caretaker.plan.Overrides;
import caretaker.plan.Plan;
import caretaker.plan.Policy;
import java.util.HashMap;
import java.util.Locale;

/** The other question at the top of a plan: another time to keep, another table, other batches. */
final class WhatIf {
    private WhatIf() {}

    /** What was asked for and differs from the policy: asking for its own values is no change of it. */
    static Overrides overrides(Form form, Policy policy) {
        var keep = form.value("keep").isBlank() && !form.value("amount").isBlank() ? form.value("amount").strip() + " " + form.value("unit") : form.value("keep").strip();
        var table = form.value("table").strip();
        var batch = form.value("batch").replaceAll("[,\\s]", "");
        if (!batch.matches("[0-9]{0,7}")) {
            throw UserError.of("batch", "A batch has between 1 and 1,000,000 rows.");
        }
        return new Overrides(keep.isEmpty() || Keep.parse(keep).toString().equals(policy.keep()) ? null : keep,
            table.isEmpty() || table.equals(policy.target()) ? null : table, batch.isEmpty() ? null : Integer.valueOf(batch),
            form.value("exact").equals("on"));
    }

    /** The question this plan answers, to be asked differently. */
    static Form of(Plan plan, Policy policy) {
        var asked = plan.content().overrides() == null ? Overrides.NONE : plan.content().overrides();
        var known = new HashMap<String, Object>();
        var text = asked.keep() != null ? asked.keep() : policy == null ? "" : policy.keep();
        var keep = text.isEmpty() || text.equals("forever") ? Keep.parse("90 days") : Keep.parse(text);
        known.put("amount", keep.amount());
        known.put("unit", keep.unit().name().toLowerCase(Locale.ROOT));
        known.put("table", plan.target());
        known.put("batch", asked.batch());
        return Form.with(known);
    }
}
