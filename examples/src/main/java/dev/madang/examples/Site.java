package dev.madang.examples;

import dev.madang.netty.NettyServer;
import dev.madang.server.SocketIo;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What stands around an example: its page and its Socket.IO server on one port, and a clock. Any thread. */
final class Site implements Example {
    private final SocketIo io;
    private final NettyServer server;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("clock").factory());

    private Site(SocketIo io, NettyServer server) {
        this.io = io;
        this.server = server;
    }

    /**
     * Listens, and calls {@code step} again and again, on one thread.
     *
     * @param page the name of the page's file beside this class
     * @param every the time from one step to the next
     * @throws UncheckedIOException if the port is taken
     */
    static Site start(InetSocketAddress address, SocketIo io, String page, Duration every, Runnable step) {
        NettyServer server = NettyServer.builder(io.engine())
                .address(address)
                .page("/", "text/html; charset=utf-8", page(page))
                .listen();
        Site site = new Site(io, server);
        site.clock.scheduleAtFixedRate(() -> attempt(step), 0, every.toNanos(), TimeUnit.NANOSECONDS);
        return site;
    }

    /** The bytes of a page, which is a file beside this class. */
    static byte[] page(String name) {
        try (InputStream page = Site.class.getResourceAsStream(name)) {
            if (page == null) {
                throw new IllegalStateException(name + " is missing from the class path");
            }
            return page.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** One step; one that throws is printed, for the clock would stop. */
    private static void attempt(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException failure) {
            failure.printStackTrace();
        }
    }

    @Override
    public int port() {
        return server.address().getPort();
    }

    @Override
    public void close() {
        clock.shutdownNow();
        io.close();
        server.close().toCompletableFuture().join();
    }
}
