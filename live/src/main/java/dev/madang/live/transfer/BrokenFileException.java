package dev.madang.live.transfer;

/** A file is not what it should be, from some line on. The message is for the person who named it, and holds nothing of the file. */
public final class BrokenFileException extends Exception {
    private static final long serialVersionUID = 1L;

    BrokenFileException(long line, String rule) {
        super("line " + line + ": " + rule);
    }

    BrokenFileException(long line, String rule, Throwable cause) {
        super("line " + line + ": " + rule, cause);
    }
}
