package dev.madang.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.util.function.Supplier;

/** Opens connections to one server of this machine, all on one loop. */
final class Dialer implements AutoCloseable {
    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop loop;
    private final Class<? extends Channel> channel;
    private final InetSocketAddress server;

    Dialer(int port) {
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        group = new MultiThreadIoEventLoopGroup(1, io);
        loop = group.next();
        channel = epoll ? EpollSocketChannel.class : NioSocketChannel.class;
        server = new InetSocketAddress("127.0.0.1", port);
    }

    EventLoop loop() {
        return loop;
    }

    /** Opens a connection; {@code refused} runs on the loop if that fails. */
    void dial(Supplier<ChannelHandler> handler, Runnable refused) {
        new Bootstrap()
                .group(loop)
                .channel(channel)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel made) {
                        made.pipeline().addLast(handler.get());
                    }
                })
                .connect(server)
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        refused.run();
                    }
                });
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 2, java.util.concurrent.TimeUnit.SECONDS).syncUninterruptibly();
    }
}
