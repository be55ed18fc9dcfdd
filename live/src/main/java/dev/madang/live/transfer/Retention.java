package dev.madang.live.transfer;

import dev.madang.live.store.Comment;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.Listed;
import dev.madang.live.store.Listing;
import dev.madang.live.store.StoreException;
import dev.madang.live.store.Waiting;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Forgets comments that are older than so long: at most {@value #STEP} a second, taken away before the eyes of those who look
 * on, and then erased. Used by one thread at a time.
 */
public final class Retention {
    /*
     * The walk goes from the youngest of the old to the oldest, so that answers go before what they answer: what is forgotten
     * while answers stand leaves an empty tombstone, which goes with a later walk. Ids begin with the time.
     */
    static final int STEP = 50;

    private static final long BETWEEN_WALKS_MILLIS = Duration.ofHours(1).toMillis();
    private static final String BETWEEN_STEPS = "PT1S";
    private static final HexFormat HEX = HexFormat.of();
    private static final Logger log = LoggerFactory.getLogger(Retention.class);

    private final CommentStore store;
    private final PersonalData data;
    private final Duration age;
    private final Clock clock;
    private @Nullable String cursor;
    private long rests;
    private long forgotten;

    /**
     * Retention on a store.
     *
     * @param submitter makes the changes
     * @param age how old comments may become
     */
    public Retention(CommentStore store, PersonalData.Submitter submitter, Duration age, Clock clock) {
        if (age.isNegative() || age.isZero()) {
            throw new IllegalArgumentException("madang.retention must be longer than nothing, such as 365d");
        }
        this.store = store;
        this.data = new PersonalData(store, submitter, clock);
        this.age = age;
        this.clock = clock;
    }

    /** Goes on for a step, unless everything old was forgotten within the last hour. */
    @Scheduled(initialDelayString = BETWEEN_STEPS, fixedDelayString = BETWEEN_STEPS)
    public void tick() throws InterruptedException {
        if (clock.millis() < rests) {
            return;
        }
        try {
            step();
        } catch (StoreException e) {
            log.warn("Old comments are forgotten later", e);
        }
    }

    private void step() throws StoreException, InterruptedException {
        long limit = clock.instant().minus(age).getEpochSecond();
        String from = cursor == null ? HEX.toHexDigits((int) limit) + "0".repeat(16) : cursor;
        Listed<Comment> rows = Waiting.on(store.list(new Listing(Set.of(), null, null, null, from, STEP)));
        forgotten += data.forget(rows.rows());
        cursor = rows.next();
        if (cursor == null) {
            rests = clock.millis() + BETWEEN_WALKS_MILLIS;
            if (forgotten > 0) {
                log.info("{} old comments were forgotten", forgotten);
            }
            forgotten = 0;
        }
    }
}
