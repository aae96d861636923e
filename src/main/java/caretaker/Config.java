package caretaker;

import caretaker.db.Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** All settings, each an environment variable, checked once. A null store means the embedded PostgreSQL in the home; a null dev means the packed files. */
public record Config(Address store, Path home, String host, int port, Path keyFile, Path exports, Path dev) {
    /** Every setting with its default and meaning; docs/configuration.md says the same, and a test compares them. */
    public static final Map<String, String> SETTINGS = Map.of(
        "CARETAKER_STORE", "the embedded PostgreSQL in the home",
        "CARETAKER_HOME", "./data",
        "CARETAKER_HOST", "127.0.0.1",
        "CARETAKER_PORT", "8080",
        "CARETAKER_KEY_FILE", "key in the home",
        "CARETAKER_EXPORTS", "exports in the home",
        "CARETAKER_DEV", "the files packed into the program");

    /** Reads the environment; a wrong value is a UserError that names its setting. */
    public static Config read(Map<String, String> environment) {
        var store = value(environment, "CARETAKER_STORE");
        var home = Path.of(or(value(environment, "CARETAKER_HOME"), "data")).toAbsolutePath().normalize();
        var key = value(environment, "CARETAKER_KEY_FILE");
        var exports = value(environment, "CARETAKER_EXPORTS");
        return new Config(store == null ? null : Address.parse("CARETAKER_STORE", store), home,
            or(value(environment, "CARETAKER_HOST"), "127.0.0.1"), port(or(value(environment, "CARETAKER_PORT"), "8080")),
            key == null ? home.resolve("key") : Path.of(key).toAbsolutePath(),
            exports == null ? home.resolve("exports") : Path.of(exports).toAbsolutePath().normalize(), dev(value(environment, "CARETAKER_DEV")));
    }

    private static String value(Map<String, String> environment, String name) {
        var text = environment.get(name);
        return text == null || text.isBlank() ? null : text.trim();
    }

    private static String or(String value, String otherwise) {
        return value == null ? otherwise : value;
    }

    private static int port(String text) {
        if (!text.trim().matches("\\d{1,5}") || Integer.parseInt(text.trim()) > 65_535) {
            throw UserError.of("CARETAKER_PORT must be a number from 0 to 65535, not " + text + ".");
        }
        return Integer.parseInt(text.trim());
    }

    private static Path dev(String text) {
        if (text == null) {
            return null;
        }
        var folder = Path.of(text).toAbsolutePath().normalize();
        for (var needed : new String[] {"templates", "static", "sql"}) {
            if (!Files.isDirectory(folder.resolve(needed))) {
                throw UserError.of("CARETAKER_DEV names " + folder + ", which has no folder " + needed + ".");
            }
        }
        return folder;
    }
}
