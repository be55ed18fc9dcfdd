package dev.madang.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A WebSocket on its way to the loop of its session. */
class MovingTest {
    private static final HttpLimits LIMITS =
            HttpLimits.STANDALONE.withTimes(Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofMillis(300));

    private final Set<EventLoop> loops = ConcurrentHashMap.newKeySet();

    /** The network takes nothing more from the moment a WebSocket is asked for. */
    private final class Clogged extends ChannelDuplexHandler {
        private final List<ChannelPromise> waiting = new ArrayList<>();
        private boolean clogged;

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            loops.add(ctx.channel().eventLoop());
            ctx.fireChannelActive();
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            clogged |= message instanceof ByteBuf bytes
                    && bytes.toString(StandardCharsets.US_ASCII).contains("Upgrade: websocket");
            ctx.fireChannelRead(message);
        }

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            if (clogged) {
                ReferenceCountUtil.release(message);
                waiting.add(promise);
            } else {
                ctx.write(message, promise);
            }
        }

        @Override
        public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
            waiting.forEach(each -> each.tryFailure(new ClosedChannelException()));
            ctx.close(promise);
        }
    }

    @Test
    void aPeerThatTakesNoAnswersDoesNotKeepItsConnectionOnTheWay() {
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
        try (EchoServer echo = new EchoServer(NettyServer.Transport.NIO)) {
            SocketIoHandlers handlers =
                    SocketIoHandlers.builder(echo.engine).standalone(LIMITS).build();
            InetSocketAddress address = listen(group, handlers);
            try (RawClient polling = new RawClient(address);
                    RawClient webSocket = new RawClient(address)) {
                String sid = EchoServer.open(polling);
                webSocket.send(RawClient.upgradeHead(EchoServer.WS + "&sid=" + sid));
                assertThat(webSocket.ended()).isTrue();
                await().atMost(Duration.ofSeconds(60)).until(() -> loops.size() == 2);
                assertThat(echo.engine.sessions()).isEqualTo(1);
            }
        } finally {
            group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    private InetSocketAddress listen(MultiThreadIoEventLoopGroup group, SocketIoHandlers handlers) {
        return (InetSocketAddress) new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new Clogged())
                                .addLast(new HttpServerCodec())
                                .addLast(handlers.create());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel()
                .localAddress();
    }
}
