package dev.madang.spring;

import dev.madang.netty.SocketIoHandlers;
import dev.madang.server.SocketIo;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import reactor.netty.ConnectionObserver;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/**
 * Puts a handler of {@link SocketIoHandlers} right behind the HTTP codec of each of Reactor Netty's connections. Requests under the
 * path never reach Spring: its filters and its security do not see them.
 */
final class SocketIoOnReactorNetty implements NettyServerCustomizer {
    private static final String NAME = "madang";

    private final SocketIoHandlers handlers;

    SocketIoOnReactorNetty(SocketIo io, boolean serveClient) {
        this.handlers =
                SocketIoHandlers.builder(io.engine()).serveClient(serveClient).build();
    }

    @Override
    public HttpServer apply(HttpServer server) {
        return server.doOnChannelInit(this::init);
    }

    private void init(ConnectionObserver observer, Channel channel, @Nullable SocketAddress remote) {
        ChannelPipeline pipeline = channel.pipeline();
        if (pipeline.get(NettyPipeline.HttpCodec) == null) {
            throw Unsupported.http2();
        }
        pipeline.addAfter(NettyPipeline.HttpCodec, NAME, handlers.create());
    }
}
