package caretaker.run;

import caretaker.UserError;
import java.util.concurrent.Semaphore;

/**
 * A session's turn at the table: so many at a time work on it. A run into files has one session more than turns, so that the next batch begins
 * while the file of the last one is proven.
 */
final class Turn {
    private final Semaphore turns;
    private boolean mine;

    Turn(Semaphore turns) {
        this.turns = turns;
    }

    /** Waits for it, unless it is at hand. */
    void take() {
        if (mine) {
            return;
        }
        try {
            turns.acquire();
            mine = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw UserError.refused("The console is stopping.");
        }
    }

    /** Lets the next one work, if it is at hand. */
    void pass() {
        if (mine) {
            mine = false;
            turns.release();
        }
    }
}
