package dev.madang.live;

import dev.madang.live.comments.CommentService;
import dev.madang.live.comments.ContractV1;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.PostId;
import dev.madang.live.v2.ContractV2;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/** Looks twice a second whether others wrote into the posts that somebody watches here, and has it shown. */
class Lookout {
    /*
     * A counter that this process raised itself is on its way to the viewers already, behind the answer to its writer. So
     * only what a post was at in the look before, and is not shown at yet, is somebody else's.
     */
    private static final String PERIOD = "PT0.5S";

    private static final Logger log = LoggerFactory.getLogger(Lookout.class);

    private final CommentStore store;
    private final CommentService service;
    private final ContractV1 first;
    private final ContractV2 second;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Map<PostId, Long> before = Map.of();

    Lookout(CommentStore store, CommentService service, ContractV1 first, ContractV2 second) {
        this.store = store;
        this.service = service;
        this.first = first;
        this.second = second;
    }

    /** Looks once, unless the last look has no answer yet. */
    @Scheduled(initialDelayString = PERIOD, fixedDelayString = PERIOD)
    void look() {
        Set<PostId> posts = new HashSet<>(service.hotPosts());
        posts.addAll(first.watched());
        posts.addAll(second.watched());
        if (!posts.isEmpty() && looking.compareAndSet(false, true)) {
            store.heads(posts).whenComplete(this::seen);
        }
    }

    private void seen(@Nullable Map<PostId, Long> heads, @Nullable Throwable failure) {
        if (heads != null) {
            before.forEach((post, head) -> {
                if (heads.containsKey(post)) {
                    service.showOthers(post, head);
                }
            });
            before = Map.copyOf(heads);
        } else {
            log.debug("Whether others wrote is looked for again", failure);
        }
        looking.set(false);
    }
}
