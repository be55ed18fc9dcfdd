package dev.madang.netty;

/**
 * What a client offers in {@code Sec-WebSocket-Extensions} (RFC 6455, 9.1), read for permessage-deflate (RFC 7692, 7).
 * Nothing of the client's text goes into the answer.
 */
final class DeflateOffers {
    /*
     * The Java platform's zlib always uses the full window of 32 KiB. So an offer that wants the server's window
     * smaller is declined (7.1.2.1), and a client's remark on its own window needs no answer: any window can be read
     * (7.1.2.2). Both sides forget their context after each message: the client can be told so unasked (7.1.1.2).
     */
    private static final int SERVER_NO_CONTEXT_TAKEOVER = 1;
    private static final int CLIENT_NO_CONTEXT_TAKEOVER = 2;
    private static final int SERVER_MAX_WINDOW_BITS = 4;
    private static final int CLIENT_MAX_WINDOW_BITS = 8;
    private static final int NOT_FOR_US = -1;
    private static final String SYMBOLS = "!#$%&'*+-.^_`|~";

    /** What is answered. */
    enum Answer {
        /** The header is not one: the handshake is refused. */
        MALFORMED(""),
        /** No offer can be accepted: no compression. */
        DECLINED(""),
        /** Accepted. */
        ACCEPTED("permessage-deflate; server_no_context_takeover; client_no_context_takeover"),
        /** Accepted, with a window size that had to be confirmed. */
        ACCEPTED_FULL_WINDOW(
                "permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=15");

        private final String header;

        Answer(String header) {
            this.header = header;
        }

        /** The value of the answer's header; empty without one. */
        String header() {
            return header;
        }
    }

    private final String text;
    private int at;
    private boolean malformed;

    private DeflateOffers(String text) {
        this.text = text;
    }

    /** The answer to all offers together: to the first that can be accepted. */
    static Answer answer(String header) {
        return new DeflateOffers(header).answer();
    }

    private Answer answer() {
        Answer answer = Answer.DECLINED;
        do {
            Answer each = offer();
            answer = answer == Answer.DECLINED ? each : answer;
        } while (!malformed && skips(','));
        return malformed || at < text.length() ? Answer.MALFORMED : answer;
    }

    private Answer offer() {
        boolean ours = token().equals("permessage-deflate");
        int seen = 0;
        boolean fits = ours;
        while (!malformed && skips(';')) {
            String name = token();
            String value = skips('=') ? value() : "";
            int parameter = parameter(name, value);
            fits = fits && parameter != NOT_FOR_US && (seen & parameter) == 0;
            seen |= parameter;
        }
        if (!fits) {
            return Answer.DECLINED;
        }
        return (seen & SERVER_MAX_WINDOW_BITS) != 0 ? Answer.ACCEPTED_FULL_WINDOW : Answer.ACCEPTED;
    }

    private static int parameter(String name, String value) {
        return switch (name) {
            case "server_no_context_takeover" -> value.isEmpty() ? SERVER_NO_CONTEXT_TAKEOVER : NOT_FOR_US;
            case "client_no_context_takeover" -> value.isEmpty() ? CLIENT_NO_CONTEXT_TAKEOVER : NOT_FOR_US;
            case "server_max_window_bits" -> value.equals("15") ? SERVER_MAX_WINDOW_BITS : NOT_FOR_US;
            case "client_max_window_bits" ->
                switch (value) {
                    case "", "8", "9", "10", "11", "12", "13", "14", "15" -> CLIENT_MAX_WINDOW_BITS;
                    default -> NOT_FOR_US;
                };
            default -> NOT_FOR_US;
        };
    }

    private boolean skips(char wanted) {
        skipBlanks();
        if (at < text.length() && text.charAt(at) == wanted) {
            at++;
            skipBlanks();
            return true;
        }
        return false;
    }

    private void skipBlanks() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    /** A token (RFC 7230, 3.2.6), or the end of all reading. */
    private String token() {
        skipBlanks();
        int start = at;
        while (at < text.length() && isTokenCharacter(text.charAt(at))) {
            at++;
        }
        malformed |= at == start;
        return text.substring(start, at);
    }

    /** A token, plain or as a quoted string. */
    private String value() {
        if (at == text.length() || text.charAt(at) != '"') {
            return token();
        }
        at++;
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\') {
                at++;
            }
            char each = at < text.length() ? text.charAt(at++) : '"';
            malformed |= !isTokenCharacter(each);
            value.append(each);
        }
        malformed |= at == text.length() || value.isEmpty();
        at++;
        return value.toString();
    }

    private static boolean isTokenCharacter(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || SYMBOLS.indexOf(c) >= 0;
    }
}
