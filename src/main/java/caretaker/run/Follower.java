package caretaker.run;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.zip.CRC32C;

/**
 * Reads a file right behind its writer, on a thread of its own: unpacks it, counts its records, sums it up. Whatever has the same SHA-256 on disk
 * later unpacks to the same, so nothing needs unpacking while rows are locked. The writer never waits for it before the end.
 */
final class Follower implements Closeable {
    private static final int BUFFER = 1 << 16;
    private static final long FLUSH_BYTES = 8 << 20;
    private final Path file;
    private final Compression compression;
    private final FutureTask<Found> task = new FutureTask<>(this::read);
    private final Thread thread = new Thread(task, "export-follower");
    private long written;
    private boolean ended;
    private boolean stopped;
    private FileChannel channel;

    /** What is in the file as it was written, packed and unpacked. */
    record Found(Disk.Content content, long rawBytes, long checksum, long records, boolean whole) {}

    Follower(Path file, Compression compression) {
        this.file = file;
        this.compression = compression;
    }

    /** Opens the file at once: by the time the thread runs, it may have another name. */
    void start() throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        thread.setDaemon(true);
        thread.start();
    }

    /** So many more bytes are in the file. */
    synchronized void written(long bytes) {
        written += bytes;
        notifyAll();
    }

    /** Nothing more comes. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** After the end: waits for the rest and tells. */
    Found found() throws IOException {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("The thread was interrupted while a file was read back.");
        } catch (ExecutionException e) {
            throw new IOException("What was written cannot be unpacked again: " + e.getCause().getMessage() + ".", e.getCause());
        }
    }

    /** Gives up, unless it is done already; afterwards its thread and its file are gone. */
    @Override
    public void close() {
        synchronized (this) {
            stopped = true;
            notifyAll();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it ends by itself
        }
    }

    private Found read() throws IOException {
        try (var behind = new Behind(); var raw = compression.unwrap(behind)) {
            var records = new CsvRecords();
            var checksum = new CRC32C();
            var buffer = new byte[BUFFER];
            long bytes = 0;
            for (int n = raw.read(buffer); n >= 0; n = raw.read(buffer)) {
                checksum.update(buffer, 0, n);
                records.add(buffer, n);
                bytes += n;
            }
            behind.transferTo(OutputStream.nullOutputStream()); // an unpacker may stop before the last byte
            return new Found(behind.content(), bytes, checksum.getValue(), records.records(), records.whole());
        }
    }

    /** How many bytes may be read now, at least one; 0 at the end of the file. */
    private synchronized long ahead(long position) throws IOException {
        try {
            while (written == position && !ended && !stopped) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
        if (stopped) {
            throw new IOException("the file was given up");
        }
        return written - position;
    }

    /** The file as far as it was written. */
    private final class Behind extends InputStream {
        private final MessageDigest digest = Disk.digest();
        private long position;
        private long flushed;

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            long ahead = length == 0 ? 0 : ahead(position);
            if (ahead == 0) {
                return length == 0 ? 0 : -1;
            }
            int read = channel.read(ByteBuffer.wrap(bytes, from, (int) Math.min(length, ahead)), position);
            if (read < 0) {
                throw new IOException("the file became shorter than what was written");
            }
            digest.update(bytes, from, read);
            position += read;
            if (position - flushed >= FLUSH_BYTES) {
                channel.force(false); // little is left to sync at the end, when everybody waits for it
                flushed = position;
            }
            return read;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }

        Disk.Content content() {
            return new Disk.Content(position, Disk.hex(digest));
        }
    }
}
