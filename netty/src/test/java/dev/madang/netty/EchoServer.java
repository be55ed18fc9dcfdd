package dev.madang.netty;

import dev.madang.engine.CloseReason;
import dev.madang.engine.Engine;
import dev.madang.engine.EngineOptions;
import dev.madang.engine.OriginPolicy;
import dev.madang.engine.Session;
import dev.madang.engine.SessionListener;
import dev.madang.protocol.EngineCodec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;

/** A raw Engine.IO server that echoes every message, on a real port of the loopback. */
final class EchoServer implements AutoCloseable {
    static final String WS = "/engine.io/?EIO=4&transport=websocket";
    static final String POLL = "/engine.io/?EIO=4&transport=polling";

    final ConcurrentHashMap<String, Session> sessions = new ConcurrentHashMap<>();
    final Queue<String> endings = new ConcurrentLinkedQueue<>();
    final Engine engine;
    final NettyServer server;

    EchoServer(NettyServer.Transport transport) {
        this(builder -> builder.transport(transport).loops(1), options -> options);
    }

    EchoServer(UnaryOperator<NettyServer.Builder> configured, UnaryOperator<EngineOptions.Builder> options) {
        engine = engine(options);
        server = configured
                .apply(NettyServer.builder(engine)
                        .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .loops(2))
                .listen();
    }

    private Engine engine(UnaryOperator<EngineOptions.Builder> options) {
        EngineOptions.Builder builder =
                EngineOptions.builder().maxPayload(100_000).origins(OriginPolicy.sameHost());
        return new Engine(options.apply(builder).build(), session -> {
            sessions.put(session.id(), session);
            return new Echo(session);
        });
    }

    InetSocketAddress address() {
        return server.address();
    }

    RawClient client() {
        return new RawClient(address());
    }

    /** Opens a polling session and answers its id. */
    static String open(RawClient client) {
        String body = client.get(POLL).answer().body();
        return sid(body);
    }

    static String sid(String handshake) {
        int start = handshake.indexOf("\"sid\":\"") + 7;
        return handshake.substring(start, handshake.indexOf('"', start));
    }

    @Override
    public void close() {
        server.close().toCompletableFuture().join();
    }

    private final class Echo implements SessionListener {
        private final Session session;

        Echo(Session session) {
            this.session = session;
        }

        @Override
        public void text(byte[] array, int offset, int length) {
            session.send(EngineCodec.message(false, array, offset, length));
        }

        @Override
        public void binary(byte[] array, int offset, int length) {
            session.send(EngineCodec.message(true, array, offset, length));
        }

        @Override
        public void readComplete() {}

        @Override
        public void closed(CloseReason reason, String description) {
            endings.add(reason.text());
        }
    }
}
