package dev.madang.netty;

import dev.madang.engine.Engine;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Somebody else's Netty server with our handler in it, and a counter of writes and flushes in front. */
final class EmbeddedServer implements AutoCloseable {
    final AtomicInteger flushes = new AtomicInteger();
    final AtomicInteger writes = new AtomicInteger();
    final Map<Thread, Set<Long>> buffers = new ConcurrentHashMap<>();
    final AtomicInteger moved = new AtomicInteger();
    private final MultiThreadIoEventLoopGroup group;
    private final Channel listening;

    EmbeddedServer(Engine engine, boolean autoRead, Supplier<ChannelHandler> behind) {
        this(engine, NettyServer.Transport.NIO, autoRead, behind);
    }

    EmbeddedServer(Engine engine, NettyServer.Transport transport, boolean autoRead, Supplier<ChannelHandler> behind) {
        boolean epoll = transport == NettyServer.Transport.NATIVE && EpollTransport.isAvailable();
        group = new MultiThreadIoEventLoopGroup(2, epoll ? EpollTransport.handlers() : NioIoHandler.newFactory());
        SocketIoHandlers handlers =
                SocketIoHandlers.builder(engine).serveClient(false).build();
        listening = new ServerBootstrap()
                .group(group)
                .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .childOption(io.netty.channel.ChannelOption.AUTO_READ, autoRead)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast("counter", new Counter())
                                .addLast("reactor.left.httpCodec", new HttpServerCodec())
                                .addLast("socket.io", handlers.create())
                                .addLast("reactor.right.behind", behind.get());
                        if (!autoRead) {
                            channel.read();
                        }
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listening.localAddress();
    }

    void reset() {
        flushes.set(0);
        writes.set(0);
        buffers.clear();
    }

    /** Its owner ends the event loops in order, whatever the engine does. */
    void endLoops() {
        listening.close();
        group.shutdownGracefully(100, 60_000, TimeUnit.MILLISECONDS).syncUninterruptibly();
    }

    @Override
    public void close() {
        listening.close();
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Counter extends ChannelDuplexHandler {
        private boolean registered;

        @Override
        public void channelRegistered(ChannelHandlerContext ctx) {
            if (registered) {
                moved.incrementAndGet();
            }
            registered = true;
            ctx.fireChannelRegistered();
        }

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            if (message instanceof ByteBuf bytes && bytes.isReadable()) {
                writes.incrementAndGet();
                if (bytes.hasMemoryAddress()) {
                    buffers.computeIfAbsent(Thread.currentThread(), thread -> ConcurrentHashMap.newKeySet())
                            .add(bytes.memoryAddress());
                }
            }
            ctx.write(message, promise);
        }

        @Override
        public void flush(ChannelHandlerContext ctx) {
            flushes.incrementAndGet();
            ctx.flush();
        }
    }
}
