package dev.madang.conformance;

import dev.madang.engine.CloseReason;
import dev.madang.engine.RequestHead;
import dev.madang.engine.Session;
import dev.madang.engine.SessionListener;
import dev.madang.protocol.EngineCodec;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Gives what a message asks for, and sends any other message back as it came. */
final class Wishes implements SessionListener {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Session session;
    private final Map<String, RequestHead> posts;
    private final Echo echo;

    /** With the newest POST of each session. */
    Wishes(Session session, Map<String, RequestHead> posts) {
        this.session = session;
        this.posts = posts;
        this.echo = new Echo(session);
    }

    @Override
    public void text(byte[] array, int offset, int length) {
        switch (new String(array, offset, length, StandardCharsets.UTF_8)) {
            case "give binary" -> session.send(EngineCodec.message(true, new byte[] {0, 1, 2, 3, 4}, 0, 5));
            case "give utf8" -> session.send(EngineCodec.textMessage("пойду спать всем спокойной ночи"));
            case "sendHeaders" -> session.send(EngineCodec.textMessage(headers()));
            default -> echo.text(array, offset, length);
        }
    }

    @Override
    public void binary(byte[] array, int offset, int length) {
        echo.binary(array, offset, length);
    }

    @Override
    public void readComplete() {}

    @Override
    public void closed(CloseReason reason, String description) {
        posts.remove(session.id());
    }

    private String headers() {
        RequestHead post = posts.getOrDefault(session.id(), session.request());
        return JSON.writeValueAsString(post.headerMap());
    }
}
