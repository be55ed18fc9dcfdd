package dev.madang.live.identity;

import dev.madang.live.store.Author;
import java.time.Clock;
import java.util.Set;

/** Tells who somebody is. Any thread. */
public final class Identities {
    private final Rules rules;
    private final Tokens tokens;
    private final Clock clock;
    private final GuestIds guests = new GuestIds();

    /**
     * By these rules.
     *
     * @param tokens what reads the host site's tokens
     */
    public Identities(Rules rules, Tokens tokens, Clock clock) {
        this.rules = rules;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** By these rules, with the host site's tokens if {@code jwt} says how they are signed. */
    public static Identities of(Rules rules, JwtSettings jwt, Clock clock) {
        if (!rules.guests && !jwt.given()) {
            throw new IllegalArgumentException("madang.identity.guests=off needs madang.identity.jwt.secret or .jwks:"
                    + " without them nobody could write");
        }
        return new Identities(rules, jwt.given() ? new JwtTokens(jwt, clock) : Tokens.none(), clock);
    }

    /** A pass for who carries these papers; they are looked at when the pass is first used. */
    public Pass pass(Papers papers) {
        return new Pass(this, clock, guests.of(papers.guest()), papers.token());
    }

    Mode mode() {
        return rules.mode;
    }

    boolean guestsWrite() {
        return rules.guests;
    }

    /** Whether the host site's tokens are looked at. */
    public boolean knowsTokens() {
        return tokens.known();
    }

    /** What a token says, with the rank that the settings give its user. On a thread that may block for some seconds. */
    public Tokens.Verdict check(String token) {
        Tokens.Verdict verdict = tokens.check(token);
        if (!(verdict instanceof Tokens.Verdict.Good good)) {
            return verdict;
        }
        Author user = good.user();
        Author.Rank rank = rules.rank(user.id());
        Author.Rank higher = rank.compareTo(user.rank()) > 0 ? rank : user.rank();
        return new Tokens.Verdict.Good(Author.user(user.id(), user.name(), higher), good.until());
    }

    /**
     * Who may do what by the settings. Immutable.
     *
     * @param mode what the names that clients claim mean
     * @param guests whether who has no token may write
     * @param owners ids of users
     * @param moderators ids of users
     */
    public record Rules(Mode mode, boolean guests, Set<String> owners, Set<String> moderators) {
        /** Checks that the rules do not contradict each other. */
        public Rules {
            if (mode == Mode.TUTORIAL && !guests) {
                throw new IllegalArgumentException(
                        "madang.identity.guests=off and madang.identity.mode=tutorial exclude each"
                                + " other: the tutorial's server takes any userId");
            }
            owners = Set.copyOf(owners);
            moderators = Set.copyOf(moderators);
        }

        private Author.Rank rank(String id) {
            return owners.contains(id)
                    ? Author.Rank.OWNER
                    : moderators.contains(id) ? Author.Rank.MODERATOR : Author.Rank.NONE;
        }
    }

    /** The setting {@code madang.identity.mode}. */
    public enum Mode {
        /** Claimed names are unverified guests; a verified user's comments carry the verified id. */
        DEFAULT,
        /** Any {@code userId} is taken as it is, for everybody, as the tutorial's server does. */
        TUTORIAL
    }
}
