package dev.madang.e2e;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;
import org.awaitility.Awaitility;

/**
 * Many viewers of one post on one event loop, each with a connection of its own. They measure how long comments take that
 * carry the time they were sent at ({@code "@NANOS …"}): from the sending to the moment each viewer has read them.
 */
final class Crowd implements AutoCloseable {
    private static final int AT_ONCE = 200;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final String post;
    private final List<Seat> seats = new ArrayList<>();
    private final AtomicInteger entered = new AtomicInteger();
    private final AtomicInteger dropped = new AtomicInteger();
    private final AtomicInteger deliveries = new AtomicInteger();
    private final Histogram delays = new Histogram(Duration.ofMinutes(5).toNanos(), 3);
    private volatile boolean closing;

    private Crowd(String post) {
        this.post = post;
    }

    /** Lets that many viewers in, and returns when all of them have joined. */
    static Crowd gather(int port, String post, int viewers) {
        Crowd crowd = new Crowd(post);
        Bootstrap bootstrap = new Bootstrap()
                .group(crowd.loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        Seat seat = new Seat(crowd);
                        crowd.seats.add(seat);
                        channel.pipeline().addLast(seat);
                    }
                });
        for (int asked = 0; asked < viewers; ) {
            for (int i = 0; i < AT_ONCE && asked < viewers; i++, asked++) {
                bootstrap.connect(new InetSocketAddress("127.0.0.1", port));
            }
            int wanted = asked;
            Awaitility.await("viewers")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> crowd.entered.get() >= wanted);
        }
        return crowd;
    }

    /** Waits until that many comments have reached each viewer, or one of them is dropped. */
    void awaitComments(int comments) {
        Awaitility.await("deliveries")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> dropped.get() > 0 || deliveries.get() >= comments * seats.size());
    }

    List<Seat> seats() {
        return seats;
    }

    /** How many connections ended that nobody closed here. */
    int dropped() {
        return dropped.get();
    }

    /** From the sending of a comment to the moment a viewer has read it, of all viewers and comments, in nanoseconds. */
    Histogram delays() {
        return delays;
    }

    String post() {
        return post;
    }

    void entered() {
        entered.incrementAndGet();
    }

    void left(boolean joined) {
        if (joined && !closing) {
            dropped.incrementAndGet();
        }
    }

    void shown(long nanos) {
        delays.recordValue(Math.max(0, nanos));
        deliveries.incrementAndGet();
    }

    /** A text frame of a client; its mask is zero, which changes nothing. */
    static ByteBuf frame(String packet) {
        byte[] bytes = packet.getBytes(StandardCharsets.UTF_8);
        ByteBuf frame = Unpooled.buffer(bytes.length + 8).writeByte(0x81);
        if (bytes.length < 126) {
            frame.writeByte(0x80 | bytes.length);
        } else {
            frame.writeByte(0x80 | 126).writeShort(bytes.length);
        }
        return frame.writeInt(0).writeBytes(bytes);
    }

    @Override
    public void close() {
        closing = true;
        loop.shutdownGracefully(0, 5, java.util.concurrent.TimeUnit.SECONDS).syncUninterruptibly();
    }
}
