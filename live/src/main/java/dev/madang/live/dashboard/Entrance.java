package dev.madang.live.dashboard;

import dev.madang.live.identity.OwnerBook;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Whether somebody can enter the dashboard: by the settings, as the owner in the store, or as the first one, who brings what the
 * log says. Any thread.
 */
final class Entrance {
    /*
     * The first one is invited on an address of this machine only: on a public address everybody who reads the log of a
     * container, or guesses, would be faster than who set the server up; there is no dashboard then until somebody says who the
     * owner is. A command may do so while the server runs, so the store is asked again, at most every two seconds.
     */
    enum State {
        /** Somebody can sign in. */
        OPEN,
        /** There is no owner, and who brings the token becomes it. */
        FIRST,
        /** Nobody can sign in, so there is nothing. */
        SHUT
    }

    private static final Duration AGAIN = Duration.ofSeconds(2);
    private static final String NOBODY =
            "there is no owner who could enter the dashboard: set madang.dashboard.password,"
                    + " or run the command \"owner --name NAME\", or start once on this machine alone, with"
                    + " --server.address=127.0.0.1, and open the link that the log prints then";
    private static final Logger log = LoggerFactory.getLogger(Entrance.class);

    private final boolean settled;
    private final boolean wanted;
    private final OwnerBook book;
    private final Clock clock;
    private final State otherwise;
    private volatile Seen seen = new Seen(State.SHUT, Long.MIN_VALUE);

    /**
     * The entrance of a server.
     *
     * @param tokens whether the host site's tokens are known
     * @param address what the server listens at, or null for all addresses
     */
    Entrance(DashboardSettings settings, boolean tokens, @Nullable InetAddress address, OwnerBook book, Clock clock) {
        this.wanted = settings.wanted();
        this.settled = settings.owner().isPresent() || (wanted && tokens);
        this.otherwise = address != null && address.isLoopbackAddress() ? State.FIRST : State.SHUT;
        this.book = book;
        this.clock = clock;
    }

    /** As it is now; fails if the store does not answer. */
    Mono<State> state() {
        if (settled) {
            return Mono.just(State.OPEN);
        }
        Seen last = seen;
        if (last.state == State.OPEN || clock.millis() < last.until) {
            return Mono.just(last.state);
        }
        return Mono.fromFuture(book::owner).map(owner -> {
            State now = owner.isPresent() ? State.OPEN : otherwise;
            long until = now == State.SHUT ? clock.millis() + AGAIN.toMillis() : Long.MIN_VALUE;
            seen = new Seen(now, until);
            return now;
        });
    }

    /**
     * Checks that what the settings ask for can be.
     *
     * @throws IllegalArgumentException if they ask for a dashboard that nobody could enter
     */
    void check() {
        if (wanted && state().block() == State.SHUT) {
            throw new IllegalArgumentException("madang.dashboard.enabled=true, but " + NOBODY);
        }
    }

    /** Says in the log how to get in, if nobody can yet; {@code page} is the address of the page that takes the token. */
    void announce(String page) {
        try {
            switch (state().blockOptional().orElse(State.SHUT)) {
                case OPEN -> {}
                case FIRST ->
                    log.warn(
                            "There is no owner yet. Who opens this link first becomes it, once"
                                    + " (아직 운영자가 없습니다. 이 링크를 처음 여는 사람이 운영자가 됩니다):\n\n    {}#{}\n",
                            page,
                            book.invite().join());
                case SHUT -> log.info("No dashboard: {}", NOBODY);
            }
        } catch (RuntimeException e) {
            Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
            log.warn("Whether there is an owner cannot be read", cause);
        }
    }

    private record Seen(State state, long until) {}
}
