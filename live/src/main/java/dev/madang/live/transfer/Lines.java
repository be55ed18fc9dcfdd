package dev.madang.live.transfer;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A file with an object in JSON on each line, read line by line. Lines without anything are passed over. Used by one thread. */
final class Lines {
    /** The most bytes of a line. */
    static final int LONGEST = 8 * 1024 * 1024;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final BufferedInputStream in;
    private long line;

    Lines(InputStream in) {
        this.in = new BufferedInputStream(in, 1 << 16);
    }

    /** The next object, or null at the end of the file. */
    @Nullable
    ObjectNode next() throws IOException, BrokenFileException {
        for (byte[] bytes = bytes(); bytes != null; bytes = bytes()) {
            if (!blank(bytes)) {
                return object(bytes);
            }
        }
        return null;
    }

    /** The number of the line that was read last. */
    long line() {
        return line;
    }

    private ObjectNode object(byte[] bytes) throws BrokenFileException {
        try {
            JsonNode node = JSON.readTree(bytes);
            if (node instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            throw new BrokenFileException(line, "the JSON ends early, or is not well-formed", e);
        }
        throw new BrokenFileException(line, "this is no object in JSON");
    }

    private byte @Nullable [] bytes() throws IOException, BrokenFileException {
        var bytes = new ByteArrayOutputStream(512);
        int next = in.read();
        if (next < 0) {
            return null;
        }
        line++;
        while (next >= 0 && next != '\n') {
            if (bytes.size() == LONGEST) {
                throw new BrokenFileException(line, "it has more than " + LONGEST + " bytes");
            }
            bytes.write(next);
            next = in.read();
        }
        return bytes.toByteArray();
    }

    private static boolean blank(byte[] bytes) {
        for (byte b : bytes) {
            if (b != ' ' && b != '\r' && b != '\t') {
                return false;
            }
        }
        return true;
    }
}
