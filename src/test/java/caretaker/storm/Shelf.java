package caretaker.storm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;

/** The folder of exports that all consoles share: a small disk of its own where we may mount one, so that it can be full. */
final class Shelf implements AutoCloseable {
    private static final Path FOLDER = Path.of("target", "storm").toAbsolutePath();
    private static final long BYTES = 512L << 20;
    /** A run begins no batch when less than 64 MB are free, so a little more is left to it. */
    private static final long LEFT = 72L << 20;
    private final Path mount;
    private final boolean small;

    private Shelf(Path mount, boolean small) {
        this.mount = mount;
        this.small = small;
    }

    static Shelf open() {
        try {
            removeOld();
            var mount = Files.createDirectories(FOLDER.resolve("exports-" + ProcessHandle.current().pid()));
            boolean small = "root".equals(System.getProperty("user.name")) && run("mount", "-t", "tmpfs", "-o", "size=" + BYTES, "tmpfs", mount.toString());
            var shelf = new Shelf(mount, small);
            if (small) {
                shelf.clear();
            }
            return shelf;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder() {
        return mount.resolve("exports");
    }

    /** True when it is a disk of its own. */
    boolean small() {
        return small;
    }

    /** True while a file is being written. */
    boolean writing() {
        try (var files = Files.walk(mount)) {
            return files.anyMatch(f -> f.toString().endsWith(".part"));
        } catch (IOException | UncheckedIOException e) {
            return false; // something vanished while we looked
        }
    }

    /** Leaves no byte free. */
    void fill() {
        ballast(BYTES, StandardOpenOption.APPEND);
    }

    /** Leaves little more than a run wants to see. */
    void clear() {
        try {
            Files.deleteIfExists(mount.resolve("ballast"));
            ballast(Files.getFileStore(mount).getUsableSpace() - LEFT, StandardOpenOption.CREATE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ballast(long bytes, StandardOpenOption how) {
        try (var ballast = Files.newOutputStream(mount.resolve("ballast"), StandardOpenOption.WRITE, how)) {
            var block = new byte[1 << 18];
            for (long left = bytes; left > 0; left -= block.length) {
                ballast.write(block);
            }
        } catch (IOException e) {
            // now it is full
        }
    }

    @Override
    public void close() {
        drop(mount);
    }

    /** What a storm left that was broken off. */
    private static void removeOld() throws IOException {
        if (Files.isDirectory(FOLDER)) {
            try (var old = Files.list(FOLDER)) {
                old.filter(f -> f.getFileName().toString().matches("exports-\\d+"))
                    .filter(f -> ProcessHandle.of(Long.parseLong(f.getFileName().toString().substring(8))).isEmpty()).forEach(Shelf::drop);
            }
        }
    }

    private static void drop(Path mount) {
        run("umount", mount.toString());
        try (var all = Files.walk(mount)) {
            for (var file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean run(String... command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
