package dev.madang.live.moderation;

import dev.madang.live.identity.Rights;
import dev.madang.live.store.Author;
import dev.madang.live.store.Change;
import dev.madang.live.store.Comment;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.ObjectIds;
import dev.madang.live.store.Outcome;
import dev.madang.live.store.PostId;
import dev.madang.live.store.Records;
import dev.madang.live.store.Status;
import dev.madang.live.store.StoreException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Who may write what, and what moderators do about it. What it knows stands in the store's records and in memory; other
 * processes' decisions are seen within a second. Any thread. Whether somebody is a moderator is for callers to check, but in
 * {@link #judge}. Futures fail with {@link StoreException} if the store does not answer.
 */
public final class Moderation implements AutoCloseable {
    private static final long LOOKS_EVERY_MILLIS = 1_000;

    private static final int ALONE = 100;
    private static final Logger log = LoggerFactory.getLogger(Moderation.class);

    private final CommentStore store;
    private final Clock clock;
    private final SettingsBook book = new SettingsBook();
    private final Reports reports = new Reports();
    private final People people;
    private final Shades shades;
    private final Mirror mirror;
    private final Audit audit;
    private final Queue queue;
    private final Policy policy;
    private final Actions actions;
    private final List<Consumer<Notice>> listeners = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("madang-moderation").daemon().factory());

    /**
     * Of the posts of a store; nothing is known before {@link #open}.
     *
     * @param changes makes a change and shows it to everybody
     */
    public Moderation(
            CommentStore store,
            BiConsumer<Change, Consumer<Outcome>> changes,
            Rights rights,
            Webhook webhook,
            Clock clock,
            ObjectIds ids) {
        this.store = store;
        this.clock = clock;
        this.people = new People(store.secret());
        this.shades = new Shades(store.records());
        this.mirror = new Mirror(
                store.records(),
                Map.of(
                        SettingsBook.SITE_KIND, book::siteWritten,
                        SettingsBook.POST_KIND, book::postWritten,
                        People.KIND, people::written,
                        Reports.KIND, reports::written,
                        Shades.KIND, shades::written));
        this.audit = new Audit(mirror);
        this.queue = new Queue(store, reports);
        this.actions = new Actions(store, changes, clock, ids, book, people, reports, mirror, audit);
        this.policy = new Policy(book, people, rights, store, clock, webhook.filter());
        listeners.add(webhook::tell);
    }

    /** Reads what was decided before, and goes on looking; while the store does not answer nobody may write. */
    public void open() {
        try {
            mirror.catchUp().join();
        } catch (RuntimeException e) {
            log.warn("What moderators decided cannot be read yet", e);
        }
        looks.scheduleWithFixedDelay(this::look, LOOKS_EVERY_MILLIS, LOOKS_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The settings of the site and of posts. */
    public SettingsBook settings() {
        return book;
    }

    /** Who was stopped. */
    public People people() {
        return people;
    }

    /** What waits for a moderator. */
    public Queue queue() {
        return queue;
    }

    /** The comment that an entry of the log is about, if there is one. */
    public CompletableFuture<Optional<Comment>> comment(AuditEntry entry) {
        String post = entry.post();
        String comment = entry.comment();
        return post == null || comment == null
                ? CompletableFuture.completedFuture(Optional.empty())
                : store.find(PostId.parse(post).orElseThrow(), comment);
    }

    /** What was done, newest first. */
    public Audit audit() {
        return audit;
    }

    /** What single people see. */
    public Shades shades() {
        return shades;
    }

    /** Tells of everything that happens to comments, on threads that may not be blocked. */
    public void listen(Consumer<Notice> listener) {
        listeners.add(listener);
    }

    /** What the policy says to something that somebody wants to write; on a thread that may block. */
    public Verdict judge(Draft draft) throws StoreException, InterruptedException {
        known();
        return policy.judge(draft);
    }

    /** Why somebody may change nothing in a post, such as votes; null if it may be. On a thread that may block. */
    public @Nullable Denial barred(PostId post, Author author, String network)
            throws StoreException, InterruptedException {
        known();
        return policy.changes(post, author, network);
    }

    /** Who may write in a post now: closed by its age, or as it is set. On a thread that may block. */
    public Settings.Mode mode(PostId post) throws StoreException, InterruptedException {
        return policy.mode(post);
    }

    /** Until when a post is open by its age, in milliseconds since 1970; 0 if age does not close it. On a thread that may block. */
    public long closes(PostId post) throws StoreException, InterruptedException {
        return policy.closes(post);
    }

    /** A new comment is committed that came from that network. */
    public void written(Comment row, String network) {
        people.trail(row, people.key(row.author(), network));
        if (row.status() == Status.PENDING) {
            tell("comment.pending", row.post(), row.id());
        }
    }

    /**
     * Everybody sees a comment change.
     *
     * @param added whether nobody saw it before
     */
    public void shown(Comment row, boolean added) {
        switch (row.status()) {
            case PUBLISHED -> {
                if (added) {
                    tell("comment.published", row.post(), row.id());
                }
            }
            case HIDDEN -> tell("comment.hidden", row.post(), row.id());
            case REMOVED -> tell("comment.removed", row.post(), row.id());
            case PENDING, SHADOWED -> {}
        }
    }

    /** What somebody wrote in a post for nobody else, oldest first; empty for most without asking the store. */
    public CompletableFuture<List<Comment>> alone(PostId post, Author author, String network) {
        String person = people.key(author, network);
        if (people.of(person).isEmpty() && shades.of(person, post).isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        return store.held(post, people.shadow(author, network), ALONE)
                .thenApply(rows -> rows.stream()
                        .filter(row -> row.status() == Status.SHADOWED)
                        .toList());
    }

    /** Carries out what a moderator wants. */
    public CompletableFuture<Acted> act(Author by, Order order) {
        return actions.act(by, order);
    }

    /** Ends time-out, ban and shadow ban of who is known by that key. */
    public CompletableFuture<Acted> free(Author by, String person) {
        return actions.free(by, person);
    }

    /** Takes back what an entry of the log says, once. */
    public CompletableFuture<Acted> undo(Author by, String entry) {
        return actions.undo(by, entry);
    }

    /**
     * Changes the settings of a post, or of the site with null.
     *
     * @param patch as {@link Settings#with} reads it; null as a value takes back what was set
     * @throws IllegalArgumentException if a value is not allowed; the message names it
     */
    public CompletableFuture<Acted> change(Author by, @Nullable PostId post, JsonNode patch) {
        return actions.change(by, post, patch);
    }

    /** A reader reports a comment: once, and without effect if that reader's words have none. */
    public CompletableFuture<Void> report(Author by, String network, Comment row, String reason) {
        String person = people.key(by, network);
        boolean heard = !people.shadowed(person)
                && !people.of(person)
                        .map(standing -> standing.bannedAt(clock.millis()))
                        .orElse(false);
        String reporter = by.kind() == Author.Kind.USER ? person : people.key(Author.guest(""), network);
        Optional<Records.Put> put =
                heard ? reports.put(row.post(), row.id(), reporter, reason, clock.millis()) : Optional.empty();
        return put.map(report -> mirror.write(List.of(report)).thenCompose(written -> reported(row)))
                .orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }

    private void look() {
        if (mirror.busy()) {
            return;
        }
        mirror.catchUp().whenComplete((done, failure) -> {
            if (failure != null) {
                log.debug("What other processes decided cannot be read now", failure);
            }
        });
    }

    private void known() throws StoreException {
        if (!mirror.complete()) {
            throw new StoreException("what moderators decided is not known", new IllegalStateException("not read yet"));
        }
    }

    private CompletableFuture<Void> reported(Comment row) {
        tell("comment.reported", row.post(), row.id());
        int enough = book.of(row.post()).foldAfter();
        if (enough == 0 || reports.count(row.id()) < enough) {
            return CompletableFuture.completedFuture(null);
        }
        return actions.fold(row).thenAccept(acted -> log.info("Reports hid comment {}", row.id()));
    }

    private void tell(String event, PostId post, String comment) {
        Notice notice = Notice.of(event, post, comment, clock.millis());
        listeners.forEach(listener -> listener.accept(notice));
    }
}
