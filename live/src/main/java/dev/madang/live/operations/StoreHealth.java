package dev.madang.live.operations;

import dev.madang.live.store.CommentStore;
import java.time.Duration;
import java.util.Set;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import reactor.core.publisher.Mono;

/**
 * Whether the database answers a read within two seconds. Readiness does not depend on it: an instance that cannot reach its
 * database still serves what it holds, and says clearly what it refuses.
 */
public final class StoreHealth implements ReactiveHealthIndicator {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final CommentStore store;

    /** The health of that store. */
    public StoreHealth(CommentStore store) {
        this.store = store;
    }

    @Override
    public Mono<Health> health() {
        return Mono.fromFuture(() -> store.latest(1).thenApply(Set::copyOf))
                .timeout(PATIENCE)
                .map(read -> Health.up().build())
                .onErrorResume(failure -> Mono.just(Health.down().build()));
    }
}
