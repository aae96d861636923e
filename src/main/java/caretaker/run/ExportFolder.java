package caretaker.run;

import caretaker.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder of all exports of this console. Names in it are generated, and nothing in it is reached by a symbolic link. */
public final class ExportFolder {
    private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9_.-]{1,255}");
    private static final int LONG = 80;
    private final Path root;

    /** The folder is made when the first file needs it. */
    public ExportFolder(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** A file below the folder, by its name in the ledger. */
    public record Found(String relative, long bytes, Instant modified) {}

    public Path root() {
        return root;
    }

    /** Where the files of a run belong: database/table/run-7-1a2b3c4d, made with access for this console's user only. */
    Path ofRun(String database, String table, String run) throws IOException {
        if (root.getParent() != null) {
            Files.createDirectories(root.getParent());
        }
        var path = made(root);
        for (var name : List.of(safe(database), safe(table), run)) {
            path = made(path.resolve(name));
        }
        inside(path);
        return path;
    }

    /** The path of a name that the ledger keeps. Whether there is such a file is not asked. */
    Path resolve(String relative) {
        var names = relative == null ? new String[] {""} : relative.split("/", -1);
        if (!Stream.of(names).allMatch(ExportFolder::plain)) {
            throw UserError.refused("\"" + relative + "\" is not the name of a file of an export.");
        }
        var path = root;
        straight(path);
        for (var name : names) {
            path = path.resolve(name);
            straight(path);
        }
        inside(path);
        return path;
    }

    /** The manifest beside a data file, by its name in the ledger. Throws a UserError when it is not there or cannot be read. */
    public Manifest manifest(String relative) {
        return Manifest.read(Manifest.beside(resolve(relative)));
    }

    /** The first part of the names of all files of a database. */
    public static String folderOf(String database) {
        return safe(database) + "/";
    }

    /** The name under which the ledger keeps a path. */
    String relative(Path path) {
        var whole = path.toAbsolutePath().normalize();
        if (!whole.startsWith(root) || whole.equals(root)) {
            throw UserError.refused(path + " is not in the folder of the exports.");
        }
        return root.relativize(whole).toString().replace('\\', '/');
    }

    /** What is free on the disk of the folder; empty when the system does not tell. */
    public OptionalLong freeBytes() {
        var path = root;
        while (!Files.exists(path) && path.getParent() != null) {
            path = path.getParent();
        }
        try {
            return OptionalLong.of(Files.getFileStore(path).getUsableSpace());
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** All files below the folder: data, manifests, and what was left unfinished. */
    public List<Found> files() {
        var files = new ArrayList<Found>();
        try {
            if (Files.exists(root)) {
                Files.walkFileTree(root, new Collector(files));
            }
        } catch (IOException e) {
            throw UserError.refused("The folder of the exports, " + root + ", cannot be read: " + e.getMessage() + ".");
        }
        files.sort(Comparator.comparing(Found::relative));
        return files;
    }

    /** Removes a file and its manifest: one that no ledger names. Nothing happens when it is gone already. */
    public void remove(String relative) throws IOException {
        var path = resolve(relative);
        if (Files.isDirectory(path)) {
            throw UserError.refused("\"" + relative + "\" is a folder, not a file of an export.");
        }
        if (Files.deleteIfExists(path) | Files.deleteIfExists(Manifest.beside(path))) {
            Disk.force(path.getParent());
        }
    }

    /** True for a name that leads nowhere else. */
    static boolean plain(String name) {
        return NAME.matcher(name).matches();
    }

    /** A name for a folder: as it is when it is harmless and short, else with a mark that keeps it apart from others that look the same then. */
    private static String safe(String name) {
        var plain = name.replaceAll("[^A-Za-z0-9_.-]", "_").replaceAll("^([.-]|$)", "_");
        if (plain.equals(name) && name.length() <= LONG) {
            return name;
        }
        var digest = Disk.digest();
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        return plain.substring(0, Math.min(plain.length(), LONG)) + "-" + Disk.hex(digest).substring(0, 8);
    }

    private static Path made(Path folder) throws IOException {
        try {
            Disk.folder(folder);
        } catch (FileAlreadyExistsException e) {
            straight(folder);
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw UserError.refused(folder + " is not a folder; exports cannot be kept there.");
            }
        }
        return folder;
    }

    private static void straight(Path path) {
        if (Files.isSymbolicLink(path)) {
            throw UserError.refused(path + " is a symbolic link. Exports are kept in plain folders only; name the real one.");
        }
    }

    /** The system's own view of where a path leads must be below the folder, too. */
    private void inside(Path path) {
        var there = path;
        while (!there.equals(root) && !Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
            there = there.getParent();
        }
        try {
            if (Files.exists(root) && !there.toRealPath().startsWith(root.toRealPath())) {
                throw UserError.refused(path + " leads out of the folder of the exports.");
            }
        } catch (IOException e) {
            throw UserError.refused(path + " cannot be read: " + e.getMessage() + ".");
        }
    }

    /** Collects plain files. What vanishes meanwhile, because a run is writing, is no fault; nor is a folder like lost+found that is not ours. */
    private final class Collector extends SimpleFileVisitor<Path> {
        private final List<Found> files;

        Collector(List<Found> files) {
            this.files = files;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
                files.add(new Found(relative(file), attributes.size(), attributes.lastModifiedTime().toInstant()));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException || !file.equals(root) && !plain(file.getFileName().toString())) {
                return FileVisitResult.CONTINUE;
            }
            throw e;
        }
    }
}
