package caretaker.db;

import caretaker.UserError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Encrypts what must not be read in the store: AES-256-GCM, each secret bound to the place it belongs to. */
public final class Secrets {
    private static final int NONCE_BYTES = 12;
    private static final int KEY_BYTES = 32;
    private final byte[] key;

    private Secrets(byte[] key) {
        this.key = key;
    }

    /** Reads the key file, or makes it with permissions 0600. */
    public static Secrets load(Path file) {
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            var key = HexFormat.of().parseHex(Files.readString(file).trim());
            if (key.length != KEY_BYTES) {
                throw new IllegalArgumentException();
            }
            return new Secrets(key);
        } catch (IOException e) {
            throw UserError.of("The key file " + file + " cannot be read: " + e.getMessage() + ".");
        } catch (IllegalArgumentException e) {
            throw UserError.of("The key file " + file + " must hold 64 hexadecimal digits.");
        }
    }

    /** Encrypts text so that it opens only for the same place (host, port, database and login of a connection, say). */
    public byte[] seal(String text, String place) {
        var nonce = random(NONCE_BYTES);
        try {
            var sealed = cipher(Cipher.ENCRYPT_MODE, nonce, place).doFinal(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Decrypts; a UserError when the key or the place is another one. */
    public String open(byte[] sealed, String place) {
        try {
            var nonce = Arrays.copyOf(sealed, NONCE_BYTES);
            return new String(cipher(Cipher.DECRYPT_MODE, nonce, place).doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw UserError.of("A stored password cannot be decrypted: the key file is not the one it was encrypted with.");
        }
    }

    /** Tells keys apart without telling the key: kept in the store, so that a console with another key says so at once. */
    public String fingerprint() {
        return Migrations.sha256("caretaker key " + HexFormat.of().formatHex(key)).substring(0, 16);
    }

    private Cipher cipher(int mode, byte[] nonce, String place) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static void create(Path file) throws IOException {
        if (file.toAbsolutePath().getParent() != null) {
            Files.createDirectories(file.toAbsolutePath().getParent());
        }
        privately(file, HexFormat.of().formatHex(random(KEY_BYTES)) + "\n");
    }

    /** Writes a new file that only its owner can read. */
    static void privately(Path file, String text) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text, StandardOpenOption.WRITE);
    }

    static byte[] random(int bytes) {
        var random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return random;
    }
}
