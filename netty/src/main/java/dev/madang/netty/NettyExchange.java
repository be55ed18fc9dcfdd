package dev.madang.netty;

import dev.madang.engine.HttpAnswer;
import dev.madang.engine.HttpExchange;
import dev.madang.engine.RequestHead;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request to the engine: its body as far as it is wanted, and its answer. On its connection's loop, but for
 * {@link #answer}.
 */
final class NettyExchange implements HttpExchange {
    private static final byte[] NONE = {};
    private static final int FIRST_PIECE = 4 * 1024;
    private static final int DRAINED = 64 * 1024;
    /** The length of a body that says its end itself, in chunks. */
    static final long CHUNKED = -1;

    private final SocketIoHandler handler;
    private final NettyLoop loop;
    private final RequestHead head;
    private final long announced;
    private final boolean keepAlive;
    private boolean continues;
    private @Nullable BodyReceiver receiver;
    private int limit;
    private byte[] body = NONE;
    private int length;
    private long received;
    private boolean ended;
    private boolean refused;
    private boolean answered;
    private List<String> added = List.of();

    NettyExchange(
            SocketIoHandler handler,
            NettyLoop loop,
            RequestHead head,
            long announced,
            boolean keepAlive,
            boolean continues) {
        this.handler = handler;
        this.loop = loop;
        this.head = head;
        this.announced = announced;
        this.keepAlive = keepAlive;
        this.continues = continues;
    }

    @Override
    public RequestHead head() {
        return head;
    }

    @Override
    public NettyLoop loop() {
        return loop;
    }

    /** Whether the request's last byte has come. */
    boolean ended() {
        return ended;
    }

    /** Whether the answer was given. */
    boolean answered() {
        return answered;
    }

    /** Takes no answer any more. */
    void abandon() {
        answered = true;
        receiver = null;
        body = NONE;
    }

    /** Whether a piece of the body has somewhere to go. */
    boolean takesBody() {
        return announced == 0 || receiver != null || refused || answered;
    }

    /** Whether the connection may serve another request behind this one. */
    boolean reusable() {
        return keepAlive && (ended || (!continues && announced != CHUNKED && announced - received <= DRAINED));
    }

    @Override
    public void readBody(int limit, BodyReceiver receiver) {
        if (announced > limit) {
            refused = true;
            receiver.tooLarge();
            return;
        }
        if (announced == 0) {
            receiver.complete(NONE, 0, 0);
            return;
        }
        this.limit = limit;
        this.receiver = receiver;
        if (continues) {
            continues = false;
            handler.sendContinue();
        }
        handler.drain();
    }

    /** A piece of the body, the last one perhaps. */
    void content(ByteBuf piece, boolean last) {
        int size = piece.readableBytes();
        received += size;
        ended = last;
        BodyReceiver to = receiver;
        if (to == null) {
            return;
        }
        if (size > limit - length) {
            refused = true;
            receiver = null;
            body = NONE;
            to.tooLarge();
        } else if (last) {
            receiver = null;
            complete(to, piece, size);
        } else {
            append(piece, size);
        }
    }

    private void complete(BodyReceiver to, ByteBuf piece, int size) {
        if (length == 0) {
            byte[] array = loop.scratch(size);
            piece.getBytes(piece.readerIndex(), array, 0, size);
            to.complete(array, 0, size);
        } else {
            append(piece, size);
            byte[] whole = body;
            body = NONE;
            to.complete(whole, 0, length);
        }
    }

    private void append(ByteBuf piece, int size) {
        int needed = length + size;
        if (needed > body.length) {
            int roomy = Math.max(needed, Math.max(FIRST_PIECE, (int) Math.min(limit, 2L * body.length)));
            body = Arrays.copyOf(body, announced > 0 ? (int) Math.min(announced, roomy) : roomy);
        }
        piece.getBytes(piece.readerIndex(), body, length, size);
        length = needed;
    }

    @Override
    public void addHeaders(List<String> headers) {
        List<String> all = new ArrayList<>(added);
        all.addAll(headers);
        added = all;
    }

    @Override
    public void answer(HttpAnswer answer) {
        if (loop.inLoop()) {
            answerHere(answer);
        } else {
            loop.execute(() -> answerHere(answer));
        }
    }

    private void answerHere(HttpAnswer answer) {
        if (!answered) {
            abandon();
            handler.respond(this, answer.withMore(added));
        }
    }
}
