package dev.madang.engine;

/** What may stand in a header (RFC 9110, section 5). Stateless. */
final class HttpGrammar {
    private HttpGrammar() {}

    /** Whether a text is a token: a header's name, a cookie's name, a method. */
    static boolean token(String text) {
        return !text.isEmpty() && text.chars().allMatch(HttpGrammar::tokenCharacter);
    }

    static boolean tokenCharacter(int c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    /** Whether a text may be a header's value: nothing in it can end the line. */
    static boolean value(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c != 127 && c <= 255 || c == '\t');
    }

    /** Whether a text may be the value of a cookie's attribute (RFC 6265, 4.1.1), not only of its header. */
    static boolean attribute(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 127 && c != ';');
    }
}
