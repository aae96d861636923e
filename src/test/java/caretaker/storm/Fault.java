package caretaker.storm;

/** What may happen, and how often in proportion. */
enum Fault {
    /** SIGKILL of a console that works. */
    KILL(4),
    /** SIGSTOP of a console that works; it wakes when another one had time to take over. */
    FREEZE(3),
    /** A halt or freeze at a named point of a run. */
    POINT(0),
    /** pg_terminate_backend of a session that works. */
    TERMINATE(5),
    /** kill -9 of a backend: the whole cluster recovers. */
    CRASH(1),
    /** Every connection to the managed database is reset. */
    CUT(4),
    /** Every connection of one console to the store is reset. */
    CUT_STORE(2),
    /** Nothing passes to or from the managed database for a while. */
    STALL(2),
    /** One console cannot reach the store for longer than its lease, but goes on to reach the managed database. */
    ISOLATE(3),
    /** New connections to the managed database are refused for a while. */
    REFUSE(2),
    /** A batch is committed, but the answer is lost. */
    LOSE_COMMIT(4),
    /** The disk of the exports is full from the middle of a file on. */
    FULL_DISK(2);

    final int cards;

    Fault(int cards) {
        this.cards = cards;
    }
}
