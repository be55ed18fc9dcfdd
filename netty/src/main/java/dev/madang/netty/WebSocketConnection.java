package dev.madang.netty;

import dev.madang.engine.PerMessageDeflate;
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
import io.netty.handler.codec.DecoderException;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A WebSocket connection after its handshake (RFC 6455, sections 5 to 7): the only handler of its channel besides TLS.
 * On its loop only, which is the loop of its session.
 *
 * <p>Limits: the message size, the fragments, {@value #MAX_CONTROL_FRAMES} pings and pongs per second, 5 s for the
 * peer's part of the close handshake.
 */
final class WebSocketConnection extends ChannelInboundHandlerAdapter implements WebSocketChannel, FrameParser.Output {
    /*
     * A handshake may be answered by somebody who handles another connection's message at that moment, which lies in the
     * loop's scratch array: what came right behind the handshake is parsed in a task of its own.
     */
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketConnection.class);
    private static final int MAX_CONTROL_FRAMES = 20;
    private static final long CONTROL_WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** What may still happen. */
    private enum State {
        /** Messages go both ways. */
        OPEN,
        /** We sent a close frame, or none but the end of our side, and wait for the peer's: left by its close frame, the end of the channel, 5 s. */
        CLOSING,
        /** The receiver has been told; input is dropped until the channel closes. */
        CLOSED
    }

    private final NettyLoop loop;
    private final PerMessageDeflate deflate;
    private final FrameParser parser;
    private WebSocketReceiver receiver = NoReceiver.INSTANCE;
    private @Nullable ChannelHandlerContext context;
    private @Nullable FrameWriter writer;
    private @Nullable ByteBuf unparsed;
    private @Nullable Timer closeTimer;
    private State state = State.OPEN;
    private boolean delivered;
    private boolean reading = true;
    private int controlFrames;
    private long controlWindow;

    /**
     * A connection.
     *
     * @param deflate how messages are compressed: off unless it was agreed on in the handshake
     */
    WebSocketConnection(NettyLoop loop, int maxPayload, int maxFragments, PerMessageDeflate deflate) {
        this.loop = loop;
        this.deflate = deflate;
        this.parser = new FrameParser(loop, maxPayload, maxFragments, deflate.enabled(), this);
    }

    /** Answers the handshake, joins the session, and takes what came right behind the handshake. */
    void open(ByteBuf handshake, WebSocketVerdict.Opener opener, Iterable<?> early) {
        writer().first(handshake);
        receiver = opener.open(this);
        for (Object message : early) {
            keep(message);
        }
        if (unparsed == null) {
            resume();
        } else {
            loop.execute(this::resume);
        }
    }

    private void keep(Object message) {
        if (message instanceof ByteBuf bytes) {
            unparsed = unparsed == null ? bytes : Unpooled.wrappedBuffer(unparsed, bytes);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context);
    }

    private FrameWriter writer() {
        return Objects.requireNonNull(writer);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        writer = new FrameWriter(loop, ctx, () -> receiver.drained());
        if (deflate.enabled()) {
            loop.compression().joined();
        }
    }

    // Incoming

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        writer().beginBatch();
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
        writer().endBatch();
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
        } else if (state == State.OPEN && !floods() && opcode == FrameParser.PING) {
            writer().pong(array, offset, length);
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
                writer().close(array, offset, Math.min(length, 2));
            }
            startCloseTimer();
            writer().flushThen(ChannelFutureListener.CLOSE);
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
            writer().close(code, "");
        }
        startCloseTimer();
        shutOutput();
    }

    /** Ends our side once the network has taken everything. */
    private void shutOutput() {
        writer().flushThen(written -> {
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
        if (deflate.enabled()) {
            loop.compression().left();
        }
    }

    private void discard() {
        if (unparsed != null) {
            unparsed.release();
            unparsed = null;
        }
        writer().discard();
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
            writer().last();
            receiver.closed(broke, description);
        }
    }

    // Outgoing

    @Override
    public void write(EncodedMessage message, boolean compress) {
        if (state == State.OPEN) {
            boolean deflated = compress && deflate.enabled() && message.payloadLength() >= deflate.threshold();
            writer().message(deflated ? loop.compression().deflate(message, deflate) : message);
        }
    }

    @Override
    public long pendingBytes() {
        return writer().pendingBytes();
    }

    @Override
    public int pendingMessages() {
        return writer().pendingMessages();
    }

    @Override
    public void close(int code, String reason) {
        if (state != State.OPEN) {
            return;
        }
        state = State.CLOSING;
        reading = true;
        startCloseTimer();
        if (code == NO_CLOSE_FRAME) {
            shutOutput();
        } else {
            writer().close(code, reason);
            writer().flushNow();
        }
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
