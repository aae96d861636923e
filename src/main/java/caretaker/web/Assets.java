package caretaker.web;

import caretaker.db.Migrations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The files a page loads: their version, so that browsers may keep them for ever, and the one sprite composed of the icons the build cut out. */
final class Assets {
    /** The brand: a database whose lid is closed and whose body is in order. */
    private static final String BRAND = "<symbol id=\"brand\" viewBox=\"0 0 24 24\"><path fill=\"currentColor\" stroke=\"none\" d=\"M12 1.5c5 0 9 1.9 9 4.3s-4 4.3-9 4.3S3 8.200 3 5.800s4-4.300 9-4.300z\"/>"
        + "<path fill=\"none\" stroke=\"currentColor\" stroke-width=\"2.2\" stroke-linecap=\"round\" stroke-linejoin=\"round\" d=\"M3.6 9.600v8.200c0 2.100 3.700 4.100 8.400 4.100s8.400-2 8.400-4.100V9.600M8.200 14.900l2.700 2.700 5.200-5.200\"/></symbol>";
    private final String icons;
    private final String version;

    private Assets(String icons, String version) {
        this.icons = icons;
        this.version = version;
    }

    /** Reads what is packed into the program; with a checkout at hand every start has a version of its own. */
    static Assets load(Path dev) {
        var icons = packed("/caretaker/icons", Assets::sprite);
        var version = dev != null ? Long.toHexString(System.currentTimeMillis())
            : Migrations.sha256(icons + packed("/caretaker/static", Assets::contents)).substring(0, 12);
        return new Assets(icons, version);
    }

    String icons() {
        return icons;
    }

    /** The address of a file under static/, with its version. */
    String url(String path) {
        return "/static/" + path + "?v=" + version;
    }

    private static String sprite(Path folder) {
        var symbols = new TreeMap<String, String>();
        for (var file : files(folder, ".svg").entrySet()) {
            var name = file.getKey().substring(file.getKey().lastIndexOf('/') + 1).replace(".svg", "") + (file.getKey().startsWith("filled") ? "-filled" : "");
            var svg = file.getValue();
            var inner = svg.substring(svg.indexOf('>', svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
            symbols.put(name, inner.replace("<path stroke=\"none\" d=\"M0 0h24v24H0z\" fill=\"none\"/>", "").replaceAll("\\s*\n\\s*", ""));
        }
        var sprite = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\">").append(BRAND);
        symbols.forEach((name, inner) -> sprite.append("<symbol id=\"").append(name).append("\" viewBox=\"0 0 24 24\">").append(inner).append("</symbol>"));
        return sprite.append("</svg>").toString();
    }

    private static String contents(Path folder) {
        return String.join("", files(folder, ".css").values()) + String.join("", files(folder, ".js").values()) + String.join("", files(folder, ".svg").values());
    }

    private static Map<String, String> files(Path folder, String ending) {
        var files = new TreeMap<String, String>();
        try (var walk = Files.walk(folder)) {
            for (var file : (Iterable<Path>) walk.filter(f -> f.toString().endsWith(ending))::iterator) {
                files.put(folder.relativize(file).toString().replace('\\', '/'), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private static String packed(String folder, Function<Path, String> read) {
        try {
            var uri = Assets.class.getResource(folder).toURI();
            if (!uri.getScheme().equals("jar")) {
                return read.apply(Path.of(uri));
            }
            try (var jar = FileSystems.newFileSystem(uri, Map.of())) {
                return read.apply(jar.getPath(folder));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
