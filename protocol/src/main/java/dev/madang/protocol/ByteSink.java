package dev.madang.protocol;

/**
 * Where encoders write: the one way from values to bytes.
 *
 * <p>Not thread-safe; a sink belongs to the call that fills it.
 */
public interface ByteSink {
    /** Appends one byte (the low eight bits). */
    void write(int octet);

    /** Appends {@code length} bytes of {@code source}, from {@code offset}. */
    void write(byte[] source, int offset, int length);

    /** Appends text that is known to be ASCII. */
    default void ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            write(text.charAt(i));
        }
    }
}
