package dev.madang.examples;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Counts what the connections of each way cost: requests, all bytes of HTTP and WebSocket in both directions, and the
 * CPU time of the one event loop between a read and the end of what it caused, or while something is sent. One for each
 * connection, in front of its HTTP codec, where it stays when a WebSocket is made of it. On that loop only.
 */
final class Meter extends ChannelDuplexHandler {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** How ticks reach a page; {@code OTHER} is everything else: the page itself, its script, these numbers. */
    enum Way {
        POLLING("/lab/polling"),
        LONG_POLLING("/lab/long-polling"),
        SSE("/lab/sse"),
        WEBSOCKET("/lab/websocket"),
        SOCKET_IO("/socket.io/?"),
        OTHER("/");

        private final String beginning;

        Way(String beginning) {
            this.beginning = beginning;
        }

        static Way of(String uri) {
            return Arrays.stream(values())
                    .filter(way -> uri.startsWith(way.beginning))
                    .findFirst()
                    .orElse(OTHER);
        }
    }

    /** What a way has cost so far. */
    record Cost(long requests, long received, long sent, long cpuNanos) {}

    /** The costs of all connections of a server. On its loop. */
    static final class Costs {
        private final long[][] numbers = new long[Way.values().length][4];
        private boolean measuring;

        Cost of(Way way) {
            long[] row = numbers[way.ordinal()];
            return new Cost(row[0], row[1], row[2], row[3]);
        }

        private void add(Way way, int column, long amount) {
            numbers[way.ordinal()][column] += amount;
        }

        /** Does something for the connections of one way, which may be known only when it is done. */
        void charge(Supplier<Way> way, Runnable work) {
            if (measuring) {
                work.run();
                return;
            }
            measuring = true;
            long before = THREADS.getCurrentThreadCpuTime();
            try {
                work.run();
            } finally {
                add(way.get(), 3, THREADS.getCurrentThreadCpuTime() - before);
                measuring = false;
            }
        }
    }

    private final Costs costs;
    private Way way = Way.OTHER;

    Meter(Costs costs) {
        this.costs = costs;
    }

    /** Tells this meter which requests come: it stands behind the HTTP codec. */
    ChannelInboundHandlerAdapter requests() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                if (message instanceof HttpRequest request) {
                    way = Way.of(request.uri());
                    costs.add(way, 0, 1);
                }
                ctx.fireChannelRead(message);
            }
        };
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        long bytes = message instanceof ByteBuf buffer ? buffer.readableBytes() : 0;
        costs.charge(() -> way, () -> ctx.fireChannelRead(message));
        costs.add(way, 1, bytes);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        costs.charge(() -> way, ctx::fireChannelReadComplete);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf buffer) {
            costs.add(way, 2, buffer.readableBytes());
        }
        ctx.write(message, promise);
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        costs.charge(() -> way, ctx::flush);
    }
}
