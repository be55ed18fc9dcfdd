package dev.madang.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * One argument as the JSON text that a peer sent, to be passed on without being read: {@link Arguments#get(int, Class)}
 * gives it, and the encoder copies it as it is. An argument of its own, not part of another value. Immutable, for all
 * threads.
 */
public final class RawJson {
    private final byte[] text;

    /** Text that is known to be one JSON value, without attachments; taken over. */
    RawJson(byte[] text) {
        this.text = text;
    }

    /**
     * The text of a tree.
     *
     * @throws IllegalArgumentException if it holds bytes
     */
    static RawJson of(JsonNode node, Json json) {
        GrowingBytes out = new GrowingBytes(0, 128);
        List<byte[]> attachments = new ArrayList<>(0);
        json.write(node, out, attachments);
        if (!attachments.isEmpty()) {
            throw new IllegalArgumentException("the argument holds attachments");
        }
        return new RawJson(Arrays.copyOf(out.array, out.size));
    }

    /** Bytes of UTF-8. */
    public int length() {
        return text.length;
    }

    /** Appends the text. */
    public void writeTo(ByteSink sink) {
        sink.write(text, 0, text.length);
    }

    /** The number of bytes; never what a peer sent. */
    @Override
    public String toString() {
        return "RawJson[" + text.length + " bytes]";
    }
}
