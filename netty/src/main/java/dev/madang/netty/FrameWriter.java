package dev.madang.netty;

import dev.madang.protocol.EncodedMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GenericFutureListener;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The outgoing frames of one WebSocket connection, gathered and sent in order. On the connection's loop only.
 *
 * <p>What is written while a read batch is handled goes out at its end, in one flush; what other tasks write, in one
 * flush behind the tasks that wait; 64 KiB or 256 messages are not kept back.
 */
final class FrameWriter {
    /*
     * Small frames are copied behind one another: one buffer, one entry of the outbound queue, one send, whatever
     * number of events a read batch answers. Copying a frame of this size costs less than a buffer and a queue entry
     * of its own. A frame that finds no room there and goes to other connections too is shared by all of them.
     */
    private static final int COPIED = 2 * 1024;
    private static final int FIRST_BUFFER = 1024;
    private static final int FLUSH_AT = 64 * 1024;
    private static final int FLUSH_AT_MESSAGES = 256;
    private static final int MAX_REASON = 123;

    private final NettyLoop loop;
    private final ChannelHandlerContext context;
    private final Runnable drained;
    private @Nullable ByteBuf gathered;
    private int unflushedMessages;
    private int unflushedBytes;
    private boolean inBatch;
    private boolean flushPending;
    private boolean drainPending;
    private boolean last;

    /**
     * A writer to the channel of {@code context}.
     *
     * @param drained runs whenever the network has taken everything, until {@link #last()}
     */
    FrameWriter(NettyLoop loop, ChannelHandlerContext context, Runnable drained) {
        this.loop = loop;
        this.context = context;
        this.drained = drained;
    }

    ByteBuf allocate(int capacity) {
        return context.alloc().directBuffer(capacity, capacity);
    }

    /** Goes out before all frames: the answer to the handshake. */
    void first(ByteBuf bytes) {
        gathered = bytes;
        flushSoon();
    }

    /** A read batch begins: what is written waits for its end. */
    void beginBatch() {
        inBatch = true;
    }

    void endBatch() {
        inBatch = false;
        flushPending();
    }

    void message(EncodedMessage message) {
        int length = message.end() - message.frameOffset();
        ByteBuf buffer = gathered;
        if (buffer == null || length > buffer.writableBytes()) {
            ByteBuf shared = loop.shared(message, length > COPIED, this);
            if (shared != null) {
                handOver();
                context.write(shared.retainedDuplicate(), context.voidPromise());
                wrote(length);
                return;
            }
            buffer = room(length);
        }
        buffer.writeBytes(message.array(), message.frameOffset(), length);
        wrote(length);
    }

    private ByteBuf room(int length) {
        ByteBuf buffer = gathered;
        if (buffer == null || buffer.writableBytes() < length) {
            int capacity = buffer == null ? FIRST_BUFFER : 8 * FIRST_BUFFER;
            handOver();
            buffer = allocate(Math.max(capacity, length));
            gathered = buffer;
        }
        return buffer;
    }

    private void wrote(int length) {
        unflushedMessages++;
        unflushedBytes += length;
        if (unflushedBytes >= FLUSH_AT || unflushedMessages >= FLUSH_AT_MESSAGES) {
            flush();
        } else {
            flushSoon();
        }
    }

    /** A pong, unless so much waits already that the peer does not seem to read. */
    void pong(byte[] array, int offset, int length) {
        if (pendingBytes() < FLUSH_AT) {
            frame(FrameParser.PONG, array, offset, length);
        }
    }

    /** A close frame with a code; the reason is cut to what fits (RFC 6455, 5.5). */
    void close(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        int end = Math.min(text.length, MAX_REASON);
        while (end > 0 && end < text.length && (text[end] & 0xC0) == 0x80) {
            end--;
        }
        byte[] payload = new byte[2 + end];
        payload[0] = (byte) (code >>> 8);
        payload[1] = (byte) code;
        System.arraycopy(text, 0, payload, 2, end);
        close(payload, 0, payload.length);
    }

    /** A close frame with these bytes. */
    void close(byte[] array, int offset, int length) {
        frame(FrameParser.CLOSE, array, offset, length);
    }

    private void frame(int opcode, byte[] array, int offset, int length) {
        room(length + 2).writeByte(0x80 | opcode).writeByte(length).writeBytes(array, offset, length);
        flushSoon();
    }

    private void flushSoon() {
        if (!flushPending) {
            flushPending = true;
            if (!inBatch) {
                loop.flushLater(this);
            }
        }
    }

    private void handOver() {
        ByteBuf buffer = gathered;
        if (buffer != null) {
            gathered = null;
            context.write(buffer, context.voidPromise());
        }
    }

    /** Sends what was written and not sent since. */
    void flushPending() {
        if (flushPending) {
            flush();
        }
    }

    private void flush() {
        flushPending = false;
        unflushedMessages = 0;
        unflushedBytes = 0;
        flushNow();
        ChannelOutboundBuffer queue = context.channel().unsafe().outboundBuffer();
        if (queue == null || last || drainPending) {
            return;
        }
        if (queue.isEmpty()) {
            drained.run();
        } else {
            drainPending = true;
            context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
                drainPending = false;
                if (written.isSuccess() && !last) {
                    drained.run();
                }
            });
        }
    }

    /** Sends everything now. */
    void flushNow() {
        handOver();
        context.flush();
    }

    /** Sends everything now, and says when the network has taken it. */
    void flushThen(GenericFutureListener<? extends Future<? super Void>> taken) {
        handOver();
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(taken);
    }

    /** From now on nobody hears of drains. */
    void last() {
        last = true;
    }

    /** Bytes that the network has not taken. */
    long pendingBytes() {
        ChannelOutboundBuffer queue = context.channel().unsafe().outboundBuffer();
        ByteBuf buffer = gathered;
        return queue == null ? 0 : queue.totalPendingWriteBytes() + (buffer == null ? 0 : buffer.readableBytes());
    }

    /** Messages that the network has not taken, as far as they are still apart. */
    int pendingMessages() {
        ChannelOutboundBuffer queue = context.channel().unsafe().outboundBuffer();
        return queue == null ? 0 : queue.size() + unflushedMessages;
    }

    /** Drops what was not handed to the channel. */
    void discard() {
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
    }
}
