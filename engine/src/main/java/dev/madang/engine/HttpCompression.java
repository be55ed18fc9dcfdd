package dev.madang.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** The content codings of polling answers (RFC 9110, 8.4.1). */
enum HttpCompression {
    /** RFC 1952. */
    GZIP("gzip"),
    /** RFC 1950, as the name means it. */
    DEFLATE("deflate");

    /*
     * The loop compresses, so it does it in the fastest way: an answer holds 1 MiB at most (maxQueuedBytes), which
     * takes some milliseconds.
     */
    private final String coding;

    HttpCompression(String coding) {
        this.coding = coding;
    }

    /** The name in headers. */
    String coding() {
        return coding;
    }

    /** What {@code Accept-Encoding} likes best of ours; gzip of equals, null if neither. */
    static @Nullable HttpCompression accepted(@Nullable String header) {
        if (header == null) {
            return null;
        }
        float gzip = -1;
        float deflate = -1;
        float others = 0;
        for (String each : header.toLowerCase(Locale.ROOT).split(",", 20)) {
            String[] parts = each.split(";", 2);
            float quality = parts.length == 1 ? 1 : quality(parts[1].strip());
            switch (parts[0].strip()) {
                case "gzip" -> gzip = quality;
                case "deflate" -> deflate = quality;
                case "*" -> others = quality;
                default -> {}
            }
        }
        gzip = gzip < 0 ? others : gzip;
        deflate = deflate < 0 ? others : deflate;
        return gzip <= 0 && deflate <= 0 ? null : gzip >= deflate ? GZIP : DEFLATE;
    }

    private static float quality(String parameter) {
        String value = parameter.startsWith("q=") ? parameter.substring(2).strip() : "";
        return value.matches("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?") ? Float.parseFloat(value) : 0;
    }

    /** The first {@code length} bytes, compressed. */
    byte[] compress(byte[] array, int length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(length / 2 + 64);
        try (DeflaterOutputStream coder = this == GZIP ? new Gzip(out) : new Zlib(out)) {
            coder.write(array, 0, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static final class Gzip extends GZIPOutputStream {
        Gzip(ByteArrayOutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    private static final class Zlib extends DeflaterOutputStream {
        Zlib(ByteArrayOutputStream out) {
            super(out, new Deflater(Deflater.BEST_SPEED));
        }

        @Override
        public void close() throws IOException {
            try {
                super.close();
            } finally {
                def.end();
            }
        }
    }
}
