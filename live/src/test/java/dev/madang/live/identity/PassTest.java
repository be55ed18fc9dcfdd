package dev.madang.live.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.madang.live.store.Author;
import dev.madang.live.store.Comment;
import dev.madang.live.store.PostId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who somebody is, and what that allows. */
final class PassTest {
    private static final Instant START = Instant.parse("2026-12-01T03:00:00Z");
    private static final Author YOUNG = Author.user("u-7", "영희");

    private Instant now = START;
    private boolean keysAway;

    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };

    /** "good" is a token of 영희 for a minute, everything else is none. */
    private final Tokens tokens = new Tokens() {
        @Override
        public boolean known() {
            return true;
        }

        @Override
        public Verdict check(String token) {
            if (keysAway) {
                return new Verdict.Bad(Problem.UNCHECKED);
            }
            return token.equals("good")
                    ? new Verdict.Good(YOUNG, START.plusSeconds(60))
                    : new Verdict.Bad(Problem.INVALID);
        }
    };

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // token, claimed, mode default, mode tutorial
                "-, 철수, guest 철수, guest 철수",
                "-, -, missing, missing",
                "good, -, user u-7, user u-7",
                "good, u-7, user u-7, user u-7",
                "good, 영희, user u-7, user u-7",
                "good, 철수, OTHER_NAME, guest 철수",
                "old, 철수, INVALID, guest 철수",
                "old, -, INVALID, INVALID",
            })
    void aClaimOfContractV1GivesNoRights(
            @Nullable String token, @Nullable String claimed, String usual, String tutorial) {
        assertThat(said(pass(Identities.Mode.DEFAULT, true, token).claimant(claimed)))
                .isEqualTo(usual);
        assertThat(said(pass(Identities.Mode.TUTORIAL, true, token).claimant(claimed)))
                .isEqualTo(tutorial);
    }

    @Test
    void whereGuestsMayNotWriteATokenIsNeeded() {
        Pass guest = pass(Identities.Mode.DEFAULT, false, null);
        assertThat(said(guest.claimant("철수"))).isEqualTo("NEEDED");
        assertThat(said(guest.writer("철수"))).isEqualTo("NEEDED");
        assertThat(guest.reader("철수").name()).as("reads").isEqualTo("철수");
        assertThat(said(pass(Identities.Mode.DEFAULT, false, "good").writer("")))
                .isEqualTo("user u-7");
        assertThatThrownBy(() -> pass(Identities.Mode.TUTORIAL, false, null))
                .hasMessageContaining("exclude each other");
    }

    @Test
    void aTokenThatEndsMakesNobodyAGuestUntilItIsRenewedOrLaidDown() {
        Pass pass = pass(Identities.Mode.DEFAULT, true, "good");
        assertThat(said(pass.writer(""))).isEqualTo("user u-7");
        now = START.plusSeconds(60);
        assertThat(said(pass.writer("영희"))).isEqualTo("EXPIRED");
        assertThat(said(pass.claimant("u-7"))).isEqualTo("EXPIRED");
        assertThat(pass.reader("영희").kind()).isEqualTo(Author.Kind.GUEST);
        assertThat(pass.renew("old")).isEqualTo(Problem.INVALID);
        assertThat(said(pass.writer("영희"))).as("as before").isEqualTo("EXPIRED");
        assertThat(pass.renew(null)).isNull();
        assertThat(said(pass.writer("영희"))).isEqualTo("guest 영희");
        now = START;
        assertThat(pass.renew("good")).isNull();
        assertThat(said(pass.writer("영희"))).isEqualTo("user u-7");
    }

    @Test
    void whileKeysAreAwayNobodyWritesAndThenItIsTriedAgain() {
        keysAway = true;
        Pass pass = pass(Identities.Mode.DEFAULT, true, "good");
        assertThat(said(pass.writer("영희"))).isEqualTo("UNCHECKED");
        keysAway = false;
        assertThat(said(pass.writer("영희"))).isEqualTo("user u-7");
    }

    @Test
    void aGuestIsTheSameByTheSecretAndNeverAUser() {
        Identities identities = identities(Identities.Mode.DEFAULT, true);
        Author one = identities.pass(new Papers(null, "a secret of 16 or more")).reader("영희");
        Author again =
                identities.pass(new Papers(null, "a secret of 16 or more")).reader("다른 이름");
        assertThat(one.same(again)).isTrue();
        assertThat(one.same(identities.pass(new Papers(null, null)).reader("영희")))
                .isFalse();
        assertThat(one.same(YOUNG)).isFalse();
        assertThat(Author.guest("u-7", "영희").same(YOUNG))
                .as("an id of a guest that looks like a user's")
                .isFalse();
    }

    @Test
    void whereNoTokensAreConfiguredTheyAreNotLookedAt() {
        var rules = new Identities.Rules(Identities.Mode.DEFAULT, true, Set.of(), Set.of());
        Pass pass = new Identities(rules, Tokens.none(), clock).pass(new Papers("good", null));
        assertThat(said(pass.claimant("철수"))).isEqualTo("guest 철수");
    }

    @Test
    void theSettingsMakeUsersModeratorsAndOwners() {
        var rules = new Identities.Rules(Identities.Mode.DEFAULT, true, Set.of("boss"), Set.of("u-7", "boss"));
        Author moderator = new Identities(rules, tokens, clock)
                .pass(new Papers("good", null))
                .reader("");
        assertThat(moderator.rank()).isEqualTo(Author.Rank.MODERATOR);
    }

    @ParameterizedTest
    @CsvSource({
        // who, whose: edit, remove, vote, moderate
        "guest, own, true, true, false, false",
        "guest, member, false, false, true, false",
        "member, own, true, true, false, false",
        "member, guest, false, false, true, false",
        "moderator, own, true, true, false, true",
        "moderator, member, false, false, true, true",
        "moderator, owner, false, false, true, false",
        "owner, moderator, false, false, true, true",
        "owner, owner2, false, false, true, true",
        "nameless, nameless, false, false, true, false",
    })
    void rightsFollowFromWhoSomebodyIs(
            String who, String whose, boolean edit, boolean remove, boolean vote, boolean moderate) {
        Rights rights = Rights.of(Duration.ofMinutes(15), clock);
        Author person = somebody(who);
        Author author = whose.equals("own") ? person : somebody(whose);
        Comment row =
                Comment.fresh("0123456789abcdef01234567", PostId.ofKey("a"), 1, author, "글", START.toEpochMilli());
        assertThat(rights.mayEdit(person, row)).as("edit").isEqualTo(edit);
        assertThat(rights.mayRemove(person, row)).as("remove").isEqualTo(remove);
        assertThat(rights.mayVote(person, row)).as("vote").isEqualTo(vote);
        assertThat(rights.mayModerate(person, row)).as("moderate").isEqualTo(moderate);
        assertThat(rights.mayPin(person)).isEqualTo(rights.mayModerate(person));
        now = START.plus(Duration.ofMinutes(15));
        assertThat(rights.mayEdit(person, row)).as("edit later").isFalse();
        assertThat(rights.mayRemove(person, row)).as("remove later").isEqualTo(remove);
    }

    private static Author somebody(String who) {
        return switch (who) {
            case "guest" -> Author.guest("g-1", "손님");
            case "nameless" -> Author.guest("손님");
            case "moderator" -> Author.user("m", "관리자", Author.Rank.MODERATOR);
            case "owner", "owner2" -> Author.user(who, "운영자", Author.Rank.OWNER);
            default -> Author.user(who, who);
        };
    }

    private Pass pass(Identities.Mode mode, boolean guests, @Nullable String token) {
        return identities(mode, guests).pass(new Papers(token, null));
    }

    private Identities identities(Identities.Mode mode, boolean guests) {
        return new Identities(new Identities.Rules(mode, guests, Set.of(), Set.of()), tokens, clock);
    }

    private static String said(Pass.Claim claim) {
        return switch (claim) {
            case Pass.Claim.Accepted accepted -> said(accepted.author());
            case Pass.Claim.Missing missing -> "missing";
            case Pass.Claim.Refused refused -> refused.problem().name();
        };
    }

    private static String said(Author author) {
        return author.kind() == Author.Kind.USER ? "user " + author.id() : "guest " + author.name();
    }
}
