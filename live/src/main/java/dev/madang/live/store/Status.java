package dev.madang.live.store;

/** How far a comment can be seen. The codes stand in the database. */
public enum Status {
    /** Everybody sees it. */
    PUBLISHED(0),
    /** It waits for a moderator; its author sees it. */
    PENDING(1),
    /** Its author sees it, and is not told that nobody else does. */
    SHADOWED(2),
    /** A moderator, or reports, took it away. */
    HIDDEN(3),
    /** Its author took it away. */
    REMOVED(4);

    private final int code;

    Status(int code) {
        this.code = code;
    }

    /** The number in the database. */
    public int code() {
        return code;
    }

    /** Whether it was taken away: who saw it sees that something is gone. */
    public boolean gone() {
        return this == HIDDEN || this == REMOVED;
    }

    /** The status with that number; an unknown one, which a newer version wrote, is hidden. */
    static Status of(int code) {
        for (Status status : values()) {
            if (status.code == code) {
                return status;
            }
        }
        return HIDDEN;
    }
}
