package caretaker;

/** The only exception thrown on purpose: an HTTP status, one sentence for people and, where known, the form field it belongs to. */
public final class UserError extends RuntimeException {
    private final int status;
    private final String field;

    public UserError(int status, String sentence) {
        this(status, null, sentence);
    }

    private UserError(int status, String field, String sentence) {
        super(sentence);
        this.status = status;
        this.field = field;
    }

    /** Bad input in a form field: shown beside it, status 422. */
    public static UserError of(String field, String sentence) {
        return new UserError(422, field, sentence);
    }

    /** Bad input that belongs to no single field, status 422. */
    public static UserError of(String sentence) {
        return new UserError(422, sentence);
    }

    public static UserError notFound(String what) {
        return new UserError(404, what + " does not exist.");
    }

    /** What was asked for is refused by a rule (a cap, a missing approval, a plan that expired), status 409. */
    public static UserError refused(String sentence) {
        return new UserError(409, sentence);
    }

    public static UserError forbidden(String sentence) {
        return new UserError(403, sentence);
    }

    public int status() {
        return status;
    }

    /** The form field, or null. */
    public String field() {
        return field;
    }
}
