package dev.madang.live.comments;

import dev.madang.live.store.Comment;

/** About how many bytes a comment takes in JSON, never less. */
public final class RowBytes {
    private static final int KEYS_AND_IDS = 400;

    private RowBytes() {}

    /** Of a comment with everything around its text. */
    public static int of(Comment comment) {
        return KEYS_AND_IDS
                + jsonBytes(comment.content())
                + jsonBytes(comment.author().name());
    }

    private static int jsonBytes(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ') {
                bytes += 6;
            } else if (c == '"' || c == '\\') {
                bytes += 2;
            } else if (c < 0x80) {
                bytes++;
            } else {
                bytes += c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
            }
        }
        return bytes;
    }
}
