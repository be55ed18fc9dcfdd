package dev.madang.protocol;

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
