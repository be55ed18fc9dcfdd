package dev.madang.conformance;

import dev.madang.engine.Engine;
import dev.madang.engine.EngineOptions;
import dev.madang.engine.OriginPolicy;
import dev.madang.netty.SocketIoHandlers;
import dev.madang.server.ListenOptions;
import dev.madang.server.SocketIo;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The server of profile {@code v5}, for the protocol suites: Socket.IO at {@code /socket.io/} and an echo of raw
 * Engine.IO at {@code /engine.io/}, on one port. Any thread.
 */
public final class V5 implements ProfileServer {
    /*
     * Some tests of the suites send requests over two connections at once, and expect them to be handled in the order
     * of sending. On one loop of the native transport they are; on two, or on the Java platform's selector, whose ready
     * keys lie in a hash set, either may come first. Both orders are right by the protocol; the suites want the first.
     */
    private static final Duration PING_INTERVAL = Duration.ofMillis(300);
    private static final Duration PING_TIMEOUT = Duration.ofMillis(200);
    private static final int MAX_PAYLOAD = 1_000_000;

    private final SocketIo io;
    private final Engine echo;
    private final EventLoopGroup loops;
    private final Channel listening;

    private V5(InetSocketAddress address, int loopCount) {
        loops = new MultiThreadIoEventLoopGroup(
                loopCount, Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        io = SocketIo.builder()
                .pingInterval(PING_INTERVAL)
                .pingTimeout(PING_TIMEOUT)
                .maxPayload(MAX_PAYLOAD)
                .connectTimeout(Duration.ofSeconds(1))
                .origins(OriginPolicy.allowAnyOrigin())
                .allowEIO3(true)
                .build();
        V5Namespaces.open(io);
        EngineOptions options = EngineOptions.builder()
                .path("/engine.io")
                .pingInterval(PING_INTERVAL)
                .pingTimeout(PING_TIMEOUT)
                .maxPayload(MAX_PAYLOAD)
                .origins(OriginPolicy.allowAnyOrigin())
                .allowEIO3(true)
                .build();
        echo = new Engine(options, Echo::new);
        listening = bind(address);
    }

    /**
     * Starts the server.
     *
     * @param address where to listen; port 0 takes a free one
     * @param loops event loops; with more than one, suites that lean on Node's single thread can fail
     * @throws UncheckedIOException if the port is taken
     */
    public static V5 start(InetSocketAddress address, int loops) {
        return new V5(address, loops);
    }

    static V5 start(ListenOptions where) {
        if (where.certificate() != null) {
            throw new IllegalArgumentException("profile v5 has no TLS");
        }
        return start(where.address(), where.loops());
    }

    private Channel bind(InetSocketAddress address) {
        SocketIoHandlers outer = SocketIoHandlers.builder(io.engine()).build();
        SocketIoHandlers inner =
                SocketIoHandlers.builder(echo).serveClient(false).build();
        ChannelFuture bound = new ServerBootstrap()
                .group(loops)
                .channel(Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        connection
                                .pipeline()
                                .addLast(new HandshakeFirst())
                                .addLast(new HttpServerCodec())
                                .addLast(outer.create())
                                .addLast(inner.create())
                                .addLast(new NotFoundHandler());
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
            throw new UncheckedIOException(new IOException("cannot listen on " + address, bound.cause()));
        }
        return bound.channel();
    }

    @Override
    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    @Override
    public void close() {
        listening.close().awaitUninterruptibly();
        io.close();
        echo.close().toCompletableFuture().join();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
