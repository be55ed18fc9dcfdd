package dev.madang.live.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.server.Handshake;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Where papers are found, and when a cookie is one. */
final class CustomsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final GuestCookies cookies = new GuestCookies(new Seal(new byte[32]));
    private final Customs customs = Customs.of(List.of("https://site.example/"), true, "token", cookies);

    @Test
    void aTokenIsTakenFromAuthThenTheHeaderThenTheCookie() {
        Map<String, String> headers = new HashMap<>(Map.of("host", "c.example", "origin", "https://c.example"));
        headers.put("cookie", "a=b; token=third");
        assertThat(papers("{}", headers).token()).isEqualTo("third");
        headers.put("authorization", "Bearer second");
        assertThat(papers("{\"token\":\"\"}", headers).token()).isEqualTo("second");
        assertThat(papers("{\"token\":\"first\"}", headers).token()).isEqualTo("first");
        assertThat(papers("{\"token\":7}", headers).token())
                .as("no text is no token, and no way around one")
                .isEqualTo("?");
        headers.put("authorization", "Basic second");
        assertThat(papers("{\"token\":null}", headers).token()).isEqualTo("third");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // origin, host, sec-fetch-site, whether cookies count
                "https://c.example, c.example, -, true",
                "https://site.example, c.example, -, true",
                "https://site.example:444, c.example, -, false",
                "https://evil.example, c.example, -, false",
                "https://c.example.evil.example, c.example, -, false",
                "https://x.c.example, c.example, -, false",
                "https://evilc.example, c.example, -, false",
                "null, c.example, same-origin, false",
                "-, c.example, -, false",
                "-, c.example, same-origin, true",
                "-, c.example, same-site, false",
                "-, c.example, cross-site, false",
                "-, c.example, none, false",
                "http://localhost:3000, localhost:8000, -, true",
                "http://127.0.0.1:5500, localhost:8000, -, true",
                "http://localhost:3000, c.example, -, false",
                "http://localhost.evil.example, localhost:8000, -, false",
            })
    void aCookieCountsForPagesThatMayHaveIt(
            @Nullable String origin, String host, @Nullable String site, boolean counts) {
        var headers = new HashMap<String, String>();
        headers.put("cookie", "token=t");
        headers.put("host", host);
        if (origin != null) {
            headers.put("origin", origin);
        }
        if (site != null) {
            headers.put("sec-fetch-site", site);
        }
        assertThat(papers("{}", headers).token()).isEqualTo(counts ? "t" : null);
    }

    @Test
    void whereEveryPageMayConnectNoneOfOthersHasCookies() {
        Customs open = Customs.of(List.of("*"), false, "token", cookies);
        Map<String, String> headers =
                Map.of("host", "c.example", "origin", "https://evil.example", "cookie", "token=t");
        assertThat(open.of(headers::get, true).token()).isNull();
        Customs off = Customs.of(List.of(), false, "", cookies);
        Map<String, String> own = Map.of("host", "c.example", "origin", "https://c.example", "cookie", "token=t");
        assertThat(off.of(own::get, true).token()).as("no cookie is looked at").isNull();
    }

    @Test
    void aGuestsCookieIsKnownAgainAndTheGuestsOwnSecretGoesBefore() {
        String value = cookies.write(null, true).getValue();
        Map<String, String> headers = Map.of(
                "host", "c.example", "origin", "https://c.example", "cookie", "x=1; __Host-madang_guest=" + value);
        assertThat(papers("{}", headers).guest()).isEqualTo(value);
        assertThat(papers("{\"guest\":\"mine-0123456789abcdef\"}", headers).guest())
                .isEqualTo("mine-0123456789abcdef");
        assertThat(cookies.write(value, true).getValue()).as("renewed").isEqualTo(value);
        assertThat(cookies.write(null, true).toString())
                .contains("Path=/;", "; Secure; HttpOnly; SameSite=Lax")
                .doesNotContain("Domain");
    }

    @ParameterizedTest
    @ValueSource(strings = {"flip", "cut", "longer", "other server", "made up", "empty", "two dots"})
    void aCookieThatThisServerDidNotMakeIsNone(String how) {
        String genuine = cookies.write(null, false).getValue();
        String value = switch (how) {
            case "flip" -> (genuine.charAt(0) == 'A' ? 'B' : 'A') + genuine.substring(1);
            case "cut" -> genuine.substring(0, genuine.length() - 1);
            case "longer" -> genuine + "A";
            case "other server" ->
                new GuestCookies(new Seal(new byte[] {1})).write(null, false).getValue();
            case "made up" -> "younghee-0123456789abcdef";
            case "two dots" -> genuine.replace('.', '_');
            default -> "";
        };
        Map<String, String> headers =
                Map.of("host", "c.example", "origin", "http://c.example", "cookie", "madang_guest=" + value);
        assertThat(papers("{}", headers).guest()).isNull();
        assertThat(papers(
                                "{}",
                                Map.of(
                                        "host",
                                        "c.example",
                                        "origin",
                                        "http://c.example",
                                        "cookie",
                                        "madang_guest=" + genuine))
                        .guest())
                .isEqualTo(genuine);
    }

    private Papers papers(String auth, Map<String, String> headers) {
        return customs.of(new Handshake(
                headers, Map.of(), JSON.readTree(auth), Instant.EPOCH, "127.0.0.1", false, "/", 0, false));
    }
}
