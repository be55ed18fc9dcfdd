package dev.madang.netty;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the handshakes of many clients have in common, kept once: names and values of headers, paths and queries. Sessions keep
 * their handshake, and most of a browser's is the same in all of them. Any thread.
 *
 * <p>Limits: 1,024 texts of 256 characters and 64 request targets of 128 at most, whatever clients send.
 */
final class Repeats {
    /*
     * Each text has one place, by its hash; a later one takes it over. Threads may write over one another: what is kept are
     * strings and records with final fields, which every thread sees whole, and a lost one is only kept twice.
     */
    private static final int TEXTS = 1024;
    private static final int LONGEST_TEXT = 256;
    private static final int TARGETS = 64;
    private static final int LONGEST_TARGET = 128;

    private final @Nullable String[] texts = new String[TEXTS];
    private final @Nullable Target[] targets = new Target[TARGETS];

    /**
     * What a request line asks for.
     *
     * @param sent path and query as sent
     * @param path decoded
     * @param query decoded parameters, in their order
     */
    record Target(String sent, String path, Map<String, String> query) {}

    /** The same text, kept once if it has come before. */
    String text(String text) {
        if (text.length() > LONGEST_TEXT) {
            return text;
        }
        int place = place(text, TEXTS);
        String kept = texts[place];
        if (text.equals(kept)) {
            return kept;
        }
        texts[place] = text;
        return text;
    }

    /** What a target asks for. One with a session's id comes once for each session, and is not kept. */
    Target target(String sent) {
        int place = place(sent, TARGETS);
        Target kept = targets[place];
        if (kept != null && kept.sent.equals(sent)) {
            return kept;
        }
        int question = sent.indexOf('?');
        Target read = new Target(
                sent, text(RequestHeads.path(sent)), question < 0 ? Map.of() : RequestHeads.query(sent, question + 1));
        if (sent.length() <= LONGEST_TARGET && !read.query.containsKey("sid") && !read.query.containsKey("t")) {
            targets[place] = read;
        }
        return read;
    }

    private static int place(String text, int places) {
        int hash = text.hashCode();
        return (hash ^ hash >>> 16) & places - 1;
    }
}
