package caretaker.run;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** One file being written: CSV goes in, and what is sealed was read back from disk and compared. */
final class ExportFile implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private final Follower follower;
    private final Packer packer;
    private Path current;

    /** A file that may be relied on; rows are counted without the header line. */
    record Sealed(Path path, long bytes, long rawBytes, long rows, String sha256) {}

    private ExportFile(Path part, Path file, Compression compression) throws IOException {
        this.file = file;
        this.current = part;
        this.follower = new Follower(part, compression);
        try {
            this.channel = Disk.create(part);
        } catch (IOException e) {
            throw Disk.unwritten(part, e);
        }
        try {
            this.packer = new Packer(file, channel, compression, follower);
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            Files.deleteIfExists(part);
            throw e;
        }
    }

    /**
     * Opens name.attempt.part in the folder; sealed, it is called name.attempt and the ending of its compression. The attempt is a random word, so
     * that a batch that is tried again never meets the file of its first try.
     */
    static ExportFile create(Path folder, String name, Compression compression) throws IOException {
        if (!ExportFolder.plain(name)) {
            throw new IllegalArgumentException("not a name for a file: " + name);
        }
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("The folder " + folder + " is gone, or is no plain folder.");
        }
        var unique = name + "." + Disk.attempt();
        var file = new ExportFile(folder.resolve(unique + ".part"), folder.resolve(unique + "." + compression.ending()), compression);
        try {
            Faults.at("export-open");
            file.follower.start();
            return file;
        } catch (IOException | RuntimeException | Error e) {
            file.drop(e);
            throw e;
        }
    }

    /** Takes the raw CSV. Closing it does nothing: the file is sealed, or given up. */
    OutputStream out() {
        return packer;
    }

    /**
     * Makes the file durable under its final name, then reads it back from disk. Anything that is not as it went in is an IOException, and then
     * the file is gone. The order matters: bytes, name, folder, and only then the proof.
     */
    Sealed seal() throws IOException {
        if (current == null) {
            throw new IllegalStateException("This file is closed.");
        }
        try {
            Faults.at("export-close");
            packer.finish();
            Faults.at("fsync");
            durable();
            Faults.at("rename");
            named();
            var found = follower.found();
            Faults.at("readback");
            var sealed = proven(found);
            current = null;
            return sealed;
        } catch (IOException | RuntimeException | Error e) {
            drop(e);
            throw e;
        }
    }

    /** A file that was not sealed is removed. */
    @Override
    public void close() throws IOException {
        if (current == null) {
            return;
        }
        try (channel; follower) {
            packer.giveUp();
        } finally {
            Files.deleteIfExists(current);
            current = null;
        }
    }

    private void drop(Throwable cause) {
        try {
            close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private void durable() throws IOException {
        try {
            channel.force(true);
            channel.close();
        } catch (IOException e) {
            throw Disk.unwritten(file, e);
        }
    }

    private void named() throws IOException {
        try {
            Disk.publish(current, file);
            current = file;
        } catch (IOException e) {
            throw Disk.unwritten(file, e);
        }
    }

    private Sealed proven(Follower.Found found) throws IOException {
        if (found.rawBytes() != packer.bytes() || found.checksum() != packer.checksum()) {
            throw wrong("unpacks to " + found.rawBytes() + " bytes that are not the " + packer.bytes() + " that went in");
        }
        if (!found.whole() || found.records() == 0) {
            throw wrong(found.records() == 0 ? "has no header line" : "ends within a row");
        }
        var content = Disk.content(file);
        if (content.bytes() != found.content().bytes()) {
            throw wrong("has " + content.bytes() + " bytes on disk, but " + found.content().bytes() + " were written");
        }
        if (!content.sha256().equals(found.content().sha256())) {
            throw wrong("was read back from disk and does not hold the bytes that were written");
        }
        return new Sealed(file, content.bytes(), found.rawBytes(), found.records() - 1, content.sha256());
    }

    private IOException wrong(String what) {
        return new IOException("The file " + file + " " + what + "; it was removed.");
    }
}
