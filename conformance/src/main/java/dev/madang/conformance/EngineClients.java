package dev.madang.conformance;

import dev.madang.engine.Engine;
import dev.madang.engine.EngineOptions;
import dev.madang.engine.OriginPolicy;
import dev.madang.engine.RequestHead;
import dev.madang.engine.Session;
import dev.madang.engine.SessionAcceptor;
import dev.madang.engine.SessionListener;
import dev.madang.netty.NettyListenerProvider;
import dev.madang.protocol.EngineCodec;
import dev.madang.server.ListenOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The servers of profiles {@code engine-client} and {@code java-engine-client}: raw Engine.IO at {@code /engine.io/}. */
final class EngineClients {
    private static final Duration PING_INTERVAL = Duration.ofMillis(500);
    private static final int SMALL_PAYLOAD = 100;
    private static final int PAYLOAD = 1_000_000;

    private EngineClients() {}

    static ProfileServer startForJavaScript(ListenOptions where) {
        EngineOptions.Builder options =
                options().maxPayload(SMALL_PAYLOAD).requestGate(EngineClients::unlessItSaysDeny);
        return listen(options, session -> greeted(session, new Wishes(session)), where);
    }

    static ProfileServer startForJava(ListenOptions where) {
        return listen(options().maxPayload(PAYLOAD), session -> greeted(session, new Echo(session)), where);
    }

    private static EngineOptions.Builder options() {
        return EngineOptions.builder()
                .path("/engine.io")
                .pingInterval(PING_INTERVAL)
                .origins(OriginPolicy.allowAnyOrigin());
    }

    private static ProfileServer listen(EngineOptions.Builder options, SessionAcceptor acceptor, ListenOptions where) {
        Engine engine = new Engine(options.build(), acceptor);
        return new ProfileServer.OfEngine(engine, new NettyListenerProvider().listen(engine, where));
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
