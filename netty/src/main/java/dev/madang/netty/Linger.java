package dev.madang.netty;

import dev.madang.engine.Timer;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;

/**
 * The end of a connection whose peer may still be sending: our side is shut, what comes is read and dropped by the
 * channel's handler, and the channel closes when the peer does, or after {@link #NANOS}. On the channel's loop.
 */
final class Linger extends Timer {
    /*
     * Closing a socket with unread input makes the kernel send a reset, and a reset makes the peer's kernel throw away
     * the very answer that says what was wrong.
     */
    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Channel channel;

    private Linger(Channel channel) {
        this.channel = channel;
    }

    /** Starts once everything that was written is gone. */
    static void begin(Channel channel, NettyLoop loop) {
        channel.config().setAutoRead(true);
        if (!(channel instanceof DuplexChannel duplex)) {
            channel.close();
            return;
        }
        loop.start(new Linger(channel), NANOS);
        if (channel.pipeline().get(SslHandler.class) == null) {
            duplex.shutdownOutput();
        }
    }

    @Override
    protected void expired() {
        channel.close();
    }
}
