package dev.madang.live.store;

/**
 * Who wrote a comment. A guest's name is a claim: it is shown, and never gives a right. Immutable.
 *
 * @param kind what stands behind the name
 * @param name the name or id exactly as it was sent
 */
public record Author(Kind kind, String name) {
    /** A guest who says to be {@code name}. */
    public static Author guest(String name) {
        return new Author(Kind.GUEST, name);
    }

    /** How an author is known. The codes stand in the database. */
    public enum Kind {
        /** Nobody vouches for the name. */
        GUEST(0),
        /** The host site's token vouches for the id. */
        VERIFIED(1);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        /** The number in the database. */
        public int code() {
            return code;
        }

        /** The kind with that number; an unknown number is taken for a guest, who has no rights. */
        public static Kind of(int code) {
            return code == VERIFIED.code ? VERIFIED : GUEST;
        }
    }

    /** Whether the host site vouches for {@link #name()}. */
    public boolean verified() {
        return kind == Kind.VERIFIED;
    }
}
