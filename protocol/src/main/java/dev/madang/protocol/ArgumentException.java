package dev.madang.protocol;

/** An argument that a peer sent cannot be read as the type that the handler asks for. */
public final class ArgumentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int index;

    /** Made by {@link Arguments}; the message names the position and the type, never the value. */
    public ArgumentException(int index, String message) {
        super(message);
        this.index = index;
    }

    /** Which argument, counted from 0. */
    public int index() {
        return index;
    }
}
