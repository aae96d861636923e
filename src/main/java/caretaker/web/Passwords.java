package caretaker.web;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;

/** Argon2id with parameters of our own; a check costs the same whether the name is known or not. */
final class Passwords {
    private static final Argon2Function ARGON = Argon2Function.getInstance(19456, 2, 1, 32, Argon2.ID);
    /** The hash of a text nobody knows: what an unknown name is checked against. */
    private static final String NOBODY = hash(Tokens.random());

    private Passwords() {}

    static String hash(String password) {
        return Password.hash(password).addRandomSalt(16).with(ARGON).getResult();
    }

    /** False for a null hash, after the same work. */
    static boolean right(String password, String hash) {
        return Password.check(password, hash == null ? NOBODY : hash).with(ARGON) && hash != null;
    }
}
