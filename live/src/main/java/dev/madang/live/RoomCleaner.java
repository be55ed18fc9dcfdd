package dev.madang.live;

import dev.madang.live.comments.CommentService;
import dev.madang.live.comments.ContractV1;
import dev.madang.live.limits.RateLimits;
import dev.madang.live.store.PostId;
import dev.madang.live.v2.ContractV2;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/** Forgets every 30 minutes what is kept for posts and addresses that nobody uses any more. */
class RoomCleaner {
    private static final String PERIOD = "PT30M";

    private static final Logger log = LoggerFactory.getLogger(RoomCleaner.class);

    private final CommentService service;
    private final ContractV1 first;
    private final ContractV2 second;
    private final RateLimits limits;

    RoomCleaner(CommentService service, ContractV1 first, ContractV2 second, RateLimits limits) {
        this.service = service;
        this.first = first;
        this.second = second;
        this.limits = limits;
    }

    /** Cleans up once. */
    @Scheduled(initialDelayString = PERIOD, fixedDelayString = PERIOD)
    void sweep() {
        Set<PostId> watched = new HashSet<>(first.watched());
        watched.addAll(second.watched());
        for (PostId post : service.hotPosts()) {
            if (!watched.contains(post)) {
                log.info("Cleaning up empty room: post_{}", post);
                service.cool(post);
            }
        }
        second.sweep();
        limits.sweep();
    }
}
