package dev.madang.live.identity;

/** What somebody is on the site. */
public enum Role {
    /** May do everything. */
    OWNER,
    /** Keeps order. */
    MODERATOR,
    /** A user of the host site. */
    MEMBER,
    /** Anybody. */
    GUEST
}
