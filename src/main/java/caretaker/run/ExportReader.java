package caretaker.run;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;

/** A data file opened for reading: its SHA-256 is compared with the manifest before the first byte is given out, and again at the end. */
final class ExportReader {
    private ExportReader() {}

    /** The raw CSV. Its reader may keep what it read once the end was reached without an IOException. */
    static InputStream open(Path file, Manifest manifest) throws IOException {
        var channel = channel(file);
        try {
            var sum = new DigestInputStream(Channels.newInputStream(channel), Disk.digest());
            sum.transferTo(OutputStream.nullOutputStream());
            same(file, manifest, sum.getMessageDigest());
            channel.position(0);
            var again = new DigestInputStream(Channels.newInputStream(channel), Disk.digest());
            return new Compared(Compression.of(manifest.compression()).unwrap(again), again, file, manifest);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static FileChannel channel(Path file) throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            throw new IOException("The file " + file + " is gone.", e);
        }
    }

    private static void same(Path file, Manifest manifest, MessageDigest digest) throws IOException {
        if (!Disk.hex(digest).equals(manifest.sha256())) {
            throw new IOException("The file " + file + " is not the one that was written: its SHA-256 differs from the manifest.");
        }
    }

    /** Somebody may write into the file while it is read: the bytes that were given out are compared as well. */
    private static final class Compared extends FilterInputStream {
        private final DigestInputStream packed;
        private final Path file;
        private final Manifest manifest;
        private boolean compared;

        Compared(InputStream raw, DigestInputStream packed, Path file, Manifest manifest) {
            super(raw);
            this.packed = packed;
            this.file = file;
            this.manifest = manifest;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            return ended(super.read(bytes, from, length));
        }

        @Override
        public int read() throws IOException {
            return ended(super.read());
        }

        private int ended(int read) throws IOException {
            if (read < 0 && !compared) {
                packed.transferTo(OutputStream.nullOutputStream());
                same(file, manifest, packed.getMessageDigest());
                compared = true;
            }
            return read;
        }
    }
}
