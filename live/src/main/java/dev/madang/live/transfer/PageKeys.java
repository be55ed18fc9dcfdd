package dev.madang.live.transfer;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes of a page's address the key that the widget makes on that page: the address as browsers write it, without a fragment.
 * Everything else, such as a slug, is its own key. Immutable.
 *
 * @param from what addresses began with before the site moved; empty if it did not
 * @param to what stands there now
 */
public record PageKeys(String from, String to) {
    /*
     * Browsers parse an address and write it again (WHATWG, URL Standard): scheme and host in lower case, no default port, no
     * dots as folders, at least one slash, and percent signs for what is not ASCII. A link in an export may lack any of it.
     */
    static final PageKeys AS_THEY_ARE = new PageKeys("", "");

    private static final Pattern WEB =
            Pattern.compile("(?i)(https?)://([^/?#\\\\]*)([^?#]*)(\\?[^#]*)?(#.*)?", Pattern.DOTALL);
    private static final String NOT_IN_PATHS = " \"<>`{}";
    private static final String NOT_IN_QUERIES = " \"<>'";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** Refuses a target without a source. */
    public PageKeys {
        if (from.isEmpty() && !to.isEmpty()) {
            throw new IllegalArgumentException("--url-to needs --url-from");
        }
    }

    /** The key of a page. */
    String of(String address) {
        String text = address.strip().replaceAll("[\\t\\r\\n]", "");
        if (!from.isEmpty() && text.startsWith(from)) {
            text = to + text.substring(from.length());
        }
        Matcher parts = WEB.matcher(text);
        if (!parts.matches() || parts.group(2).isEmpty()) {
            return text;
        }
        String scheme = parts.group(1).toLowerCase(Locale.ROOT);
        String query = parts.group(4) == null ? "" : encoded(parts.group(4), NOT_IN_QUERIES);
        return scheme + "://" + host(scheme, parts.group(2)) + encoded(path(parts.group(3)), NOT_IN_PATHS) + query;
    }

    private static String host(String scheme, String authority) {
        String host = authority.substring(authority.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        String standard = scheme.equals("http") ? ":80" : ":443";
        if (host.endsWith(standard)) {
            host = host.substring(0, host.length() - standard.length());
        }
        try {
            return host.chars().allMatch(c -> c < 128)
                    ? host
                    : IDN.toASCII(host).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return host;
        }
    }

    private static String path(String written) {
        var folders = new ArrayDeque<String>();
        List<String> names = new ArrayList<>(List.of(written.replace('\\', '/').split("/", -1)));
        if (names.size() < 2) {
            return "/";
        }
        for (String name : names.subList(1, names.size())) {
            if (name.equals("..")) {
                folders.pollLast();
            } else if (!name.equals(".")) {
                folders.addLast(name);
            }
        }
        String last = names.getLast();
        boolean folder = last.equals(".") || last.equals("..");
        return "/" + String.join("/", folders) + (folder && !folders.isEmpty() ? "/" : "");
    }

    private static String encoded(String text, String refused) {
        var encoded = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c > 0x20 && c < 0x7f && refused.indexOf(c) < 0) {
                encoded.append((char) c);
            } else {
                for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                    encoded.append('%').append(HEX.toHexDigits(b));
                }
            }
        });
        return encoded.toString();
    }
}
