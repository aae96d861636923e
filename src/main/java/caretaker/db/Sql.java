package caretaker.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Every file under sql/, by its path without the ending: what Caretaker knows about PostgreSQL. */
public final class Sql {
    private final Path folder;               // null: packed into the jar, read once
    private final Map<String, String> files;

    private Sql(Path folder, Map<String, String> files) {
        this.folder = folder;
        this.files = files;
    }

    /** Reads the folder packed into the program, or, when dev is not null, the sql folder of that checkout, so that an edit shows at once. */
    public static Sql load(Path dev) {
        try {
            if (dev != null) {
                var folder = dev.resolve("sql").toRealPath();
                return new Sql(folder, read(folder));
            }
            URI packed = Sql.class.getResource("/caretaker/sql").toURI();
            if (!packed.getScheme().equals("jar")) {
                return new Sql(null, read(Path.of(packed)));
            }
            try (FileSystem jar = FileSystems.newFileSystem(packed, Map.of())) {
                return new Sql(null, read(jar.getPath("/caretaker/sql")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The text of a file, for example get("own/person_list") or get("packs/titan/pack.yaml"). */
    public String get(String name) {
        var text = folder == null ? files.get(name) : fresh(name);
        if (text == null) {
            throw new IllegalStateException("There is no file sql/" + name + ".sql.");
        }
        return text;
    }

    /** The names in a folder, sorted, for example names("store"). */
    public List<String> names(String under) {
        var prefix = under + "/";
        return files.keySet().stream()
            .filter(name -> name.startsWith(prefix))
            .map(name -> name.substring(prefix.length()))
            .collect(Collectors.toList());
    }

    private String fresh(String name) {
        try {
            var file = folder.resolve(name.endsWith(".yaml") ? name : name + ".sql");
            return Files.exists(file) ? Files.readString(file) : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> read(Path folder) throws IOException {
        var files = new TreeMap<String, String>();
        try (var walk = Files.walk(folder)) {
            for (var file : (Iterable<Path>) walk.filter(f -> f.toString().matches(".*\\.(sql|yaml)"))::iterator) {
                var name = folder.relativize(file).toString().replace('\\', '/');
                files.put(name.endsWith(".sql") ? name.substring(0, name.length() - 4) : name, Files.readString(file));
            }
        }
        return files;
    }
}
