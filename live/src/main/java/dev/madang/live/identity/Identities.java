package dev.madang.live.identity;

import dev.madang.live.store.Author;
import org.jspecify.annotations.Nullable;

/** Decides who the author of a comment is. Any thread. */
public interface Identities {
    /**
     * The author that a client of contract v1 or the chat may write as.
     *
     * @param claimed the name or id it sent, or null if it sent none
     */
    Claim author(@Nullable String claimed);

    /** Whether a client of contract v1 must send a name: true where nothing but its claim says who it is. */
    default boolean nameNeeded() {
        return author(null) instanceof Claim.Missing;
    }

    /**
     * Who a client of contract v2 is.
     *
     * @param secret what the client keeps to come back as the same guest, or null
     * @param name the guest's name; empty until the guest gives one, and nothing can be written without
     */
    Author visitor(@Nullable String secret, String name);

    /** The mode's identities: in both, names are claims of guests, who get no right by them. */
    static Identities of(Mode mode) {
        return switch (mode) {
            case DEFAULT, TUTORIAL -> new Guests(new GuestIds());
        };
    }

    /** Everybody is a guest. */
    record Guests(GuestIds ids) implements Identities {
        @Override
        public Claim author(@Nullable String claimed) {
            return claimed == null ? new Claim.Missing() : new Claim.Accepted(Author.guest(claimed));
        }

        @Override
        public Author visitor(@Nullable String secret, String name) {
            return Author.guest(ids.of(secret), name);
        }
    }

    /** The setting {@code madang.identity.mode}. */
    enum Mode {
        /** Claimed names are unverified guests; a verified user's comments carry the verified id. */
        DEFAULT,
        /** Any {@code userId} is taken as it is, for everybody, as the tutorial's server does. */
        TUTORIAL
    }

    /** What became of a claim. */
    sealed interface Claim {
        /** The client writes as this author. */
        record Accepted(Author author) implements Claim {}

        /** A name is needed, and none came. */
        record Missing() implements Claim {}
    }
}
