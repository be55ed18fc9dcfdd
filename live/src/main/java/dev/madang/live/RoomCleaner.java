package dev.madang.live;

import dev.madang.live.comments.ContractV1;
import dev.madang.live.limits.RateLimits;
import org.springframework.scheduling.annotation.Scheduled;

/** Forgets every 30 minutes what is kept for posts and addresses that nobody uses any more. */
class RoomCleaner {
    private static final String PERIOD = "PT30M";

    private final ContractV1 contract;
    private final RateLimits limits;

    RoomCleaner(ContractV1 contract, RateLimits limits) {
        this.contract = contract;
        this.limits = limits;
    }

    /** Cleans up once. */
    @Scheduled(initialDelayString = PERIOD, fixedDelayString = PERIOD)
    void sweep() {
        contract.sweep();
        limits.sweep();
    }
}
