package dev.madang.live.store;

import com.mongodb.ConnectionString;
import com.mongodb.MongoException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Comments in the tutorial's own collection of a MongoDB database, with what the tutorial does not know in collections
 * beside it. The tutorial's server and other processes of ours may use the database at the same time. One platform thread
 * writes, one sweeps, {@link MongoThreads} read.
 */
public final class MongoStore implements CommentStore {
    static final int CAPACITY = 8_192;

    private static final long SWEEP_EVERY_MILLIS = 500;
    private static final long WITHDRAW_EVERY_MILLIS = 3_600_000;
    private static final long CLOSING_SECONDS = 10;
    private static final Logger log = LoggerFactory.getLogger(MongoStore.class);

    private final MongoBase base;
    private final MongoReader reader;
    private final MongoListing listing;
    private final MongoVotes votes;
    private final MongoRecords records;
    private final MongoThreads threads = new MongoThreads();
    private final GroupCommit writer;
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("madang-store-sweeper").factory());
    private final byte[] secret;
    private volatile boolean lost;

    /**
     * Opens the database: finishes what was left half done, and takes in what others wrote into {@code comments}, which may
     * take a minute for a million comments.
     *
     * @throws StoreException if it does not answer or was written by a newer version
     * @throws IllegalArgumentException if the URL is none; the message holds nothing of it
     */
    public MongoStore(String url, Clock clock, CommitListener listener) throws StoreException {
        ConnectionString parsed = MongoUrl.parse(url);
        try (var patient = new MongoBase(parsed, MongoBase.LONG_ANSWER)) {
            patient.prepare();
            MongoRecords.prepare(patient);
            new MongoSweep(patient, clock).all();
            this.secret = patient.secret();
        } catch (MongoException e) {
            throw new StoreException(
                    "the comments in " + MongoUrl.shown(parsed) + " cannot be opened: " + e.getMessage(), e);
        }
        this.base = new MongoBase(parsed, MongoBase.ANSWER);
        this.reader = new MongoReader(base);
        this.listing = new MongoListing(base);
        this.votes = new MongoVotes(base);
        this.records = new MongoRecords(base, threads);
        this.writer = new GroupCommit(new MongoWriter(base, clock), listener, CAPACITY);
        var sweep = new MongoSweep(base, clock);
        every(SWEEP_EVERY_MILLIS, sweep::some);
        every(WITHDRAW_EVERY_MILLIS, sweep::withdraw);
    }

    @Override
    public void submit(Change change, Consumer<Outcome> answer) {
        writer.submit(change, answer);
    }

    @Override
    public CompletableFuture<Page> newest(PostId post, int limit) {
        return threads.read(() -> reader.newest(post, limit));
    }

    @Override
    public CompletableFuture<Threads> threads(PostId post, int limit) {
        return threads.read(() -> reader.threads(post, limit));
    }

    @Override
    public CompletableFuture<Slice> page(PageQuery query) {
        return threads.read(() -> reader.page(query));
    }

    @Override
    public CompletableFuture<CatchUp> after(PostId post, long epoch, long rev, int limit) {
        return threads.read(() -> reader.after(post, epoch, rev, limit));
    }

    @Override
    public CompletableFuture<List<Comment>> latest(int limit) {
        return threads.read(() -> reader.latest(limit));
    }

    @Override
    public CompletableFuture<Optional<Comment>> find(PostId post, String id) {
        return threads.read(() -> reader.find(post, id));
    }

    @Override
    public CompletableFuture<List<Comment>> held(PostId post, Author author, int limit) {
        return threads.read(() -> reader.held(post, author, limit));
    }

    @Override
    public CompletableFuture<Map<String, Integer>> votes(String voter, Collection<String> ids) {
        List<String> asked = List.copyOf(ids);
        return threads.read(() -> votes.of(voter, asked));
    }

    @Override
    public CompletableFuture<Map<PostId, Long>> counts(Collection<PostId> posts) {
        List<PostId> asked = List.copyOf(posts);
        return threads.read(() -> reader.counts(asked));
    }

    @Override
    public CompletableFuture<Map<PostId, Long>> heads(Collection<PostId> posts) {
        List<PostId> asked = List.copyOf(posts);
        return threads.read(() -> reader.heads(asked));
    }

    @Override
    public CompletableFuture<Topic> topic(PostId post) {
        return threads.read(() -> reader.topic(post));
    }

    @Override
    public CompletableFuture<Listed<Comment>> list(Listing query) {
        return threads.read(() -> listing.comments(query));
    }

    @Override
    public CompletableFuture<Listed<Comment>> writers(String name, @Nullable String before, int limit) {
        return threads.read(() -> listing.writers(name, before, limit));
    }

    @Override
    public CompletableFuture<Listed<PostInfo>> posts(@Nullable String before, int limit) {
        return threads.read(() -> listing.posts(before, limit));
    }

    @Override
    public CompletableFuture<Map<Status, Long>> totals() {
        return threads.read(listing::totals);
    }

    @Override
    public Records records() {
        return records;
    }

    @Override
    public byte[] secret() {
        return secret.clone();
    }

    @Override
    public void close() {
        sweeper.shutdown();
        threads.close();
        writer.close();
        try {
            if (!sweeper.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                log.warn("The sweep of the database is still busy");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        base.close();
    }

    private void every(long millis, Runnable task) {
        sweeper.scheduleWithFixedDelay(() -> sweep(task), millis, millis, TimeUnit.MILLISECONDS);
    }

    private void sweep(Runnable task) {
        try {
            task.run();
            lost = false;
        } catch (RuntimeException e) {
            if (!lost) {
                log.warn("The database was not swept; it is tried again until it answers: {}", e.getMessage());
            }
            lost = true;
        }
    }
}
