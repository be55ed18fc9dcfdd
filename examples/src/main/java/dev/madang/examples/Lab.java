package dev.madang.examples;

import com.sun.management.OperatingSystemMXBean;
import dev.madang.examples.Meter.Costs;
import dev.madang.examples.Meter.Way;
import dev.madang.netty.SocketIoHandler;
import dev.madang.netty.SocketIoHandlers;
import dev.madang.server.HandlerMode;
import dev.madang.server.SocketIo;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/**
 * The same ticks by five ways, on one port and one event loop: polling, long-polling and server-sent events by plain
 * HTTP, a plain WebSocket, and Socket.IO. {@code /lab/costs} says what each has cost the server. Any thread.
 */
final class Lab implements Example {
    private static final byte[] PAGE = Site.page("lab.html");
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final SocketIo io =
            SocketIo.builder().handlers(HandlerMode.EVENT_LOOP).build();
    private final SocketIoHandlers socketIo =
            SocketIoHandlers.builder(io.engine()).build();
    private final Costs costs = new Costs();
    private final Feed feed = new Feed(loop.next(), costs, io);
    private final Channel listening;

    private Lab(InetSocketAddress address) {
        ChannelFuture bound = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new Pipeline())
                .bind(address)
                .awaitUninterruptibly();
        listening = bound.channel();
        if (!bound.isSuccess()) {
            close();
            throw new UncheckedIOException(new IOException("cannot listen on " + address, bound.cause()));
        }
    }

    /** Starts it; a tick comes every so often, never if that is zero. */
    static Lab start(InetSocketAddress address, Duration every) {
        Lab lab = new Lab(address);
        if (!every.isZero()) {
            lab.loop.scheduleAtFixedRate(lab.feed::tick, 0, every.toMillis(), TimeUnit.MILLISECONDS);
        }
        return lab;
    }

    /** The way of a connection: what stands behind the meter goes when a WebSocket is made of it. */
    private final class Pipeline extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            Meter meter = new Meter(costs);
            ChannelPipeline pipeline = channel.pipeline();
            pipeline.addLast(meter, new HttpServerCodec(), meter.requests(), socketIo.create());
            pipeline.addLast(new HttpObjectAggregator(1024), new WebSocketServerProtocolHandler("/lab/websocket"));
            pipeline.addLast(new Requests());
        }
    }

    /** What is neither Socket.IO's nor a WebSocket's. */
    private final class Requests extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
            QueryStringDecoder uri = new QueryStringDecoder(request.uri());
            String after = uri.parameters().getOrDefault("after", List.of("0")).getFirst();
            if (!request.method().name().equals("GET") || !after.matches("\\d{1,15}")) {
                Feed.answer(ctx, 400, "text/plain", "only GET, and after is a number".getBytes(StandardCharsets.UTF_8));
                return;
            }
            switch (uri.path()) {
                case "/" -> Feed.answer(ctx, 200, "text/html; charset=utf-8", PAGE);
                case "/lab/polling" -> feed.poll(ctx, Long.parseLong(after));
                case "/lab/long-polling" -> feed.longPoll(ctx, Long.parseLong(after));
                case "/lab/sse" -> feed.stream(ctx);
                case "/lab/costs" -> Feed.answer(ctx, 200, "application/json", costs());
                default ->
                    Feed.answer(ctx, 404, "text/plain", "there is nothing here".getBytes(StandardCharsets.UTF_8));
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof WebSocketServerProtocolHandler.HandshakeComplete) {
                ctx.pipeline().remove(SocketIoHandler.class);
                feed.webSocket(ctx.channel());
            }
        }
    }

    private byte[] costs() {
        Map<String, Object> all = new LinkedHashMap<>();
        for (Way way : Way.values()) {
            all.put(way.name(), costs.of(way));
        }
        all.put("processNanos", PROCESS.getProcessCpuTime());
        all.put("micros", Feed.micros());
        all.put("newest", feed.newest());
        return JSON.writeValueAsBytes(all);
    }

    /** One tick now, and all is sent when this returns. */
    void step() {
        loop.submit(feed::tick).syncUninterruptibly();
    }

    @Override
    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    @Override
    public void close() {
        io.close();
        loop.shutdownGracefully(0, 3, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
