package caretaker.cli;

import caretaker.App;
import java.nio.file.Path;
import java.util.Map;

/** Applies the declarative file of a pack, as the demo and the command apply do. */
public final class PackFile {
    private PackFile() {}

    public static void apply(App app, String pack, String person) {
        new Applier(app, Path.of("."), person, Map.of()).apply(app.sql.get("packs/" + pack + "/pack.yaml"));
    }
}
