package dev.madang.netty;

import dev.madang.engine.Engine;
import dev.madang.engine.Loop;
import dev.madang.protocol.EncodedMessage;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A home thread that is a Netty event loop, and what all connections of one server on that loop share. Everything but
 * {@link #execute} and {@link #inLoop} on the loop only.
 */
final class NettyLoop extends Loop {
    /*
     * Shared: frames whose bytes do not fit behind what a connection gathers anyway. A message that is written to a
     * second connection is a broadcast: from then on one direct buffer serves all others on this loop. Four messages
     * are remembered, because a packet with attachments is written message by message to each member in turn.
     * Nothing is remembered beyond the running task, so nothing is kept alive.
     */
    private static final int REMEMBERED = 4;
    private static final int SMALLEST_SCRATCH = 4 * 1024;
    private static final int LARGEST_SCRATCH = 64 * 1024;

    private final Engine engine;
    private final EventLoop eventLoop;
    private final MessageDigest sha1;
    private final EncodedMessage[] remembered = new EncodedMessage[REMEMBERED];
    private final ByteBuf[] shared = new ByteBuf[REMEMBERED];
    private final LoopCompression compression = new LoopCompression();
    private final Runnable flushTask = this::flushAll;
    private List<FrameWriter> unflushed = new ArrayList<>();
    private List<FrameWriter> flushing = new ArrayList<>();
    private byte[] scratch = new byte[SMALLEST_SCRATCH];
    private int nextRemembered;
    private boolean flushScheduled;

    NettyLoop(int index, EventLoop eventLoop, Engine engine) {
        super(index);
        this.engine = engine;
        this.eventLoop = eventLoop;
        try {
            this.sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    MessageDigest sha1() {
        return sha1;
    }

    LoopCompression compression() {
        return compression;
    }

    @Override
    public boolean execute(Runnable task) {
        try {
            eventLoop.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            if (eventLoop.isShuttingDown()) {
                return false;
            }
            throw e;
        }
    }

    /** The event loop ends: its connections have been closed, and nobody else ends the sessions that have none. */
    void ended() {
        engine.ended(this);
        forget();
    }

    @Override
    public boolean inLoop() {
        return eventLoop.inEventLoop();
    }

    @Override
    public long nanoTime() {
        return eventLoop.ticker().nanoTime();
    }

    @Override
    protected void schedule(Runnable task, long delayNanos) {
        try {
            eventLoop.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            if (!eventLoop.isShuttingDown()) {
                throw e;
            }
        }
    }

    /** An array of at least {@code length} bytes for the running call; its content is nobody's. */
    byte[] scratch(int length) {
        if (length <= scratch.length) {
            return scratch;
        }
        if (length > LARGEST_SCRATCH) {
            return new byte[length];
        }
        scratch = new byte[Math.min(LARGEST_SCRATCH, Integer.highestOneBit(length - 1) << 1)];
        return scratch;
    }

    /** Has a connection flushed at the end of the tasks that wait now: by one task for all of them. */
    void flushLater(FrameWriter writer) {
        unflushed.add(writer);
        if (!flushScheduled) {
            flushScheduled = execute(flushTask);
        }
    }

    private void flushAll() {
        flushScheduled = false;
        List<FrameWriter> now = unflushed;
        unflushed = flushing;
        flushing = now;
        for (int i = 0; i < now.size(); i++) {
            now.get(i).flushPending();
        }
        now.clear();
        forget();
    }

    /**
     * The direct buffer of a message that goes to several connections, or null if this is its first and it is not
     * large. The loop keeps its own reference; who writes it retains a duplicate.
     */
    @Nullable
    ByteBuf shared(EncodedMessage message, boolean large, FrameWriter writer) {
        for (int i = 0; i < REMEMBERED; i++) {
            if (remembered[i] == message) {
                return buffer(i, message, writer);
            }
        }
        int slot = nextRemembered;
        nextRemembered = (slot + 1) % REMEMBERED;
        release(slot);
        remembered[slot] = message;
        return large ? buffer(slot, message, writer) : null;
    }

    private ByteBuf buffer(int slot, EncodedMessage message, FrameWriter writer) {
        ByteBuf buffer = shared[slot];
        if (buffer == null) {
            int length = message.end() - message.frameOffset();
            buffer = writer.allocate(length).writeBytes(message.array(), message.frameOffset(), length);
            shared[slot] = buffer;
        }
        return buffer;
    }

    /** Drops what was remembered of the running task. */
    void forget() {
        for (int i = 0; i < REMEMBERED; i++) {
            release(i);
        }
    }

    @SuppressWarnings("NullAway") // an empty slot of an array is null
    private void release(int slot) {
        ByteBuf buffer = shared[slot];
        if (buffer != null) {
            buffer.release();
            shared[slot] = null;
        }
        remembered[slot] = null;
    }
}
