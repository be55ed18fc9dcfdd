package dev.madang.netty;

import dev.madang.engine.Timer;
import dev.madang.engine.WebSocketChannel;
import dev.madang.engine.WebSocketReceiver;
import dev.madang.engine.WebSocketVerdict;
import dev.madang.protocol.EncodedMessage;
import dev.madang.protocol.Utf8;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.DecoderException;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A WebSocket connection after its handshake (RFC 6455, sections 5 to 7): the only handler of its channel besides TLS.
 * On its loop only, which is the loop of its session.
 *
 * <p>What is written while a read batch is handled goes out at its end, in one flush; what other tasks write, in one
 * flush behind the tasks that wait; 64 KiB or 256 messages are not kept back. Limits: the message size, the fragments,
 * {@value #MAX_CONTROL_FRAMES} pings and pongs per second, 5 s for the peer's part of the close handshake.
 */
final class WebSocketConnection extends ChannelInboundHandlerAdapter implements WebSocketChannel, FrameParser.Output {
    /*
     * Small frames are copied behind one another: one buffer, one entry of the outbound queue, one send, whatever
     * number of events a read batch answers. Copying a frame of this size costs less than a buffer and a queue entry
     * of its own. A frame that finds no room there and goes to other connections too is shared by all of them.
     */
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketConnection.class);
    private static final int COPIED = 2 * 1024;
    private static final int FIRST_BUFFER = 1024;
    private static final int FLUSH_AT = 64 * 1024;
    private static final int FLUSH_AT_MESSAGES = 256;
    private static final int MAX_CONTROL_FRAMES = 20;
    private static final long CONTROL_WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** What may still happen. */
    private enum State {
        /** Messages go both ways. */
        OPEN,
        /** We sent a close frame and wait for the peer's: left by its close frame, the end of the channel, 5 s. */
        CLOSING,
        /** The receiver has been told; input is dropped until the channel closes. */
        CLOSED
    }

    private final NettyLoop loop;
    private final FrameParser parser;
    private WebSocketReceiver receiver = NoReceiver.INSTANCE;
    private @Nullable ChannelHandlerContext context;
    private @Nullable ByteBuf gathered;
    private @Nullable ByteBuf unparsed;
    private @Nullable Timer closeTimer;
    private State state = State.OPEN;
    private int unflushedMessages;
    private int unflushedBytes;
    private boolean inBatch;
    private boolean delivered;
    private boolean flushPending;
    private boolean drainPending;
    private boolean reading = true;
    private int controlFrames;
    private long controlWindow;

    WebSocketConnection(NettyLoop loop, int maxPayload, int maxFragments) {
        this.loop = loop;
        this.parser = new FrameParser(loop, maxPayload, maxFragments, this);
    }

    /** Answers the handshake, joins the session, and takes what came right behind the handshake. */
    void open(ByteBuf handshake, WebSocketVerdict.Opener opener, Iterable<?> early) {
        gathered = handshake;
        flushSoon();
        receiver = opener.open(this);
        for (Object bytes : early) {
            read(context(), bytes);
        }
        delivered();
        if (reading) {
            context().channel().config().setAutoRead(true);
        }
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    ByteBuf allocate(int capacity) {
        return context().alloc().directBuffer(capacity, capacity);
    }

    // Incoming

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        inBatch = true;
        read(ctx, message);
    }

    private void read(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            ReferenceCountUtil.release(message);
            return;
        }
        ByteBuf in = bytes;
        if (unparsed != null) {
            in = Unpooled.wrappedBuffer(unparsed, bytes);
            unparsed = null;
        }
        try {
            parser.parse(in);
        } finally {
            if (in.isReadable() && ctx.channel().isOpen()) {
                unparsed = in;
            } else {
                in.release();
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        delivered();
        inBatch = false;
        flushPending();
        loop.forget();
    }

    private void delivered() {
        if (delivered) {
            delivered = false;
            if (state == State.OPEN) {
                receiver.readComplete();
            }
        }
    }

    @Override
    public void message(boolean text, byte[] array, int offset, int length) {
        if (state != State.OPEN) {
            return;
        }
        delivered = true;
        if (!text) {
            receiver.binary(array, offset, length);
        } else if (Utf8.firstInvalid(array, offset, length) < 0) {
            receiver.text(array, offset, length);
        } else {
            violation(1007, "text is not UTF-8");
        }
    }

    @Override
    public void control(int opcode, byte[] array, int offset, int length) {
        if (opcode == FrameParser.CLOSE) {
            peerCloses(array, offset, length);
        } else if (state == State.OPEN && !floods() && opcode == FrameParser.PING && pendingBytes() < FLUSH_AT) {
            frame(FrameParser.PONG, array, offset, length);
        }
    }

    private boolean floods() {
        long now = loop.nanoTime();
        if (controlFrames == 0 || now - controlWindow > CONTROL_WINDOW_NANOS) {
            controlWindow = now;
            controlFrames = 0;
        }
        if (++controlFrames <= MAX_CONTROL_FRAMES) {
            return false;
        }
        violation(1008, "too many control frames");
        return true;
    }

    /** RFC 6455, 5.5.1 and 7.4. */
    private void peerCloses(byte[] array, int offset, int length) {
        int code = length < 2 ? 1005 : (array[offset] & 0xFF) << 8 | (array[offset + 1] & 0xFF);
        if (length == 1 || (length > 1 && !sendable(code))) {
            violation(1002, "the close code may not be sent");
        } else if (length > 2 && Utf8.firstInvalid(array, offset + 2, length - 2) >= 0) {
            violation(1007, "a close reason is not UTF-8");
        } else {
            boolean answer = state == State.OPEN;
            parser.stop();
            end(false, "the client closed the connection");
            if (answer) {
                frame(FrameParser.CLOSE, array, offset, Math.min(length, 2));
            }
            startCloseTimer();
            handOver();
            context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    static boolean sendable(int code) {
        return (code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006)
                || (code >= 3000 && code <= 4999);
    }

    @Override
    public void violation(int code, String reason) {
        if (state == State.CLOSED) {
            return;
        }
        parser.stop();
        boolean answer = state == State.OPEN;
        end(true, reason);
        if (answer) {
            closeFrame(code, "");
        }
        startCloseTimer();
        handOver();
        context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (written.isSuccess()) {
                Linger.begin(context().channel(), loop);
            } else {
                context().close();
            }
        });
    }

    @Override
    public boolean reading() {
        return reading;
    }

    @Override
    public void reading(boolean on) {
        if (reading == on || state != State.OPEN) {
            return;
        }
        reading = on;
        if (!on) {
            context().channel().config().setAutoRead(false);
        } else {
            loop.execute(this::resume);
        }
    }

    private void resume() {
        if (!reading || !context().channel().isOpen()) {
            return;
        }
        if (unparsed != null) {
            read(context(), Unpooled.EMPTY_BUFFER);
            delivered();
        }
        if (reading) {
            context().channel().config().setAutoRead(true);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        parser.stop();
        end(false, "the connection ended without a close frame");
        if (closeTimer != null) {
            closeTimer.cancel();
        }
        discard();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        discard();
    }

    private void discard() {
        if (unparsed != null) {
            unparsed.release();
            unparsed = null;
        }
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException || cause instanceof DecoderException) {
            LOG.debug("a WebSocket connection broke", cause);
        } else {
            LOG.warn("a WebSocket connection failed", cause);
        }
        parser.stop();
        end(true, "the connection broke");
        ctx.close();
    }

    private void end(boolean error, String description) {
        if (state != State.CLOSED) {
            boolean broke = error && state == State.OPEN;
            state = State.CLOSED;
            reading = true;
            receiver.closed(broke, description);
        }
    }

    // Outgoing

    @Override
    public void write(EncodedMessage message) {
        if (state != State.OPEN) {
            return;
        }
        int length = message.end() - message.frameOffset();
        ByteBuf buffer = gathered;
        if (buffer == null || length > buffer.writableBytes()) {
            ByteBuf shared = loop.shared(message, length > COPIED, this);
            if (shared != null) {
                handOver();
                context().write(shared.retainedDuplicate(), context().voidPromise());
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
            context().write(buffer, context().voidPromise());
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
        handOver();
        context().flush();
        ChannelOutboundBuffer queue = context().channel().unsafe().outboundBuffer();
        if (queue == null || state == State.CLOSED || drainPending) {
            return;
        }
        if (queue.isEmpty()) {
            receiver.drained();
        } else {
            drainPending = true;
            context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
                drainPending = false;
                if (written.isSuccess() && state != State.CLOSED) {
                    receiver.drained();
                }
            });
        }
    }

    @Override
    public long pendingBytes() {
        ChannelOutboundBuffer queue = context().channel().unsafe().outboundBuffer();
        ByteBuf buffer = gathered;
        return queue == null ? 0 : queue.totalPendingWriteBytes() + (buffer == null ? 0 : buffer.readableBytes());
    }

    @Override
    public int pendingMessages() {
        ChannelOutboundBuffer queue = context().channel().unsafe().outboundBuffer();
        return queue == null ? 0 : queue.size() + unflushedMessages;
    }

    @Override
    public void close(int code, String reason) {
        if (state != State.OPEN) {
            return;
        }
        closeFrame(code, reason);
        state = State.CLOSING;
        reading = true;
        startCloseTimer();
        handOver();
        context().flush();
        loop.execute(this::resume);
    }

    private void startCloseTimer() {
        if (closeTimer == null) {
            closeTimer = new Timer() {
                @Override
                protected void expired() {
                    context().close();
                }
            };
            loop.start(closeTimer, CLOSE_NANOS);
        }
    }

    private void closeFrame(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        int end = Math.min(text.length, 123);
        while (end > 0 && end < text.length && (text[end] & 0xC0) == 0x80) {
            end--;
        }
        byte[] payload = new byte[2 + end];
        payload[0] = (byte) (code >>> 8);
        payload[1] = (byte) code;
        System.arraycopy(text, 0, payload, 2, payload.length - 2);
        frame(FrameParser.CLOSE, payload, 0, payload.length);
    }

    private void frame(int opcode, byte[] array, int offset, int length) {
        room(length + 2).writeByte(0x80 | opcode).writeByte(length).writeBytes(array, offset, length);
        flushSoon();
    }

    /** The receiver before the session is joined. */
    private enum NoReceiver implements WebSocketReceiver {
        INSTANCE;

        @Override
        public void text(byte[] array, int offset, int length) {}

        @Override
        public void binary(byte[] array, int offset, int length) {}

        @Override
        public void readComplete() {}

        @Override
        public void drained() {}

        @Override
        public void closed(boolean error, String description) {}
    }
}
