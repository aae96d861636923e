package caretaker.run;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;

/** What it takes until a file is safely on disk: nothing replaced, no link followed, private, its name as durable as its bytes. */
final class Disk {
    private static final FileAttribute<?> PRIVATE_FILE = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> PRIVATE_FOLDER = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final int BUFFER = 1 << 20;

    private Disk() {}

    /** What a file holds. */
    record Content(long bytes, String sha256) {
        static Content of(byte[] bytes) {
            var digest = digest();
            digest.update(bytes);
            return new Content(bytes.length, hex(digest));
        }
    }

    /** A short random word that makes a name unique. */
    static String attempt() {
        return UUID.randomUUID().toString().substring(0, 8);
    }

    /** A new file for writing; fails when there is anything of this name. */
    static FileChannel create(Path file) throws IOException {
        return FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS), PRIVATE_FILE);
    }

    static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** A new folder, and a durable one: a file is lost together with the name of its folder. */
    static void folder(Path folder) throws IOException {
        Files.createDirectory(folder, PRIVATE_FOLDER);
        force(folder.getParent());
    }

    /** Makes the names in a folder durable. */
    static void force(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Gives a finished file its name, durably. A rename alone would replace what is there, so the name is taken first by an empty file. */
    static void publish(Path part, Path file) throws IOException {
        create(file).close();
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            force(file.getParent());
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** Reads a file from the disk itself where its file system can do that, not from the memory in which the system still holds what was written. */
    static Content content(Path file) throws IOException {
        int block = (int) Math.max(512, Files.getFileStore(file).getBlockSize());
        try (var channel = past(file)) {
            var digest = digest();
            long size = channel.size();
            int most = (int) Math.min(BUFFER, size);
            var buffer = ByteBuffer.allocateDirect((most / block + 2) * block).alignedSlice(block);
            long done = 0;
            for (int read = 0; done < size && read >= 0; done += Math.max(read, 0)) {
                read = channel.read(buffer.clear());
                digest.update(buffer.flip());
            }
            return new Content(done, hex(digest));
        }
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The sentence for a file that could not be written: which disk, how much room it has, and what the system said. */
    static IOException unwritten(Path file, IOException cause) {
        if (cause instanceof ClosedByInterruptException) {
            return cause;
        }
        return new IOException("The file " + file.getFileName() + " could not be written to the disk " + room(file.getParent()) + ": " + reason(cause) + ".", cause);
    }

    private static String reason(IOException cause) {
        if (cause instanceof FileAlreadyExistsException) {
            return "there is one of this name";
        }
        if (cause instanceof NoSuchFileException) {
            return "its folder is gone";
        }
        return cause instanceof FileSystemException f && f.getReason() != null ? f.getReason() : cause.getMessage();
    }

    private static String room(Path folder) {
        try {
            var store = Files.getFileStore(folder);
            return store + ", which has " + store.getUsableSpace() + " bytes left";
        } catch (IOException e) {
            return "of " + folder;
        }
    }

    private static FileChannel past(Path file) throws IOException {
        try {
            return FileChannel.open(file, Set.<OpenOption>of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS, ExtendedOpenOption.DIRECT));
        } catch (IOException | UnsupportedOperationException e) {
            return FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS); // a file system without direct reading
        }
    }
}
