package dev.madang.live.store;

/**
 * Who wrote a comment. Immutable.
 *
 * @param kind who vouches for the id
 * @param id what tells authors apart and gives rights to their own comments; never shown to anybody. Empty for a guest who
 *     is known by nothing but a claimed name, and has no rights
 * @param name what is shown, exactly as it was sent
 */
public record Author(Kind kind, String id, String name) {
    /** Stands where the author was forgotten. */
    static final Author ERASED = guest("-");

    /** A guest who says to be {@code name}, and cannot prove it. */
    public static Author guest(String name) {
        return new Author(Kind.GUEST, "", name);
    }

    /** A guest who comes back with the same id. */
    public static Author guest(String id, String name) {
        return new Author(Kind.GUEST, id, name);
    }

    /** Somebody whom the host site vouches for. */
    public static Author user(String id, String name) {
        return new Author(Kind.USER, id, name);
    }

    /** How an author is known. The codes stand in the database. */
    public enum Kind {
        /** Nobody vouches for the name. */
        GUEST(0),
        /** The host site's token vouches for the id. */
        USER(1);

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
            return code == USER.code ? USER : GUEST;
        }
    }

    /** Whether this is provably the same person: by id, never by name. */
    public boolean same(Author other) {
        return !id.isEmpty() && kind == other.kind && id.equals(other.id);
    }

    /** What tells this author's client ids from those of others: the claimed name where there is no id, or else nothing. */
    String claim() {
        return id.isEmpty() ? name : "";
    }
}
