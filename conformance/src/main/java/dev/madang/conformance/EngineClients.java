package dev.madang.conformance;

import dev.madang.engine.Engine;
import dev.madang.engine.EngineOptions;
import dev.madang.engine.OriginPolicy;
import dev.madang.engine.RequestHead;
import dev.madang.engine.Session;
import dev.madang.engine.SessionListener;
import dev.madang.netty.NettyListenerProvider;
import dev.madang.protocol.EngineCodec;
import dev.madang.server.ListenOptions;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** The servers of profiles {@code engine-client} and {@code java-engine-client}: raw Engine.IO at {@code /engine.io/}. */
final class EngineClients {
    private static final Duration PING_INTERVAL = Duration.ofMillis(500);
    private static final int SMALL_PAYLOAD = 100;
    private static final int PAYLOAD = 1_000_000;

    private EngineClients() {}

    static ProfileServer startForJavaScript(ListenOptions where) {
        EngineOptions.Builder options =
                options().maxPayload(SMALL_PAYLOAD).allowRequest(EngineClients::unlessItSaysDeny);
        Map<String, RequestHead> posts = new ConcurrentHashMap<>();
        Engine engine = new Engine(options.build(), session -> greeted(session, new Wishes(session, posts)))
                .onInitialHeaders((headers, request) -> cookies().forEach(cookie -> headers.add("Set-Cookie", cookie)))
                .use((request, next) -> {
                    String session = request.query().get("sid");
                    if (session != null && request.method().equals("POST")) {
                        posts.put(session, request);
                    }
                    next.proceed();
                });
        return listen(engine, where);
    }

    static ProfileServer startForJava(ListenOptions where) {
        EngineOptions options = options().maxPayload(PAYLOAD).build();
        Engine engine = new Engine(options, session -> greeted(session, new Echo(session)))
                .onHeaders((headers, request) -> {
                    String value = request.header("X-EngineIO");
                    if (value != null) {
                        headers.add("X-EngineIO", "hi").add("X-EngineIO", value);
                    }
                });
        return listen(engine, where);
    }

    private static EngineOptions.Builder options() {
        return EngineOptions.builder()
                .path("/engine.io")
                .pingInterval(PING_INTERVAL)
                .origins(OriginPolicy.allowAnyOrigin());
    }

    private static ProfileServer listen(Engine engine, ListenOptions where) {
        return new ProfileServer.OfEngine(engine, new NettyListenerProvider().listen(engine, where));
    }

    private static List<String> cookies() {
        String now = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
        return List.of(
                "1=1; Max-Age=86400",
                "2=2; Path=/; HttpOnly; Secure; SameSite=Strict",
                "3=3; Max-Age=0",
                "4=4; Expires=" + now);
    }

    private static SessionListener greeted(Session session, SessionListener listener) {
        session.send(EngineCodec.textMessage("hi"));
        return listener;
    }

    private static CompletionStage<Optional<String>> unlessItSaysDeny(RequestHead head) {
        return CompletableFuture.completedFuture(
                head.query().containsKey("deny") ? Optional.of("Forbidden") : Optional.empty());
    }
}
