package dev.madang.engine;

import dev.madang.protocol.EncodedMessage;
import dev.madang.protocol.EncodedPacket;
import dev.madang.protocol.EngineDialect;
import dev.madang.protocol.EnginePacketVisitor;
import dev.madang.protocol.EngineType;
import dev.madang.protocol.Rule;
import dev.madang.protocol.Violation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP side of a polling session: the GET that waits, what is queued for the next one, and the POST that runs. On
 * the session's loop only.
 */
@SuppressWarnings("ReferenceEquality") // an exchange is the object itself
final class Polling implements Transport, EnginePacketVisitor {
    private static final byte[] OK = {'o', 'k'};
    private static final byte[] EMPTY = {};

    private final Session session;
    private final Engine engine;
    private final EngineOptions options;
    private final EngineDialect dialect;
    private final Backlog backlog;
    private final @Nullable Jsonp jsonp;
    private @Nullable HttpExchange poll;
    private @Nullable HttpExchange post;
    private PostStage postStage = PostStage.READING;
    private boolean flushAsked;
    private long spoken;

    /** What the running POST waits for. */
    private enum PostStage {
        /** Its body. */
        READING,
        /** The end of its packets, which are being handed over by a caller up the stack: the caller answers. */
        DELIVERING,
        /** As before; one of its packets ended the session. */
        REFUSED,
        /** The session to read on: its packets have been handed over. */
        HELD
    }

    Polling(Session session, Engine engine, EngineDialect dialect) {
        this.session = session;
        this.engine = engine;
        this.options = engine.options();
        this.dialect = dialect;
        this.backlog = new Backlog(options);
        String index = session.request().query().get("j");
        this.jsonp = index == null || !options.jsonp() ? null : new Jsonp(index);
        this.spoken = session.loop().nanoTime();
    }

    @Override
    public String name() {
        return "polling";
    }

    @Override
    public boolean send(EncodedPacket packet, boolean compress) {
        if (!backlog.fits(packet)) {
            flush();
        }
        boolean fits = backlog.fits(packet);
        if (fits) {
            backlog.add(packet, compress);
            flushSoon();
        }
        return fits;
    }

    @Override
    public void send(EncodedMessage message, boolean compress) {
        backlog.add(message, compress);
        flushSoon();
    }

    @Override
    public boolean writable() {
        return poll != null && backlog.isEmpty();
    }

    @Override
    public long bufferedBytes() {
        return backlog.bytes();
    }

    @Override
    public void reading(boolean on) {
        if (on) {
            release();
        }
    }

    Backlog backlog() {
        return backlog;
    }

    /** Nanoseconds since the last request was answered. */
    long silence() {
        return session.loop().nanoTime() - spoken;
    }

    /** Whether a GET waits. */
    boolean waiting() {
        return poll != null;
    }

    /** A GET: it waits until there is something to send. Two at once end the session. */
    void get(HttpExchange exchange) {
        if (poll != null) {
            session.end(CloseReason.TRANSPORT_ERROR, "overlap from client");
            answer(exchange, 400);
            return;
        }
        poll = exchange;
    }

    /** A POST: its body is read, its packets are delivered, then it is answered. Two at once end the session. */
    void post(HttpExchange exchange) {
        if (post != null) {
            session.end(CloseReason.TRANSPORT_ERROR, "data request overlap from client");
            answer(exchange, 400);
            return;
        }
        if (binary(exchange.head()) && !dialect.binaryBodies()) {
            session.end(CloseReason.TRANSPORT_ERROR, "invalid content");
            answer(exchange, 400);
            return;
        }
        post = exchange;
        postStage = PostStage.READING;
        exchange.loop().run(() -> exchange.readBody(options.maxPayload(), new Body(exchange)));
    }

    private static boolean binary(RequestHead head) {
        String type = head.header("Content-Type");
        return type != null && type.strip().toLowerCase(Locale.ROOT).startsWith("application/octet-stream");
    }

    /** Brings a body from the loop of its connection to the session's. */
    private final class Body implements HttpExchange.BodyReceiver {
        private final HttpExchange exchange;

        Body(HttpExchange exchange) {
            this.exchange = exchange;
        }

        @Override
        public void complete(byte[] array, int offset, int length) {
            if (session.loop().inLoop()) {
                session.guard(() -> deliver(exchange, array, offset, length));
            } else {
                byte[] copy = Arrays.copyOfRange(array, offset, offset + length);
                hand(() -> deliver(exchange, copy, 0, copy.length));
            }
        }

        @Override
        public void tooLarge() {
            hand(() -> refuseBody(exchange));
        }

        private void hand(Runnable step) {
            if (!session.loop().run(() -> session.guard(step))) {
                engine.refuse(exchange, Refusal.of(ConnectionError.UNKNOWN_SID, "sid", session.id()));
            }
        }
    }

    private void refuseBody(HttpExchange exchange) {
        if (exchange == post) {
            post = null;
            answer(exchange, 413);
        }
    }

    private void deliver(HttpExchange exchange, byte[] array, int offset, int length) {
        if (exchange != post) {
            return;
        }
        postStage = PostStage.DELIVERING;
        try {
            boolean binary = binary(exchange.head());
            Violation violation = jsonp == null ? payload(binary, array, offset, length) : form(array, offset, length);
            if (violation != null) {
                session.broken(violation);
            }
            session.readComplete();
        } catch (Throwable failure) {
            session.failed(failure);
        }
        delivered(exchange);
    }

    private @Nullable Violation form(byte[] array, int offset, int length) {
        byte[] payload = Jsonp.payload(array, offset, length);
        return payload == null ? new Violation(Rule.EMPTY_PACKET, 0) : payload(false, payload, 0, payload.length);
    }

    private @Nullable Violation payload(boolean binary, byte[] array, int offset, int length) {
        return dialect.payload(binary, array, offset, length, options.maxPacketsPerPayload(), this);
    }

    private void delivered(HttpExchange exchange) {
        if (postStage == PostStage.REFUSED) {
            post = null;
            answer(exchange, 400);
        } else if (session.leaving() || (session.open() && !session.reading())) {
            postStage = PostStage.HELD;
        } else {
            post = null;
            answerOk(exchange);
        }
    }

    @Override
    public boolean packet(EngineType type, boolean binary, byte[] array, int offset, int length) {
        return session.received(type, binary, array, offset, length);
    }

    /** Answers a POST that was held back while the session did not read. */
    void release() {
        HttpExchange held = post;
        if (held != null && postStage == PostStage.HELD) {
            post = null;
            answerOk(held);
        }
    }

    /** The client went away before the answer: the session is broken (rule of the reference server). */
    void aborted(HttpExchange exchange) {
        if (exchange == poll) {
            poll = null;
            session.end(CloseReason.TRANSPORT_ERROR, "poll connection closed prematurely");
        } else if (exchange == post) {
            post = null;
            session.end(CloseReason.TRANSPORT_ERROR, "data request connection closed prematurely");
        }
    }

    /** A POST waits behind a GET on its connection: the GET is answered if nothing else is about to answer it. */
    void awaited(HttpExchange exchange) {
        if (exchange == poll && backlog.isEmpty()) {
            sendHome(ControlPackets.NOOP);
        }
    }

    /** Flushes at the end of what the loop is doing, so that all packets of one batch go out in one body. */
    private void flushSoon() {
        if (!flushAsked && poll != null) {
            flushAsked = session.loop().execute(() -> {
                flushAsked = false;
                session.guard(this::flush);
            });
        }
    }

    /** Answers the waiting GET with all that is queued, if there are both. */
    void flush() {
        if (poll != null && !backlog.isEmpty()) {
            boolean compress = backlog.compressible();
            answerPoll(backlog.takePayload(dialect), compress);
            options.monitor().sessionDrained(session);
        }
    }

    /** Drops what is queued, and answers a waiting GET with one packet of the engine's. */
    void lastWord(EncodedMessage message) {
        backlog.clear();
        sendHome(message);
    }

    /** Answers a waiting GET with one packet of the engine's, ahead of all that is queued. */
    void sendHome(EncodedMessage message) {
        if (poll != null) {
            answerPoll(PayloadBuffer.of(dialect, List.of(message), message.payloadLength()), false);
        }
    }

    private void answerPoll(PayloadBuffer payload, boolean compress) {
        HttpExchange exchange = poll;
        if (exchange == null) {
            return;
        }
        poll = null;
        spoken = session.loop().nanoTime();
        PayloadBuffer body = jsonp == null ? payload : jsonp.script(payload);
        List<String> headers = headers(exchange, contentType(payload));
        if (jsonp != null) {
            headers.add("X-Content-Type-Options");
            headers.add("nosniff");
        }
        HttpCompression coding = compress ? coding(exchange.head(), body.length()) : null;
        byte[] bytes = body.array();
        int length = body.length();
        if (coding != null) {
            headers.add("Content-Encoding");
            headers.add(coding.coding());
            bytes = coding.compress(bytes, length);
            length = bytes.length;
        }
        exchange.answer(new HttpAnswer(200, dress(exchange, headers), bytes, length));
    }

    private String contentType(PayloadBuffer payload) {
        if (jsonp != null) {
            return Jsonp.CONTENT_TYPE;
        }
        return payload.binary() ? "application/octet-stream" : "text/plain; charset=UTF-8";
    }

    private @Nullable HttpCompression coding(RequestHead head, int length) {
        boolean wanted = options.httpCompression() && length >= options.httpCompressionThreshold();
        return wanted ? HttpCompression.accepted(head.header("Accept-Encoding")) : null;
    }

    /** The first answer of a session gets its cookie; listeners may change all headers. */
    private List<String> dress(HttpExchange exchange, List<String> headers) {
        boolean initial = exchange.head() == session.request();
        SessionCookie cookie = options.cookie();
        if (initial && cookie != null) {
            headers.add("Set-Cookie");
            headers.add(cookie.header(session.id()));
        }
        return engine.dress(headers, exchange.head(), initial);
    }

    @Override
    public void end(boolean accepted, int code, String reason) {
        flush();
        release();
        HttpExchange running = post;
        if (running != null && postStage == PostStage.READING) {
            post = null;
            answer(running, 400);
        } else if (running != null && !accepted) {
            postStage = PostStage.REFUSED;
        }
    }

    private void answerOk(HttpExchange exchange) {
        spoken = session.loop().nanoTime();
        engine.answer(exchange, new HttpAnswer(200, headers(exchange, "text/html"), OK, OK.length));
    }

    private List<String> headers(HttpExchange exchange, String contentType) {
        RequestHead head = exchange.head();
        List<String> headers = new ArrayList<>(12);
        headers.add("Content-Type");
        headers.add(contentType);
        String agent = head.header("User-Agent");
        if (agent != null && (agent.contains(";MSIE") || agent.contains("Trident/"))) {
            headers.add("X-XSS-Protection");
            headers.add("0");
        }
        headers.add("cache-control");
        headers.add("no-store");
        headers.addAll(options.origins().headers(head));
        return headers;
    }

    /** Answers with a status alone, as the reference does for requests of a session that break its rules. */
    void answer(HttpExchange exchange, int status) {
        engine.answer(exchange, new HttpAnswer(status, options.origins().headers(exchange.head()), EMPTY, 0));
    }
}
