package dev.madang.live.identity;

import dev.madang.live.store.Author;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Who somebody is as long as a connection or a request lasts. A token is checked when it is first needed, and counts until it
 * ends: from then on nothing is written with this pass until it is renewed. A token that is not accepted makes nobody a guest,
 * or people would write under another name than they think; reading needs no token. One thread at a time, which may block.
 */
public final class Pass {
    private final Identities identities;
    private final Clock clock;
    private final String guest;
    private @Nullable String token;
    private Tokens.@Nullable Verdict verdict;

    Pass(Identities identities, Clock clock, String guest, @Nullable String token) {
        this.identities = identities;
        this.clock = clock;
        this.guest = guest;
        this.token = token;
    }

    /** Who reads: the user, or a guest of that name, which may be empty. */
    public Author reader(String name) {
        return standing() instanceof Tokens.Verdict.Good good ? good.user() : Author.guest(guest, name);
    }

    /** Who writes, if anybody may: the user, or a guest of that name, by which nobody but this guest is known. */
    public Claim writer(String name) {
        Problem problem = problem();
        return problem == null ? new Claim.Accepted(reader(name)) : new Claim.Refused(problem);
    }

    /**
     * Who writes in contract v1.
     *
     * @param claimed the name or id it sent, or null if it sent none
     */
    public Claim claimant(@Nullable String claimed) {
        boolean tutorial = identities.mode() == Identities.Mode.TUTORIAL;
        if (standing() instanceof Tokens.Verdict.Good good) {
            Author user = good.user();
            if (claimed == null || claimed.equals(user.id()) || claimed.equals(user.name())) {
                return new Claim.Accepted(user);
            }
            return tutorial ? new Claim.Accepted(Author.guest(claimed)) : new Claim.Refused(Problem.OTHER_NAME);
        }
        Problem problem = problem();
        if (problem != null && !(tutorial && claimed != null)) {
            return new Claim.Refused(problem);
        }
        return claimed == null ? new Claim.Missing() : new Claim.Accepted(Author.guest(claimed));
    }

    /** Whether a client of contract v1 must send a name: true where nothing but its claim says who it is. */
    public boolean nameNeeded() {
        return !(standing() instanceof Tokens.Verdict.Good);
    }

    /** Why nothing can be written with this pass; null if it can. */
    public @Nullable Problem problem() {
        return switch (standing()) {
            case Tokens.Verdict.Good good -> null;
            case Tokens.Verdict.Bad bad -> bad.problem();
            case null -> identities.guestsWrite() ? null : Problem.NEEDED;
        };
    }

    /**
     * Takes another token, or none: then this is a guest's pass.
     *
     * @return why the token is not accepted, and then all is as before; null if it is
     */
    public @Nullable Problem renew(@Nullable String next) {
        Tokens.Verdict said = next == null ? null : identities.check(next);
        if (said instanceof Tokens.Verdict.Bad bad) {
            return bad.problem();
        }
        token = next;
        verdict = said;
        return null;
    }

    /** What is known of the token now; null without one. */
    private Tokens.@Nullable Verdict standing() {
        if (token == null || !identities.knowsTokens()) {
            return null;
        }
        if (verdict == null || verdict.equals(new Tokens.Verdict.Bad(Problem.UNCHECKED))) {
            verdict = identities.check(token);
        }
        if (verdict instanceof Tokens.Verdict.Good good && !clock.instant().isBefore(good.until())) {
            verdict = new Tokens.Verdict.Bad(Problem.EXPIRED);
        }
        return verdict;
    }

    /** What became of a wish to write. */
    public sealed interface Claim {
        /** The client writes as this author. */
        record Accepted(Author author) implements Claim {}

        /** A name is needed, and none came. */
        record Missing() implements Claim {}

        /** Nobody may write so. */
        record Refused(Problem problem) implements Claim {}
    }
}
