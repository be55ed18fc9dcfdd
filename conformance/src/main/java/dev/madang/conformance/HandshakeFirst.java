package dev.madang.conformance;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.PendingWriteQueue;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends the answer to a WebSocket handshake of Engine.IO 3 alone, and what follows it 20 ms later. One per connection,
 * in front of the codec.
 */
final class HandshakeFirst extends ChannelDuplexHandler {
    /*
     * A test of the suite for protocol 3 begins to listen for messages when it has seen the connection open. The open
     * packet, which the engine sends together with the handshake's answer, has then come and gone unheard.
     */
    private static final long PAUSE_MILLIS = 20;
    private static final int REQUEST_LINE = 128;
    private static final byte[] SWITCHING = "HTTP/1.1 101 ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private boolean waits;
    private @Nullable PendingWriteQueue held;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes && !waits) {
            int length = Math.min(REQUEST_LINE, bytes.readableBytes());
            String line = bytes.toString(bytes.readerIndex(), length, StandardCharsets.ISO_8859_1);
            waits = line.contains("EIO=3&transport=websocket");
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (held != null) {
            held.add(message, promise);
        } else if (waits && message instanceof ByteBuf bytes && startsWith(bytes, SWITCHING)) {
            split(context, bytes, promise);
        } else {
            context.write(message, promise);
        }
    }

    private static boolean startsWith(ByteBuf bytes, byte[] prefix) {
        return bytes.readableBytes() >= prefix.length
                && ByteBufUtil.equals(bytes, bytes.readerIndex(), Unpooled.wrappedBuffer(prefix), 0, prefix.length);
    }

    private void split(ChannelHandlerContext context, ByteBuf bytes, ChannelPromise promise) {
        int head = ByteBufUtil.indexOf(Unpooled.wrappedBuffer(END_OF_HEAD), bytes)
                - bytes.readerIndex()
                + END_OF_HEAD.length;
        PendingWriteQueue queue = new PendingWriteQueue(context);
        held = queue;
        context.writeAndFlush(bytes.readRetainedSlice(head));
        queue.add(bytes, promise);
        context.executor().schedule(() -> release(context), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void release(ChannelHandlerContext context) {
        PendingWriteQueue queue = held;
        if (queue != null) {
            held = null;
            waits = false;
            queue.removeAndWriteAll();
            context.flush();
        }
    }

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        release(context);
        context.close(promise);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        release(context);
    }
}
