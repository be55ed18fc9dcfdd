package dev.madang.limits;

import dev.madang.engine.CloseReason;
import dev.madang.engine.HttpAnswer;
import dev.madang.engine.HttpMiddleware;
import dev.madang.engine.RequestHead;
import dev.madang.engine.Session;
import dev.madang.server.Monitor;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Refuses too many connections: handshakes and open sessions per client address, sessions in all, and requests that
 * guess session ids. It takes both parts of this class: {@code SocketIo.builder().monitor(gate)}, so that it can count,
 * and {@code io.engine().use(gate)}, so that it can refuse. Any thread.
 *
 * <p>Refused requests are answered 503 with {@code Retry-After}; stock clients try again by themselves. A /64 of IPv6 is
 * one address; behind a proxy, the address is the one that {@code trustedProxies} say.
 */
public final class HandshakeGate implements Monitor, HttpMiddleware {
    /*
     * Sessions are counted when they open, handshakes when they come: those under way at the same moment may exceed the
     * number of sessions, by as many as the handshake rate lets through in that time. Who has guessed too many session
     * ids is answered 503 to any request with one, known or not, so that a guess tells nothing; WebSockets that are open
     * are unharmed, and other addresses too.
     */
    private static final int UNKNOWN_SID = 1;

    private final Builder values;
    private final Addresses<Visits> addresses;
    private final ConcurrentHashMap<Session, Addresses.Entry<Visits>> sessions = new ConcurrentHashMap<>();

    private record Visits(Bucket handshakes, Bucket guesses) {}

    private HandshakeGate(Builder builder) {
        this.values = builder;
        Duration one = builder.handshakes.recovery();
        Duration other = builder.unknownSessions.recovery();
        this.addresses = new Addresses<>(
                builder.maxAddresses,
                one.compareTo(other) > 0 ? one : other,
                builder.clock,
                () -> new Visits(
                        builder.handshakes.bucket(builder.clock), builder.unknownSessions.bucket(builder.clock)));
    }

    /** A gate with limits that suit a public site. */
    public static HandshakeGate create() {
        return builder().build();
    }

    /** A gate with other limits. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public void handle(RequestHead request, Next next) {
        String address = request.clientAddress();
        boolean lets = request.query().get("sid") == null
                ? admits(address)
                : addresses.seen(address).guesses.getAvailableTokens() > 0;
        if (lets) {
            next.proceed();
        } else {
            next.answer(tooMany());
        }
    }

    private boolean admits(String address) {
        return sessions.size() < values.sessionsInAll
                && addresses.opened(address) < values.sessionsPerAddress
                && addresses.seen(address).handshakes.tryConsume(1);
    }

    private HttpAnswer tooMany() {
        List<String> headers = List.of("Retry-After", Long.toString(Math.max(1, values.retryAfter.toSeconds())));
        return HttpAnswer.text(503, headers, "Too many connections");
    }

    @Override
    public void sessionOpened(Session session) {
        sessions.put(session, addresses.open(session.request().clientAddress()));
    }

    @Override
    public void sessionClosed(Session session, CloseReason reason) {
        Addresses.Entry<Visits> entry = sessions.remove(session);
        if (entry != null) {
            addresses.close(entry);
        }
    }

    @Override
    public void requestRefused(RequestHead request, int code) {
        if (code == UNKNOWN_SID) {
            addresses.seen(request.clientAddress()).guesses.tryConsume(1);
        }
    }

    /** Collects limits. Not thread-safe. */
    public static final class Builder {
        private Rate handshakes = Rate.perSecond(20).withBurst(200);
        private Rate unknownSessions = Rate.perSecond(20).withBurst(2_000);
        private int sessionsPerAddress = 200;
        private int sessionsInAll = Integer.MAX_VALUE;
        private int maxAddresses = 100_000;
        private Duration retryAfter = Duration.ofSeconds(5);
        private TimeMeter clock = TimeMeter.SYSTEM_NANOTIME;

        private Builder() {}

        private Builder(Builder other) {
            this.handshakes = other.handshakes;
            this.unknownSessions = other.unknownSessions;
            this.sessionsPerAddress = other.sessionsPerAddress;
            this.sessionsInAll = other.sessionsInAll;
            this.maxAddresses = other.maxAddresses;
            this.retryAfter = other.retryAfter;
            this.clock = other.clock;
        }

        /** Handshakes of one address; 20 per second, 200 at once, by default. */
        public Builder handshakes(Rate rate) {
            this.handshakes = rate;
            return this;
        }

        /**
         * Requests of one address with session ids that nobody has; 20 per second, 2,000 at once, by default. After a
         * restart of the server all clients of an office come with such ids: leave room for them.
         */
        public Builder unknownSessions(Rate rate) {
            this.unknownSessions = rate;
            return this;
        }

        /** Sessions of one address that may be open; 200 by default. */
        public Builder sessionsPerAddress(int value) {
            this.sessionsPerAddress = atLeastOne("sessionsPerAddress", value);
            return this;
        }

        /** Sessions of all addresses that may be open; not limited by default. */
        public Builder sessionsInAll(int value) {
            this.sessionsInAll = atLeastOne("sessionsInAll", value);
            return this;
        }

        /** Addresses that are told apart at most; 100,000 by default. Later ones count as one together. */
        public Builder maxAddresses(int value) {
            this.maxAddresses = atLeastOne("maxAddresses", value);
            return this;
        }

        /** When refused clients are asked to come back, in whole seconds; 5 s by default. */
        public Builder retryAfter(Duration value) {
            this.retryAfter = value;
            return this;
        }

        Builder clock(TimeMeter value) {
            this.clock = value;
            return this;
        }

        /** The gate. */
        public HandshakeGate build() {
            return new HandshakeGate(new Builder(this));
        }

        private static int atLeastOne(String name, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " must be at least 1, not " + value);
            }
            return value;
        }
    }
}
