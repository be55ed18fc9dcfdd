package dev.madang.netty;

import dev.madang.engine.Engine;
import dev.madang.server.ListenerProvider;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A standalone HTTP server that feeds an {@link Engine}: one bound port, some event loops, and the pages that are
 * served beside it. Safe for all threads.
 *
 * <p>Limits: 4 KiB for a request line, 8 KiB and 100 for headers, 10 s for a head (from the connection, or from its
 * first byte), 20 s for a body, 60 s between requests, 10 s for a TLS handshake.
 */
public final class NettyServer implements ListenerProvider.Listener {
    /*
     * The loops are single ones, not a Netty group: a group reports its end through Netty's global executor, whose
     * thread would still be there when close() is done. All of them serve connections; the first accepts too.
     *
     * A connection is known once it is on its loop, for before it cannot be closed. One that comes while the server
     * closes sees that itself.
     */
    private static final int BACKLOG = 4096;
    private static final int CLOSE_SECONDS = 3;
    private static final Duration TLS_HANDSHAKE = Duration.ofSeconds(10);

    private final List<SingleThreadIoEventLoop> loops = new ArrayList<>();
    private final Set<Channel> connections = ConcurrentHashMap.newKeySet();
    private final ChannelFutureListener forget = ended -> forget(ended.channel());
    private final RecvByteBufAllocator receiveBuffers = new AdaptiveRecvByteBufAllocator(512, 2048, 64 * 1024);
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final AtomicBoolean closeAsked = new AtomicBoolean();
    private final AtomicInteger running;
    private final @Nullable SslContext tls;
    private final SocketIoHandlers handlers;
    private final PageHandler pages;
    private final Channel listening;

    /** From here on the last connection that goes ends the loops: set when nothing is left to be given to them. */
    private volatile boolean closing;

    private NettyServer(Builder builder) throws IOException {
        this.tls = builder.tls();
        this.handlers = SocketIoHandlers.builder(builder.engine)
                .serveClient(builder.serveClient)
                .standalone(builder.limits)
                .build();
        this.pages = new PageHandler(builder.pages, builder.limits.maxHeaders());
        int count = builder.loops > 0 ? builder.loops : Runtime.getRuntime().availableProcessors();
        this.running = new AtomicInteger(count);
        ThreadFactory threads = new DefaultThreadFactory("madang", false);
        IoHandlerFactory io = builder.transport.handlers();
        for (int i = 0; i < count; i++) {
            Executor starter = loop -> threads.newThread(() -> run(loop)).start();
            loops.add(new SingleThreadIoEventLoop(null, starter, io));
        }
        this.listening = builder.transport.listeningChannel();
        listening.config().setOption(ChannelOption.SO_REUSEADDR, true);
        listening.config().setOption(ChannelOption.SO_BACKLOG, BACKLOG);
        listening.pipeline().addLast(new Acceptor(loops, this::accepted));
        bind(builder.address);
    }

    private void bind(InetSocketAddress address) throws IOException {
        ChannelFuture bound = loops.get(0).register(listening).awaitUninterruptibly();
        if (bound.isSuccess()) {
            bound = listening.bind(address).awaitUninterruptibly();
        }
        Throwable cause = bound.cause();
        if (cause != null) {
            close().toCompletableFuture().join();
            throw new IOException("cannot listen on " + address + ": " + cause.getMessage(), cause);
        }
    }

    private void run(Runnable loop) {
        try {
            loop.run();
        } finally {
            if (running.decrementAndGet() == 0) {
                closed.complete(null);
            }
        }
    }

    /** A server of {@code engine}, to be configured. */
    public static Builder builder(Engine engine) {
        return new Builder(engine);
    }

    private void accepted(Channel channel) {
        channel.config().setOption(ChannelOption.TCP_NODELAY, true);
        channel.config().setRecvByteBufAllocator(receiveBuffers);
        channel.pipeline().addLast(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel each) {
                initialize(each);
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                ctx.close();
            }
        });
    }

    private void initialize(Channel channel) {
        connections.add(channel);
        channel.closeFuture().addListener(forget);
        if (closing) {
            channel.close();
            return;
        }
        ChannelPipeline pipeline = channel.pipeline();
        if (tls != null) {
            SslHandler handler = tls.newHandler(channel.alloc());
            handler.setHandshakeTimeoutMillis(TLS_HANDSHAKE.toMillis());
            pipeline.addLast(handler);
        }
        pipeline.addLast(new HttpServerCodec(new HttpDecoderConfig()
                .setMaxInitialLineLength(handlers.limits.maxLineBytes())
                .setMaxHeaderSize(handlers.limits.maxHeaderBytes())));
        pipeline.addLast(handlers.create());
        pipeline.addLast(pages);
    }

    @Override
    public InetSocketAddress address() {
        return (InetSocketAddress) listening.localAddress();
    }

    @Override
    public CompletionStage<Void> close() {
        if (closeAsked.compareAndSet(false, true)) {
            loops.get(0).schedule(this::endLoops, CLOSE_SECONDS, TimeUnit.SECONDS);
            closing = true;
            listening.close();
            for (Channel connection : connections) {
                connection.close();
            }
            if (connections.isEmpty()) {
                endLoops();
            }
        }
        return closed.minimalCompletionStage();
    }

    private void forget(Channel connection) {
        connections.remove(connection);
        if (closing && connections.isEmpty()) {
            endLoops();
        }
    }

    private void endLoops() {
        for (SingleThreadIoEventLoop loop : loops) {
            loop.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** How bytes come and go. */
    public enum Transport {
        /** Linux's epoll where its native library can be loaded, NIO elsewhere. */
        NATIVE,
        /** The Java platform's own, everywhere. */
        NIO;

        private boolean epoll() {
            return this == NATIVE && EpollTransport.isAvailable();
        }

        private IoHandlerFactory handlers() {
            return epoll() ? EpollTransport.handlers() : io.netty.channel.nio.NioIoHandler.newFactory();
        }

        private Channel listeningChannel() {
            return epoll()
                    ? EpollTransport.listeningChannel()
                    : new io.netty.channel.socket.nio.NioServerSocketChannel();
        }
    }

    /** Options of a server. Not safe for several threads. */
    public static final class Builder {
        private final Engine engine;
        private final Map<String, PageHandler.Page> pages = new HashMap<>();
        private InetSocketAddress address = new InetSocketAddress(0);
        private int loops;
        private boolean serveClient = true;
        private Transport transport = Transport.NATIVE;
        private HttpLimits limits = HttpLimits.STANDALONE;
        private @Nullable Path certificate;
        private @Nullable Path key;

        private Builder(Engine engine) {
            this.engine = engine;
        }

        /** Where to listen; port 0, the default, takes a free one. */
        public Builder address(InetSocketAddress where) {
            this.address = where;
            return this;
        }

        /** How many event loops; 0, the default, takes one per core. */
        public Builder loops(int count) {
            if (count < 0) {
                throw new IllegalArgumentException("loops is not negative: " + count);
            }
            this.loops = count;
            return this;
        }

        /** Whether the JavaScript client's files are served under the engine's path; true if not called. */
        public Builder serveClient(boolean serve) {
            this.serveClient = serve;
            return this;
        }

        /** Which transport; {@link Transport#NATIVE} if not called. */
        public Builder transport(Transport which) {
            this.transport = which;
            return this;
        }

        /** TLS with a certificate chain and its key, both PEM files. */
        public Builder tls(Path certificateChain, Path privateKey) {
            this.certificate = certificateChain;
            this.key = privateKey;
            return this;
        }

        /** Serves fixed bytes at exactly this path, outside the engine's. */
        public Builder page(String path, String contentType, byte[] bytes) {
            pages.put(path, new PageHandler.Page(contentType, bytes.clone()));
            return this;
        }

        Builder limits(HttpLimits values) {
            this.limits = values;
            return this;
        }

        private @Nullable SslContext tls() throws IOException {
            if (certificate == null) {
                return null;
            }
            Path privateKey = Objects.requireNonNull(key);
            return SslContextBuilder.forServer(certificate.toFile(), privateKey.toFile())
                    .sslProvider(SslProvider.JDK)
                    .build();
        }

        /**
         * Binds the port.
         *
         * @throws UncheckedIOException if the address cannot be bound, or a certificate or key not be read
         */
        public NettyServer listen() {
            try {
                return new NettyServer(this);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
