package dev.madang.live.v2;

import dev.madang.live.store.PostId;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ObjIntConsumer;

/** How many look at each post, told to all of them at most once a second. Any thread. */
final class Viewers {
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Map<PostId, Crowd> crowds = new ConcurrentHashMap<>();
    private final Later later;
    private final ObjIntConsumer<PostId> announcement;

    Viewers(Later later, ObjIntConsumer<PostId> announcement) {
        this.later = later;
        this.announcement = announcement;
    }

    /** Counts somebody in and returns how many there are now. */
    int enter(PostId post) {
        return count(post, 1);
    }

    /** Counts somebody out. */
    void exit(PostId post) {
        count(post, -1);
    }

    /** How many there are. */
    int of(PostId post) {
        Crowd crowd = crowds.get(post);
        return crowd == null ? 0 : crowd.people;
    }

    /** The posts that somebody looks at. */
    Set<PostId> posts() {
        return Set.copyOf(crowds.keySet());
    }

    private int count(PostId post, int change) {
        var people = new int[1];
        crowds.compute(post, (key, known) -> {
            Crowd crowd = known == null ? new Crowd() : known;
            crowd.people += change;
            people[0] = crowd.people;
            if (!crowd.announcing) {
                crowd.announcing = true;
                later.run(EVERY, () -> announce(post));
            }
            return crowd;
        });
        return people[0];
    }

    private void announce(PostId post) {
        var change = new int[] {-1};
        crowds.computeIfPresent(post, (key, crowd) -> {
            crowd.announcing = false;
            if (crowd.people != crowd.announced) {
                change[0] = crowd.people;
                crowd.announced = crowd.people;
            }
            return crowd.people == 0 ? null : crowd;
        });
        if (change[0] > 0) {
            announcement.accept(post, change[0]);
        }
    }

    private static final class Crowd {
        volatile int people;
        int announced;
        boolean announcing;
    }
}
