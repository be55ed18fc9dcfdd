package dev.madang.live.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.madang.live.store.Author;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What tokens that are signed with a secret say. */
final class JwtTokensTest {
    private static final Instant NOW = Instant.parse("2026-12-01T03:00:00Z");
    private static final long SECOND = NOW.getEpochSecond();

    private final JwtTokens tokens = tokens(null, null);

    @Test
    void aGoodTokenGivesIdNameAndTheTimeUntilWhichItCounts() {
        assertThat(check("sub", "u-7", "name", "영희", "exp", SECOND + 60))
                .isEqualTo(new Tokens.Verdict.Good(Author.user("u-7", "영희"), NOW.plusSeconds(90)));
    }

    @Test
    void theTutorialsClaimsAreUnderstood() {
        assertThat(user("id", "6720a1b2c3d4e5f601234567", "username", "철수", "iat", SECOND - 5, "exp", SECOND + 1_800))
                .isEqualTo(Author.user("6720a1b2c3d4e5f601234567", "철수"));
        assertThat(user("id", 42, "exp", SECOND + 60)).as("a number, no name").isEqualTo(Author.user("42", "42"));
    }

    @ParameterizedTest
    @CsvSource({
        "role, owner, OWNER",
        "role, moderator, MODERATOR",
        "role, member, NONE",
        "role, admin, NONE",
        "role, Owner, NONE",
        "scope, owner, NONE"
    })
    void aRoleIsOneOfThoseThatAreKnown(String claim, String value, Author.Rank rank) {
        assertThat(user("sub", "u", "exp", SECOND + 60, claim, value).rank()).isEqualTo(rank);
    }

    @Test
    void ofSeveralRolesTheHighestCounts() {
        assertThat(user("sub", "u", "exp", SECOND + 60, "roles", List.of("editor", "moderator"))
                        .rank())
                .isEqualTo(Author.Rank.MODERATOR);
        assertThat(user("sub", "u", "exp", SECOND + 60, "roles", List.of("owner"), "role", "moderator")
                        .rank())
                .isEqualTo(Author.Rank.OWNER);
    }

    @ParameterizedTest
    @CsvSource({
        "30, GOOD",
        "0, GOOD",
        "-29, GOOD",
        "-30, EXPIRED",
        "-3600, EXPIRED",
    })
    void aTokenEndsAtItsTimeWithSomeLeeway(long secondsToGo, String expected) {
        assertThat(verdict("sub", "u", "exp", SECOND + secondsToGo)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"-5, GOOD", "30, GOOD", "31, INVALID"})
    void aTokenThatIsNotValidYetIsRefused(long secondsFromNow, String expected) {
        assertThat(verdict("sub", "u", "exp", SECOND + 600, "nbf", SECOND + secondsFromNow))
                .isEqualTo(expected);
    }

    @Test
    void whatHasNoEndOrNoUserIsRefused() {
        assertThat(verdict("sub", "u")).as("no end").isEqualTo("INVALID");
        assertThat(verdict("name", "영희", "exp", SECOND + 60)).as("no id").isEqualTo("INVALID");
        assertThat(verdict("sub", " ", "exp", SECOND + 60)).as("blank id").isEqualTo("INVALID");
        assertThat(verdict("sub", "a\u0000b", "exp", SECOND + 60)).as("NUL").isEqualTo("INVALID");
        assertThat(verdict("sub", "x".repeat(201), "exp", SECOND + 60))
                .as("long id")
                .isEqualTo("INVALID");
        assertThat(verdict("id", List.of("u"), "exp", SECOND + 60)).as("list").isEqualTo("INVALID");
    }

    @Test
    void namesAreCutAndCleaned() {
        assertThat(user("sub", "u", "name", " 영\u0000희\n", "exp", SECOND + 60).name())
                .isEqualTo("영희");
        assertThat(user("sub", "u", "name", "😀".repeat(300), "exp", SECOND + 60)
                        .name())
                .isEqualTo("😀".repeat(200));
    }

    @Test
    void onlyTheOneAlgorithmCounts() {
        Map<String, Object> claims = Map.of("sub", "u", "exp", SECOND + 60);
        String none = new PlainJWT(new JWTClaimsSet.Builder()
                        .subject("u")
                        .expirationTime(Date.from(NOW.plusSeconds(60)))
                        .build())
                .serialize();
        assertThat(said(tokens, none)).as("alg none").isEqualTo("INVALID");
        String good = HostSite.signed(JWSAlgorithm.HS256, HostSite.SECRET, claims);
        assertThat(said(tokens, good)).isEqualTo("GOOD");
        String header = good.substring(0, good.indexOf('.'));
        assertThat(said(tokens, good.substring(0, good.lastIndexOf('.') + 1)))
                .as("signature left out")
                .isEqualTo("INVALID");
        assertThat(said(tokens, header + none.substring(none.indexOf('.'))))
                .as("header put before")
                .isEqualTo("INVALID");
        String longer = HostSite.SECRET.repeat(2);
        assertThat(said(tokens, HostSite.signed(JWSAlgorithm.HS512, longer, claims)))
                .isEqualTo("INVALID");
        JwtTokens same = new JwtTokens(settings(longer, null, null), Clock.fixed(NOW, ZoneOffset.UTC));
        assertThat(said(same, HostSite.signed(JWSAlgorithm.HS512, longer, claims)))
                .as("other algorithm, same key")
                .isEqualTo("INVALID");
    }

    @Test
    void anotherSecretAndBrokenTextsAreRefused() {
        String other = HostSite.signed(
                JWSAlgorithm.HS256, "another secret of thirty-two bytes", Map.of("sub", "u", "exp", SECOND + 60));
        for (String bad :
                List.of(other, "?", "a.b", "a.b.c", "....", "e30.e30.", "x".repeat(100_000), "\u0000", "댓글")) {
            assertThat(said(tokens, bad)).isEqualTo("INVALID");
        }
    }

    @Test
    void issuerAndAudienceMustBeTheConfiguredOnes() {
        JwtTokens strict = tokens("https://site.example", "comments");
        var claims = new LinkedHashMap<String, Object>(Map.of("sub", "u", "exp", SECOND + 60));
        assertThat(said(strict, sign(claims))).as("neither").isEqualTo("INVALID");
        claims.put("iss", "https://site.example");
        assertThat(said(strict, sign(claims))).as("no audience").isEqualTo("INVALID");
        claims.put("aud", "shop");
        assertThat(said(strict, sign(claims))).as("wrong audience").isEqualTo("INVALID");
        claims.put("aud", List.of("shop", "comments"));
        assertThat(said(strict, sign(claims))).isEqualTo("GOOD");
        claims.put("iss", "https://site.example.evil");
        assertThat(said(strict, sign(claims))).as("wrong issuer").isEqualTo("INVALID");
    }

    @Test
    void settingsThatWouldNotProtectAreRefused() {
        assertThatThrownBy(() -> settings("only thirty-one bytes of secret", null, null))
                .hasMessageStartingWith("madang.identity.jwt.secret must have at least 32 bytes");
        assertThatThrownBy(() -> settings("", null, null)).hasMessageContaining("32 bytes");
        assertThatThrownBy(() -> jwks(HostSite.SECRET, "https://site.example/keys"))
                .hasMessageContaining("exclude each other");
        assertThatThrownBy(() -> jwks(null, "file:///etc/keys"))
                .hasMessageContaining("must be an http or https address");
        assertThatThrownBy(() -> jwks(null, "site.example/keys"))
                .hasMessageContaining("must be an http or https address");
        assertThatThrownBy(() -> Identities.of(
                        new Identities.Rules(Identities.Mode.DEFAULT, false, java.util.Set.of(), java.util.Set.of()),
                        jwks(null, null),
                        Clock.systemUTC()))
                .hasMessageStartingWith("madang.identity.guests=off needs");
        assertThat(settings(HostSite.SECRET, null, null).toString()).doesNotContain(HostSite.SECRET);
    }

    private static JwtTokens tokens(@Nullable String issuer, @Nullable String audience) {
        return new JwtTokens(settings(HostSite.SECRET, issuer, audience), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static JwtSettings settings(String secret, @Nullable String issuer, @Nullable String audience) {
        return settings(secret, null, issuer, audience);
    }

    private static JwtSettings jwks(@Nullable String secret, @Nullable String jwks) {
        return settings(secret, jwks, null, null);
    }

    static JwtSettings settings(
            @Nullable String secret, @Nullable String jwks, @Nullable String issuer, @Nullable String audience) {
        return new JwtSettings(
                secret,
                jwks,
                issuer,
                audience,
                Duration.ofSeconds(30),
                "token",
                List.of("sub", "id"),
                List.of("name", "username"),
                List.of("role", "roles"));
    }

    private static String sign(Map<String, Object> claims) {
        return HostSite.signed(JWSAlgorithm.HS256, HostSite.SECRET, claims);
    }

    private Tokens.Verdict check(Object... claims) {
        var all = new LinkedHashMap<String, Object>();
        for (int i = 0; i < claims.length; i += 2) {
            all.put((String) claims[i], claims[i + 1]);
        }
        return tokens.check(sign(all));
    }

    private String verdict(Object... claims) {
        return name(check(claims));
    }

    private Author user(Object... claims) {
        return ((Tokens.Verdict.Good) check(claims)).user();
    }

    static String said(Tokens tokens, String token) {
        return name(tokens.check(token));
    }

    private static String name(Tokens.Verdict verdict) {
        return switch (verdict) {
            case Tokens.Verdict.Good good -> "GOOD";
            case Tokens.Verdict.Bad bad -> bad.problem().name();
        };
    }
}
