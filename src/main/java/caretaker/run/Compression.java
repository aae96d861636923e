package caretaker.run;

import caretaker.UserError;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** How the files of an export are compressed. */
public enum Compression {
    ZSTD("zstd", "csv.zst"), GZIP("gzip", "csv.gz");

    private static final int ZSTD_LEVEL = 3;
    private static final int GZIP_BUFFER = 1 << 16;
    private final String word;
    private final String ending;

    Compression(String word, String ending) {
        this.word = word;
        this.ending = ending;
    }

    /** By its word; zstd when nothing was chosen. */
    public static Compression of(String word) {
        return switch (word == null ? "zstd" : word) {
            case "zstd" -> ZSTD;
            case "gzip" -> GZIP;
            default -> throw UserError.of("compression", "Compression must be zstd or gzip.");
        };
    }

    /** As policies and manifests name it. */
    public String word() {
        return word;
    }

    public String ending() {
        return ending;
    }

    /** Compresses what is written to it; both formats end with a checksum of what they hold. Must be closed: zstd has memory of its own. */
    public OutputStream wrap(OutputStream out) throws IOException {
        return this == ZSTD ? new ZstdOutputStreamNoFinalizer(out, ZSTD_LEVEL).setChecksum(true) : new GZIPOutputStream(out, GZIP_BUFFER); // 6 is the JDK's level
    }

    /** The reverse; must be closed, too. */
    public InputStream unwrap(InputStream in) throws IOException {
        return this == ZSTD ? new ZstdInputStreamNoFinalizer(in) : new GZIPInputStream(in, GZIP_BUFFER);
    }
}
