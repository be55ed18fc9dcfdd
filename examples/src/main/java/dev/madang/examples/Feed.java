package dev.madang.examples;

import dev.madang.examples.Meter.Costs;
import dev.madang.examples.Meter.Way;
import dev.madang.server.SocketIo;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.util.concurrent.EventExecutor;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * Ticks, and those who wait for them in one way or another. Of a tick {@code n}
 * counts them, {@code t} is when it was made in microseconds since 1970, {@code p} a price. On the lab's loop only.
 */
final class Feed {
    private static final int KEPT = 600;

    /** A tick. */
    record Tick(long n, long t, double p) {}

    /** A long poll that is not answered yet. */
    private record Poll(ChannelHandlerContext context, long after) {}

    private final Costs costs;
    private final SocketIo io;
    private final Deque<Tick> ticks = new ArrayDeque<>();
    private final List<Poll> polls = new ArrayList<>();
    private final ChannelGroup streams;
    private final ChannelGroup webSockets;
    private long number;

    Feed(EventExecutor loop, Costs costs, SocketIo io) {
        this.costs = costs;
        this.io = io;
        this.streams = new DefaultChannelGroup(loop);
        this.webSockets = new DefaultChannelGroup(loop);
    }

    /** The time as ticks say it. */
    static long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    /** The number of the last tick; 0 before the first. */
    long newest() {
        return number;
    }

    /** Answers with the ticks after that one, at once. */
    void poll(ChannelHandlerContext ctx, long after) {
        List<Tick> list = ticks.stream().filter(tick -> tick.n() > after).toList();
        answer(ctx, 200, "application/json", JsonMapper.shared().writeValueAsBytes(list));
    }

    /** Answers when there is a tick after that one. */
    void longPoll(ChannelHandlerContext ctx, long after) {
        if (after < number) {
            poll(ctx, after);
        } else {
            polls.add(new Poll(ctx, after));
        }
    }

    /** Answers with server-sent events, without end. */
    void stream(ChannelHandlerContext ctx) {
        var head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        head.headers().set("Content-Type", "text/event-stream").set("Cache-Control", "no-store");
        HttpUtil.setTransferEncodingChunked(head, true);
        ctx.writeAndFlush(head);
        streams.add(ctx.channel());
    }

    /** From now on this WebSocket gets each tick. */
    void webSocket(Channel channel) {
        webSockets.add(channel);
    }

    /** Answers a request. */
    static void answer(ChannelHandlerContext ctx, int status, String type, byte[] body) {
        var answer = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), Unpooled.wrappedBuffer(body));
        answer.headers().set("Content-Type", type).set("Cache-Control", "no-store");
        HttpUtil.setContentLength(answer, body.length);
        ctx.writeAndFlush(answer);
    }

    /** The next tick. Whoever cannot take a tick now does without it, whatever the way. */
    void tick() {
        double price = 400 + Math.round(1000 * Math.sin(number / 25.0) + 300 * Math.sin(number / 7.0)) / 100.0;
        Tick tick = new Tick(++number, micros(), price);
        String json = JsonMapper.shared().writeValueAsString(tick);
        ticks.addLast(tick);
        if (ticks.size() > KEPT) {
            ticks.removeFirst();
        }
        charge(Way.LONG_POLLING, !polls.isEmpty(), () -> {
            polls.forEach(poll -> poll(poll.context(), poll.after()));
            polls.clear();
        });
        charge(Way.SSE, !streams.isEmpty(), () -> {
            String event = "id:" + number + "\ndata:" + json + "\n\n";
            streams.writeAndFlush(
                    new DefaultHttpContent(Unpooled.copiedBuffer(event, StandardCharsets.UTF_8)), Channel::isWritable);
        });
        charge(
                Way.WEBSOCKET,
                !webSockets.isEmpty(),
                () -> webSockets.writeAndFlush(new TextWebSocketFrame(json), Channel::isWritable));
        charge(
                Way.SOCKET_IO,
                io.engine().sessions() > 0,
                () -> io.everyone().asVolatile().emit("tick", tick));
    }

    /** A way that nobody takes costs nothing. */
    private void charge(Way way, boolean wanted, Runnable work) {
        if (wanted) {
            costs.charge(() -> way, work);
        }
    }
}
