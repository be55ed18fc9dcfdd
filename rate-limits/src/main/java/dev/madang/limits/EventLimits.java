package dev.madang.limits;

import dev.madang.protocol.Arguments;
import dev.madang.server.EventMiddleware;
import dev.madang.server.Middleware;
import dev.madang.server.Socket;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How fast events may come: token buckets per socket, per client address, and per event of a socket. A middleware for
 * {@code io.use} or {@code namespace.use}: every socket that joins is limited from then on. Any thread.
 *
 * <p>An event that comes too fast is not handled. If it asked for an ack, the answer is {@code {"error":"rate_limited",
 * "retryAfter":…}}, with the milliseconds to wait; if not, the client gets an event {@code rate_limited} with {@code
 * {"event":…,"retryAfter":…}}, at most one per second. Who goes on all the same, beyond {@code patience}, is disconnected.
 *
 * <p>One object may serve several namespaces; they share the buckets of the addresses.
 */
public final class EventLimits implements Middleware {
    private static final String REFUSED = "rate_limited";
    private static final Rate NOTICES = Rate.perSecond(1);

    private final Builder values;
    private final @Nullable Addresses<Bucket> addresses;

    private EventLimits(Builder builder) {
        this.values = builder;
        Rate shared = builder.perAddress;
        this.addresses = shared == null
                ? null
                : new Addresses<>(
                        builder.maxAddresses, shared.recovery(), builder.clock, () -> shared.bucket(builder.clock));
    }

    /** Limits to be chosen: without any, nothing is limited. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public void handle(Socket socket, Next next) {
        socket.use(new Meter(socket));
        next.proceed();
    }

    /** The buckets of one socket. On its handlers' thread. */
    private final class Meter implements EventMiddleware {
        private final Socket socket;
        private final String address;
        private final @Nullable Bucket own;
        private final Map<String, Bucket> byEvent = new HashMap<>(4);
        private final Bucket patience = values.patience.bucket(values.clock);
        private final Bucket notices = NOTICES.bucket(values.clock);

        Meter(Socket socket) {
            this.socket = socket;
            this.address = socket.remoteAddress();
            this.own = values.perSocket == null ? null : values.perSocket.bucket(values.clock);
        }

        @Override
        public void handle(String event, Arguments arguments, Next next) {
            Duration wait = wait(event);
            if (wait.isZero()) {
                next.proceed();
            } else {
                refuse(event, wait, next);
            }
        }

        private Duration wait(String event) {
            for (Bucket bucket : buckets(event)) {
                Duration wait =
                        Duration.ofNanos(bucket.tryConsumeAndReturnRemaining(1).getNanosToWaitForRefill());
                if (!wait.isZero()) {
                    return wait;
                }
            }
            return Duration.ZERO;
        }

        /** From the narrowest to the widest, so that what one bucket refuses takes nothing from wider ones. */
        private List<Bucket> buckets(String event) {
            List<Bucket> buckets = new ArrayList<>(3);
            Rate rate = values.events.get(event);
            if (rate != null) {
                buckets.add(byEvent.computeIfAbsent(event, unused -> rate.bucket(values.clock)));
            }
            if (own != null) {
                buckets.add(own);
            }
            if (addresses != null) {
                buckets.add(addresses.seen(address));
            }
            return buckets;
        }

        private void refuse(String event, Duration wait, Next next) {
            boolean enough = !patience.tryConsume(1);
            values.listener.accept(new RateLimited(socket, event, wait, enough));
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("error", REFUSED);
            answer.put("retryAfter", milliseconds(wait));
            boolean told = next.refuse(answer);
            if (enough) {
                socket.disconnect(true);
            } else if (!told && notices.tryConsume(1)) {
                Map<String, Object> notice = new LinkedHashMap<>();
                notice.put("event", event);
                notice.put("retryAfter", milliseconds(wait));
                socket.emit(REFUSED, notice);
            }
        }

        private static long milliseconds(Duration wait) {
            return wait.plusMillis(1).minusNanos(1).toMillis();
        }
    }

    /** Collects limits. Not thread-safe. */
    public static final class Builder {
        private @Nullable Rate perSocket;
        private @Nullable Rate perAddress;
        private final Map<String, Rate> events = new HashMap<>();
        private Rate patience = Rate.perSecond(1).withBurst(100);
        private int maxAddresses = 100_000;
        private Consumer<RateLimited> listener = refused -> {};
        private TimeMeter clock = TimeMeter.SYSTEM_NANOTIME;

        private Builder() {}

        private Builder(Builder other) {
            this.perSocket = other.perSocket;
            this.perAddress = other.perAddress;
            this.events.putAll(other.events);
            this.patience = other.patience;
            this.maxAddresses = other.maxAddresses;
            this.listener = other.listener;
            this.clock = other.clock;
        }

        /** Events of one socket, of whatever name. */
        public Builder perSocket(Rate rate) {
            this.perSocket = rate;
            return this;
        }

        /**
         * Events of all sockets of one client address together, a /64 of IPv6 being one. An office sends from one
         * address: give it several times what a socket has.
         */
        public Builder perAddress(Rate rate) {
            this.perAddress = rate;
            return this;
        }

        /** Events of that name of one socket, beside the other limits. */
        public Builder event(String name, Rate rate) {
            this.events.put(name, rate);
            return this;
        }

        /** How many refusals a socket may run into before it is disconnected; 100, and one more per second, by default. */
        public Builder patience(Rate refusals) {
            this.patience = refusals;
            return this;
        }

        /** Addresses that are told apart at most; 100,000 by default. Later ones share one bucket. */
        public Builder maxAddresses(int value) {
            this.maxAddresses = value;
            return this;
        }

        /** Who else hears of refused events. On the socket's handler thread; must not block or throw. */
        public Builder onRefused(Consumer<RateLimited> value) {
            this.listener = value;
            return this;
        }

        Builder clock(TimeMeter value) {
            this.clock = value;
            return this;
        }

        /** The limits. */
        public EventLimits build() {
            return new EventLimits(new Builder(this));
        }
    }
}
