package caretaker.run;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** Where the CSV of one file goes in: summed up, compressed and written. It is handed on in large pieces, because the driver gives it row by row. */
final class Packer extends OutputStream {
    private static final int BUFFER = 1 << 17;
    private static final int MIDDLE = 1024;
    private final Path file;
    private final FileChannel channel;
    private final Follower follower;
    private final OutputStream compressor;
    private final CRC32C checksum = new CRC32C();
    private final byte[] buffer = new byte[BUFFER];
    private int held;
    private long bytes;
    private boolean middle;
    private boolean finished;
    private boolean givenUp;

    Packer(Path file, FileChannel channel, Compression compression, Follower follower) throws IOException {
        this.file = file;
        this.channel = channel;
        this.follower = follower;
        this.compressor = compression.wrap(new Packed());
    }

    @Override
    public void write(byte[] source, int from, int length) throws IOException {
        if (finished) {
            throw new IOException("The file " + file.getFileName() + " takes no more rows.");
        }
        for (int taken = 0; taken < length; ) {
            int piece = Math.min(length - taken, BUFFER - held);
            System.arraycopy(source, from + taken, buffer, held, piece);
            held += piece;
            taken += piece;
            if (held == BUFFER) {
                pack();
            }
        }
        if (!middle && bytes + held >= MIDDLE) {
            middle = true;
            pack();
            Faults.at("export-mid");
        }
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    /** Everything reaches the file, with the end that its format wants. */
    void finish() throws IOException {
        pack();
        finished = true;
        compressor.close();
        follower.end();
    }

    /** Frees what the compressor holds; what it still wants to write goes nowhere. */
    void giveUp() throws IOException {
        finished = true;
        givenUp = true;
        compressor.close();
    }

    /** How many bytes went in. */
    long bytes() {
        return bytes;
    }

    long checksum() {
        return checksum.getValue();
    }

    private void pack() throws IOException {
        int length = held;
        held = 0;
        bytes += length;
        checksum.update(buffer, 0, length);
        compressor.write(buffer, 0, length);
    }

    /** Where the compressed bytes go: to the file, of which the follower is told. */
    private final class Packed extends OutputStream {
        @Override
        public void write(byte[] source, int from, int length) throws IOException {
            if (givenUp) {
                return;
            }
            try {
                Disk.write(channel, ByteBuffer.wrap(source, from, length));
            } catch (IOException e) {
                throw Disk.unwritten(file, e);
            }
            follower.written(length);
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }
    }
}
