package dev.madang.live.identity;

import dev.madang.engine.OriginPolicy;
import dev.madang.engine.RequestHead;
import dev.madang.server.Handshake;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Finds what says who sends a request: a token in the handshake's {@code auth}, in {@code Authorization} or in a cookie, in
 * this order, and a guest's secret in {@code auth}, in {@code X-Madang-Guest} or in this host's cookie. Any thread.
 */
public final class Customs {
    /*
     * Browsers send cookies also with what pages of others ask for. So cookies count only if the page is of this host or of a
     * listed origin; a page of this machine may connect to any server if madang.loopback is on, but has cookies only of a
     * server on this machine. Reads of one's own host carry no Origin, and say so in Sec-Fetch-Site; programs that send neither
     * have other ways.
     */
    private static final Pattern LOOPBACK =
            Pattern.compile("(?:https?://)?(?:localhost|127(?:\\.\\d{1,3}){3}|\\[::1])(?::\\d{1,5})?");
    private static final InetSocketAddress NOBODY = InetSocketAddress.createUnresolved("unknown", 0);
    private static final String BEARER = "bearer ";

    private final OriginPolicy pages;
    private final String tokenCookie;
    private final GuestCookies guests;

    private Customs(OriginPolicy pages, String tokenCookie, GuestCookies guests) {
        this.pages = pages;
        this.tokenCookie = tokenCookie;
        this.guests = guests;
    }

    /**
     * With these rules.
     *
     * @param origins beside the own host; {@code *} lets pages of everybody in, and none of them with cookies
     * @param loopback whether pages of this machine may connect
     * @param tokenCookie the name of the cookie that may hold a token; empty for none
     */
    public static Customs of(List<String> origins, boolean loopback, String tokenCookie, GuestCookies guests) {
        List<String> listed = origins.stream()
                .filter(origin -> !origin.equals("*"))
                .map(origin -> origin.endsWith("/") ? origin.substring(0, origin.length() - 1) : origin)
                .toList();
        OriginPolicy pages = listed.isEmpty()
                ? OriginPolicy.sameHost()
                : OriginPolicy.sameHost().and(listed);
        return new Customs(loopback ? pages.andIf(Customs::bothLocal) : pages, tokenCookie, guests);
    }

    /** What a socket's client said when it connected. */
    public Papers of(Handshake handshake) {
        return of(handshake.auth(), handshake.headers()::get, handshake.secure());
    }

    /** What an HTTP request carries; {@code header} gives the first header of a name, or null. */
    public Papers of(Function<String, @Nullable String> header, boolean secure) {
        return of(MissingNode.getInstance(), header, secure);
    }

    private Papers of(JsonNode auth, Function<String, @Nullable String> header, boolean secure) {
        var cookies = new Cookies(trusted(header, secure) ? header.apply("cookie") : null);
        String guest = said(auth.path("guest"), header.apply("x-madang-guest"));
        String token = said(auth.path("token"), bearer(header.apply("authorization")));
        if (token == null && !tokenCookie.isEmpty()) {
            token = cookies.value(tokenCookie);
        }
        return new Papers(
                token == null || token.isEmpty() ? null : token, guest == null ? guests.read(cookies) : guest);
    }

    /** Whether the cookies of a request say who sends it. */
    private boolean trusted(Function<String, @Nullable String> header, boolean secure) {
        String origin = header.apply("origin");
        if (origin == null) {
            return "same-origin".equals(header.apply("sec-fetch-site"));
        }
        String host = header.apply("host");
        List<String> headers = new ArrayList<>(List.of("Origin", origin));
        if (host != null) {
            headers.addAll(List.of("Host", host));
        }
        return pages.allows(new RequestHead("GET", "/", Map.of(), headers, NOBODY, secure));
    }

    private static boolean bothLocal(String origin, RequestHead head) {
        String host = head.header("Host");
        return host != null
                && LOOPBACK.matcher(origin).matches()
                && LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }

    /** What is said in {@code auth}, where something is said, or else in a header. What is no text is no token. */
    private static @Nullable String said(JsonNode value, @Nullable String header) {
        if (value.isMissingNode()
                || value.isNull()
                || (value.isString() && value.stringValue().isEmpty())) {
            return header;
        }
        return value.isString() ? value.stringValue() : "?";
    }

    private static @Nullable String bearer(@Nullable String header) {
        if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return null;
        }
        return header.substring(BEARER.length()).strip();
    }
}
