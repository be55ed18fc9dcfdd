package dev.madang.live.identity;

import dev.madang.live.store.Author;
import java.time.Instant;

/** Reads the host site's tokens. Any thread that may block for some seconds. */
public interface Tokens {
    /** Whether tokens are looked at; where not, whoever brings one is a guest. */
    boolean known();

    /** What a token says. */
    Verdict check(String token);

    /** No token is looked at. */
    static Tokens none() {
        return new Tokens() {
            @Override
            public boolean known() {
                return false;
            }

            @Override
            public Verdict check(String token) {
                return new Verdict.Bad(Problem.INVALID);
            }
        };
    }

    /** What a token says. */
    sealed interface Verdict {
        /** The host site vouches for a user until some time. */
        record Good(Author user, Instant until) implements Verdict {}

        /** It says nothing. */
        record Bad(Problem problem) implements Verdict {}
    }
}
