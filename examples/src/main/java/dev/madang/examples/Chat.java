package dev.madang.examples;

import dev.madang.netty.NettyServer;
import dev.madang.server.SocketIo;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;

/** A chat server: Socket.IO, the browser's client, and a page at {@code /}, on one port. Any thread. */
public final class Chat implements Example {
    private final SocketIo io;
    private final NettyServer server;

    private Chat(SocketIo io, NettyServer server) {
        this.io = io;
        this.server = server;
    }

    /**
     * Starts the server.
     *
     * @param address where to listen; port 0 takes a free one
     * @param log where the lines about users and messages go
     * @throws UncheckedIOException if the port is taken
     */
    public static Chat start(InetSocketAddress address, PrintStream log) {
        SocketIo io = SocketIo.create();
        ChatRoom.open(io, log);
        NettyServer server = NettyServer.builder(io.engine())
                .address(address)
                .page("/", "text/html; charset=utf-8", Site.page("chat.html"))
                .listen();
        Chat chat = new Chat(io, server);
        log.println("http://localhost:" + chat.port() + " 에서 서버 구동 중...");
        return chat;
    }

    @Override
    public int port() {
        return server.address().getPort();
    }

    @Override
    public void close() {
        io.close();
        server.close().toCompletableFuture().join();
    }
}
