package dev.madang.live.comments;

import dev.madang.live.store.PostId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a client of contract v1 sent, read and checked. Every input gives a result; none an exception. */
sealed interface CommentForm {
    /** Code points of a comment. */
    int MAX_CONTENT = 2_000;

    /** Code points of a name. */
    int MAX_NAME = 200;

    /** Characters of a client's id. */
    int MAX_CID = 128;

    /**
     * A comment that can be stored.
     *
     * @param userId the claimed name as it was sent, or null
     */
    record Filled(
            @Nullable String userId,
            PostId post,
            String content,
            @Nullable String cid) implements CommentForm {}

    /** Something is wrong with it; the text says what. */
    record Wrong(String error) implements CommentForm {}

    /**
     * Reads the argument of {@code new_comment}: an object, or a string that holds one. What is missing is said first,
     * then what is wrong with the post, as the tutorial's server does.
     *
     * @param nameNeeded whether {@code userId} must be there
     */
    static CommentForm read(JsonNode argument, boolean nameNeeded) {
        JsonNode form = argument;
        if (argument.isString()) {
            try {
                form = Parser.JSON.readTree(argument.stringValue());
            } catch (JacksonException e) {
                return new Wrong(Texts.WRONG_FORM);
            }
        }
        return form.isObject() ? fields(form, nameNeeded) : new Wrong(Texts.WRONG_FORM);
    }

    /** Reads a post's id as {@code join_post} and the others take it: all quotes are dropped. */
    static Optional<PostId> post(JsonNode value) {
        return value.isString() ? PostId.parse(value.stringValue().replace("\"", "")) : Optional.empty();
    }

    private static CommentForm fields(JsonNode form, boolean nameNeeded) {
        JsonNode userId = form.path("userId");
        JsonNode postId = form.path("postId");
        JsonNode content = form.path("content");
        JsonNode cid = form.path("cid");
        String name = PlainText.of(userId);
        String text = PlainText.of(content);
        if (PlainText.absent(postId) || PlainText.absent(content) || (text != null && PlainText.blank(text))) {
            return new Wrong(Texts.MISSING);
        }
        boolean nameless = PlainText.absent(userId);
        if (nameless && nameNeeded) {
            return new Wrong(Texts.MISSING);
        }
        if (!postId.isString()) {
            return new Wrong(Texts.WRONG_FORM);
        }
        Optional<PostId> post = post(postId);
        if (post.isEmpty()) {
            return new Wrong(Texts.BAD_POST);
        }
        boolean badName = !nameless && (name == null || PlainText.length(name) > MAX_NAME);
        if (badName || text == null || !absentOrShort(cid)) {
            return new Wrong(Texts.WRONG_FORM);
        }
        if (PlainText.length(text) > MAX_CONTENT) {
            return new Wrong(Texts.TOO_LONG);
        }
        return new Filled(nameless ? null : name, post.get(), text, cid(cid));
    }

    /** Whether a client's id is absent, or a string that is not too long. */
    static boolean absentOrShort(JsonNode cid) {
        return cid.isMissingNode()
                || cid.isNull()
                || (cid.isString() && cid.stringValue().length() <= MAX_CID);
    }

    /** A client's id, or null if it sent none. */
    static @Nullable String cid(JsonNode cid) {
        return cid.isString() && !cid.stringValue().isEmpty() ? PlainText.of(cid) : null;
    }

    /** Reads JSON strings with the depth and number length that events have. */
    final class Parser {
        static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(64)
                                .maxNumberLength(64)
                                .build())
                        .build())
                .build();

        private Parser() {}
    }
}
