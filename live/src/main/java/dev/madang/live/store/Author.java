package dev.madang.live.store;

/**
 * Who wrote a comment. Immutable. Whatever somebody wrote has the same kind and id, under every name and rank: by these two
 * all rows of a person are found.
 *
 * @param kind who vouches for the id
 * @param id what tells authors apart and gives rights to their own comments. That of a guest is shown to nobody; that of a
 *     user is the host site's, and contract v1 shows it. Empty for a guest who is known by nothing but a claimed name, and
 *     has no rights
 * @param name what is shown: exactly as a guest sent it, or as the host site says
 * @param rank what a user was on the site when the comment was written; of who is here, what a user is now
 */
public record Author(Kind kind, String id, String name, Rank rank) {
    /** Stands where the author was forgotten. */
    static final Author ERASED = guest("-");

    /** A guest who says to be {@code name}, and cannot prove it. */
    public static Author guest(String name) {
        return guest("", name);
    }

    /** A guest who comes back with the same id. */
    public static Author guest(String id, String name) {
        return new Author(Kind.GUEST, id, name, Rank.NONE);
    }

    /** Somebody whom the host site vouches for. */
    public static Author user(String id, String name) {
        return user(id, name, Rank.NONE);
    }

    /** Somebody whom the host site vouches for, and who keeps order there. */
    public static Author user(String id, String name, Rank rank) {
        return new Author(Kind.USER, id, name, rank);
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

    /** What an author is beside being known, from nothing to everything. The codes stand in the database. */
    public enum Rank {
        /** Nothing more. */
        NONE(0),
        /** Keeps order. */
        MODERATOR(1),
        /** Runs the site. */
        OWNER(2);

        private final int code;

        Rank(int code) {
            this.code = code;
        }

        /** The number in the database. */
        public int code() {
            return code;
        }

        /** The rank with that number; an unknown number is none. */
        public static Rank of(int code) {
            for (Rank rank : values()) {
                if (rank.code == code) {
                    return rank;
                }
            }
            return NONE;
        }
    }

    /** Whether this is provably the same person: by id, never by name. */
    public boolean same(Author other) {
        return !id.isEmpty() && kind == other.kind && id.equals(other.id);
    }

    /** What stands for this author in the votes. */
    public String voter() {
        return kind.code() + ":" + id;
    }

    /** What contract v1 calls the author: the verified id of a user, the claimed name of a guest. */
    public String userId() {
        return kind == Kind.USER ? id : name;
    }

    /** What tells this author's client ids from those of others: the claimed name where there is no id, or else nothing. */
    String claim() {
        return id.isEmpty() ? name : "";
    }
}
