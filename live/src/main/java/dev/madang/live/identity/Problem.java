package dev.madang.live.identity;

/** Why somebody may not write, or not so. */
public enum Problem {
    /** Guests may not write here, and no token came. */
    NEEDED,
    /** The token was good once. */
    EXPIRED,
    /** The token is none of the host site's, not for this server, or not yet valid. */
    INVALID,
    /** The keys of the host site cannot be had now, so nobody knows. */
    UNCHECKED,
    /** A user who is known claimed to be somebody else. */
    OTHER_NAME
}
