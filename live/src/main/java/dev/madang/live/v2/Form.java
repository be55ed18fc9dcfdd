package dev.madang.live.v2;

import dev.madang.live.comments.PlainText;
import dev.madang.live.store.PageQuery;
import dev.madang.live.store.PostId;
import dev.madang.live.store.Topic;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The object that a request carries, read key by key. Every input gives a value or a {@link Refusal}.
 *
 * @param json what came
 */
record Form(JsonNode json) {
    private static final int MAX_TEXT = 2_000;
    private static final int MAX_NAME = 200;
    private static final int MAX_CID = 128;
    private static final int MAX_KEY = 500;
    private static final int MAX_URL = 2_000;
    private static final int MAX_TITLE = 300;
    private static final int MAX_IDS = 200;
    private static final int MAX_LIMIT = 100;
    private static final int USUAL_LIMIT = 50;
    private static final int ID_LENGTH = 24;

    /** The post: by its id, or by the key it is made of. */
    PostId post() throws Refusal {
        JsonNode post = json.path("post");
        if (post.isString()) {
            return PostId.parse(post.stringValue()).orElseThrow(() -> new Refusal(Code.INVALID));
        }
        return PostId.ofKey(required("key", MAX_KEY));
    }

    /** What the page says the post is about. */
    Topic topic() throws Refusal {
        return new Topic(optional("key", MAX_KEY), url(), optional("title", MAX_TITLE));
    }

    String id(String key) throws Refusal {
        String id = optionalId(key);
        if (id == null) {
            throw new Refusal(Code.INVALID);
        }
        return id;
    }

    @Nullable
    String optionalId(String key) throws Refusal {
        JsonNode value = json.path(key);
        if (PlainText.absent(value)) {
            return null;
        }
        return id(value);
    }

    List<String> ids() throws Refusal {
        JsonNode array = json.path("ids");
        if (!array.isArray() || array.size() > MAX_IDS) {
            throw new Refusal(Code.INVALID);
        }
        var ids = new ArrayList<String>();
        for (JsonNode value : array) {
            ids.add(id(value));
        }
        return ids;
    }

    String text() throws Refusal {
        JsonNode value = json.path("text");
        String text = value.isString() ? PlainText.of(value) : null;
        if (text == null || PlainText.blank(text)) {
            throw new Refusal(Code.INVALID);
        }
        if (PlainText.length(text) > MAX_TEXT) {
            throw new Refusal(Code.TOO_LONG);
        }
        return text;
    }

    @Nullable
    String name() throws Refusal {
        return optional("name", MAX_NAME);
    }

    @Nullable
    String cid() throws Refusal {
        return optional("cid", MAX_CID);
    }

    /** What is never shown to anybody; null if it is absent. */
    @Nullable
    String secret(String key) throws Refusal {
        JsonNode value = json.path(key);
        if (!PlainText.absent(value) && !value.isString()) {
            throw new Refusal(Code.INVALID);
        }
        return PlainText.absent(value) ? null : value.stringValue();
    }

    boolean flag(String key) throws Refusal {
        JsonNode value = json.path(key);
        if (!value.isBoolean()) {
            throw new Refusal(Code.INVALID);
        }
        return value.booleanValue();
    }

    /** Whether what the client knows is a page that the server wrote for everybody. */
    boolean served() throws Refusal {
        return !PlainText.absent(json.path("served")) && flag("served");
    }

    int vote() throws Refusal {
        long value = whole("value").orElseThrow(() -> new Refusal(Code.INVALID));
        if (value < -1 || value > 1) {
            throw new Refusal(Code.INVALID);
        }
        return (int) value;
    }

    /** A whole number of at least zero; empty if there is none. */
    Optional<Long> counter(String key) throws Refusal {
        Optional<Long> value = whole(key);
        if (value.isPresent() && value.get() < 0) {
            throw new Refusal(Code.INVALID);
        }
        return value;
    }

    PageQuery query(PostId post) throws Refusal {
        String root = optionalId("root");
        String named = optional("order", MAX_NAME);
        PageQuery.Order order = root == null ? PageQuery.Order.NEWEST : PageQuery.Order.OLDEST;
        for (PageQuery.Order known : PageQuery.Order.values()) {
            order = known.name().toLowerCase(Locale.ROOT).equals(named) ? known : order;
        }
        boolean unknown =
                named != null && !order.name().toLowerCase(Locale.ROOT).equals(named);
        if (unknown || (root != null && order == PageQuery.Order.BEST)) {
            throw new Refusal(Code.INVALID);
        }
        String text = optional("cursor", MAX_NAME);
        PageQuery.Cursor cursor =
                text == null ? null : PageQuery.Cursor.parse(text).orElseThrow(() -> new Refusal(Code.INVALID));
        long limit = counter("limit").orElse((long) USUAL_LIMIT);
        return new PageQuery(post, root, order, cursor, (int) Math.clamp(limit, 1, MAX_LIMIT));
    }

    boolean flat() throws Refusal {
        String view = optional("view", MAX_NAME);
        if (view != null && !view.equals("flat") && !view.equals("threads")) {
            throw new Refusal(Code.INVALID);
        }
        return "flat".equals(view);
    }

    private String required(String key, int longest) throws Refusal {
        String text = optional(key, longest);
        if (text == null) {
            throw new Refusal(Code.INVALID);
        }
        return text;
    }

    /** A text that is not blank; null if it is absent. */
    @Nullable
    String optional(String key, int longest) throws Refusal {
        JsonNode value = json.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        String text = value.isString() ? PlainText.of(value) : null;
        if (text == null || PlainText.blank(text) || PlainText.length(text) > longest) {
            throw new Refusal(Code.INVALID);
        }
        return text;
    }

    private @Nullable String url() throws Refusal {
        String text = optional("url", MAX_URL);
        if (text == null) {
            return null;
        }
        try {
            String scheme = new URI(text).getScheme();
            boolean web = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
            return web ? text : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private Optional<Long> whole(String key) throws Refusal {
        JsonNode value = json.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isNumber() || !value.canConvertToExactIntegral() || !value.canConvertToLong()) {
            throw new Refusal(Code.INVALID);
        }
        return Optional.of(value.longValue());
    }

    private static String id(JsonNode value) throws Refusal {
        String text = value.isString() ? value.stringValue().toLowerCase(Locale.ROOT) : "";
        if (text.length() != ID_LENGTH || !text.chars().allMatch(HexFormat::isHexDigit)) {
            throw new Refusal(Code.INVALID);
        }
        return text;
    }
}
