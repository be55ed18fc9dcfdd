package dev.madang.netty;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** The client's side of permessage-deflate, by the Java platform alone. */
final class Deflated {
    static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits";

    private Deflated() {}

    /** The payload of a compressed message. */
    static byte[] of(byte[] bytes) {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(bytes);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] piece = new byte[8_192];
        int length;
        do {
            length = deflater.deflate(piece, 0, piece.length, Deflater.SYNC_FLUSH);
            out.write(piece, 0, length);
        } while (length == piece.length);
        deflater.end();
        byte[] all = out.toByteArray();
        return Arrays.copyOf(all, all.length - 4);
    }

    static byte[] of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A frame's text, which must be compressed. */
    static String text(RawClient.Frame frame) {
        if (!frame.compressed()) {
            throw new AssertionError("not compressed: " + frame.text());
        }
        Inflater inflater = new Inflater(true);
        try {
            byte[] input = Arrays.copyOf(frame.payload(), frame.payload().length + 4);
            input[input.length - 2] = -1;
            input[input.length - 1] = -1;
            inflater.setInput(input);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] piece = new byte[8_192];
            for (int n = inflater.inflate(piece); n > 0; n = inflater.inflate(piece)) {
                out.write(piece, 0, n);
            }
            return out.toString(StandardCharsets.UTF_8);
        } catch (DataFormatException e) {
            throw new AssertionError(e);
        } finally {
            inflater.end();
        }
    }
}
