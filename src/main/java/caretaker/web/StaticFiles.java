package caretaker.web;

import io.javalin.config.JavalinConfig;
import io.javalin.http.staticfiles.Location;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** Style, script and fonts: out of the jar, and from a checkout first while one is worked on. */
final class StaticFiles {
    private StaticFiles() {}

    static void serve(JavalinConfig config, Path dev) {
        if (dev != null) {
            files(config, real(dev.resolve("static")), Location.EXTERNAL, "no-cache");
        }
        files(config, "/caretaker/static", Location.CLASSPATH, "public, max-age=31536000, immutable");
    }

    private static void files(JavalinConfig config, String folder, Location location, String caching) {
        config.staticFiles.add(s -> {
            s.hostedPath = "/static";
            s.directory = folder;
            s.location = location;
            s.precompressMaxSize = location == Location.EXTERNAL ? 0 : 2_000_000; // what is compressed once would hide later edits
            s.headers = Map.of("Cache-Control", caching);
            s.roles = Set.of(Role.OPEN);
        });
    }

    private static String real(Path folder) {
        try {
            return folder.toRealPath().toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
