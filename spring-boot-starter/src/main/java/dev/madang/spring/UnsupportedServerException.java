package dev.madang.spring;

/** The application's web server cannot carry Socket.IO. Ends the start, with what to do about it. */
public final class UnsupportedServerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String action;

    UnsupportedServerException(String description, String action) {
        super(description);
        this.action = action;
    }

    /** What to do about it. */
    public String action() {
        return action;
    }
}
