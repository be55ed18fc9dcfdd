package dev.madang.examples;

import dev.madang.netty.NettyServer;
import dev.madang.server.SocketIo;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;

/** A chat server: Socket.IO, the browser's client, and a page at {@code /}, on one port. Any thread. */
public final class Chat implements AutoCloseable {
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
                .page("/", "text/html; charset=utf-8", page())
                .listen();
        Chat chat = new Chat(io, server);
        log.println("http://localhost:" + chat.port() + " 에서 서버 구동 중...");
        return chat;
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
        return server.address().getPort();
    }

    /** Says goodbye to all clients, frees the port and ends the threads. */
    @Override
    public void close() {
        io.close();
        server.close().toCompletableFuture().join();
    }
}
