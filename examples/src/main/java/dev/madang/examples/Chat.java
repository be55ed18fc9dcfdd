package dev.madang.examples;

import dev.madang.netty.SocketIoHandler;
import dev.madang.server.SocketIo;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;

/**
 * A chat server with its page at {@code /}, in a Netty server of one's own: Socket.IO is one handler of the pipeline.
 * Any thread.
 */
public final class Chat implements AutoCloseable {
    private final SocketIo io;
    private final EventLoopGroup loops;
    private final Channel listening;

    private Chat(SocketIo io, EventLoopGroup loops, Channel listening) {
        this.io = io;
        this.loops = loops;
        this.listening = listening;
    }

    /**
     * Starts the server.
     *
     * @param host the address to listen on; empty for all addresses
     * @param port 0 takes a free one
     * @param log where the lines about users and messages go
     * @throws UncheckedIOException if the port is taken
     */
    public static Chat start(String host, int port, PrintStream log) {
        SocketIo io = SocketIo.create();
        ChatRoom.open(io, log);
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());
        try {
            Chat chat = new Chat(io, loops, bind(io, loops, host, port));
            log.println("http://localhost:" + chat.port() + " 에서 서버 구동 중...");
            return chat;
        } catch (UncheckedIOException failure) {
            loops.shutdownGracefully().syncUninterruptibly();
            throw failure;
        }
    }

    private static Channel bind(SocketIo io, EventLoopGroup loops, String host, int port) {
        SocketIoHandler.Factory socketIo = SocketIoHandler.factory(io.engine()).build();
        byte[] page = page();
        ChannelFuture bound = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        connection
                                .pipeline()
                                .addLast(new HttpServerCodec())
                                .addLast(socketIo.create())
                                .addLast(new HttpServerKeepAliveHandler())
                                .addLast(new PageHandler(page));
                    }
                })
                .bind(host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new UncheckedIOException(new IOException("cannot listen on port " + port, bound.cause()));
        }
        return bound.channel();
    }

    private static byte[] page() {
        try (InputStream page = Chat.class.getResourceAsStream("chat.html")) {
            if (page == null) {
                throw new IllegalStateException("chat.html is missing from the class path");
            }
            return page.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The port it listens on. */
    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /** Takes no more connections, says goodbye to all clients and ends the threads. */
    @Override
    public void close() {
        listening.close().awaitUninterruptibly();
        io.close();
        loops.shutdownGracefully().awaitUninterruptibly();
    }
}
