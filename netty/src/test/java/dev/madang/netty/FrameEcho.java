package dev.madang.netty;

import dev.madang.engine.Engine;
import dev.madang.engine.EngineOptions;
import dev.madang.engine.PerMessageDeflate;
import dev.madang.engine.WebSocketChannel;
import dev.madang.engine.WebSocketReceiver;
import dev.madang.protocol.EncodedMessage;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server that echoes every WebSocket message through our frames, with no engine behind them. */
final class FrameEcho implements AutoCloseable {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int MAX_PAYLOAD = 32 << 20;
    private static final int MAX_FRAGMENTS = 1 << 20;

    private final NettyLoops loops =
            new NettyLoops(new Engine(EngineOptions.builder().build(), session -> {
                throw new IllegalStateException("no sessions");
            }));
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel listening = new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .childHandler(new ChannelInitializer<Channel>() {
                @Override
                protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new HttpRequestDecoder()).addLast(new Handshake());
                }
            })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .syncUninterruptibly()
            .channel();

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    @Override
    public void close() {
        listening.close();
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Handshake extends SimpleChannelInboundHandler<Object> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, Object message) {
            if (!(message instanceof HttpRequest request)) {
                return;
            }
            NettyLoop loop = loops.of(ctx.channel().eventLoop());
            String key = request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_KEY) + GUID;
            byte[] hash = loop.sha1().digest(key.getBytes(StandardCharsets.US_ASCII));
            ByteBuf answer = ctx.alloc().directBuffer();
            ByteBufUtil.writeAscii(
                    answer,
                    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(hash) + "\r\n\r\n");
            WebSocketConnection connection =
                    new WebSocketConnection(loop, MAX_PAYLOAD, MAX_FRAGMENTS, PerMessageDeflate.OFF);
            ctx.pipeline().replace(this, "frames", connection);
            connection.open(answer, Echo::new, List.of());
            ctx.pipeline().remove(HttpRequestDecoder.class);
        }
    }

    private record Echo(WebSocketChannel channel) implements WebSocketReceiver {
        @Override
        public void text(byte[] array, int offset, int length) {
            channel.write(EncodedMessage.of(false, array, offset, length), false);
        }

        @Override
        public void binary(byte[] array, int offset, int length) {
            channel.write(EncodedMessage.of(true, array, offset, length), false);
        }

        @Override
        public void readComplete() {}

        @Override
        public void drained() {}

        @Override
        public void closed(boolean error, String description) {}
    }
}
