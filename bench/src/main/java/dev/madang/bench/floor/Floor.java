package dev.madang.bench.floor;

import dev.madang.launcher.CommandLine;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * A server that looks like the bench server to the load generator, and does nothing but move bytes: no sessions, no JSON, no
 * rooms, no limits. One event loop. No real server reaches it; it says what the sockets alone cost.
 */
public final class Floor {
    private static final int PING_SECONDS = 25;

    private Floor() {}

    /** {@code --port 3000}; runs until the process is stopped. */
    public static void main(String[] args) {
        try {
            CommandLine line = new CommandLine(args, "port");
            Channel channel = listen(line.port("port", 3000));
            System.out.println("floor on port " + ((InetSocketAddress) channel.localAddress()).getPort());
        } catch (IllegalArgumentException refusal) {
            System.err.println(refusal.getMessage() + System.lineSeparator() + "Usage: floor [--port 3000]");
            System.exit(2);
        }
    }

    /** Listens on loopback. */
    public static Channel listen(int port) {
        boolean epoll = Epoll.isAvailable();
        EventLoopGroup group =
                new MultiThreadIoEventLoopGroup(1, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        EventLoop loop = group.next();
        Class<? extends ServerChannel> type = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        Everybody everybody = new Everybody();
        loop.scheduleAtFixedRate(everybody::ping, PING_SECONDS, PING_SECONDS, TimeUnit.SECONDS);
        return new ServerBootstrap()
                .group(loop)
                .channel(type)
                .option(ChannelOption.SO_BACKLOG, 4096)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel made) {
                        made.pipeline().addLast(new HttpServerCodec(), new FloorDoor(everybody));
                    }
                })
                .bind(new InetSocketAddress("127.0.0.1", port))
                .syncUninterruptibly()
                .channel();
    }
}
