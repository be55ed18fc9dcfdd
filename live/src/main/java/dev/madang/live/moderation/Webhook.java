package dev.madang.live.moderation;

import dev.madang.live.store.Comment;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.ObjectIds;
import dev.madang.live.store.PostId;
import dev.madang.live.store.Records;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells an address what happens to comments, and asks it about new ones: by signed requests to the one address that the settings
 * name. What happened is told at least once, in its order, across restarts; for a day, and 10,000 at most. Any thread.
 */
public final class Webhook implements AutoCloseable {
    /*
     * The outbox holds ids, never bodies: what was written is read when the request is made, so that a comment which was taken
     * away in the meantime is not in it. While the address does not answer, the first waits and the others behind it.
     */
    static final String KIND = "outbox";

    private static final int MOST = 10_000;
    private static final int ASKED_AT_ONCE = 64;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final Duration GIVEN_UP_AFTER = Duration.ofDays(1);
    private static final Duration SEND_TIMEOUT = Duration.ofSeconds(10);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Logger log = LoggerFactory.getLogger(Webhook.class);

    private final WebhookSettings settings;
    private final CommentStore store;
    private final Clock clock;
    private final ObjectIds ids;
    private final LinkedBlockingDeque<Waiting> outbox = new LinkedBlockingDeque<>();
    private final Semaphore questions = new Semaphore(ASKED_AT_ONCE);
    private final AtomicBoolean full = new AtomicBoolean();

    @Nullable
    private final SignedRequests requests;

    @Nullable
    private Thread sender;

    /** By these settings; nothing is sent before {@link #open}. */
    public Webhook(WebhookSettings settings, CommentStore store, Clock clock, ObjectIds ids) {
        this.settings = settings;
        this.store = store;
        this.clock = clock;
        this.ids = ids;
        this.requests = settings.url() == null || settings.secret() == null
                ? null
                : new SignedRequests(settings.url(), settings.secret(), clock);
    }

    /** Sends what was left from before, and then what happens. */
    public void open() {
        if (requests != null) {
            sender = Thread.ofVirtual().name("madang-webhook").start(this::send);
        }
    }

    /** What judges comments before they are published. */
    Filter filter() {
        return settings.filter() ? this::ask : Filter.none();
    }

    /** Something happened. Does not block. */
    void tell(Notice notice) {
        if (requests == null) {
            return;
        }
        if (outbox.size() >= MOST) {
            if (!full.getAndSet(true)) {
                log.warn("{} events wait for madang.webhook.url: later ones are dropped", MOST);
            }
            return;
        }
        full.set(false);
        var waiting = new Waiting(ids.next(), notice);
        outbox.add(waiting);
        store.records().write(KIND, waiting.id, JSON.writeValueAsString(notice)).whenComplete((written, failure) -> {
            if (failure != null) {
                log.warn("An event waits for the webhook in memory only", failure);
            }
        });
    }

    @Override
    public void close() {
        Thread running = sender;
        if (running != null) {
            running.interrupt();
        }
        if (requests != null) {
            requests.close();
        }
    }

    private void send() {
        try {
            load();
            Duration pause = FIRST_PAUSE;
            while (true) {
                Waiting first = outbox.take();
                if (deliver(first)) {
                    pause = FIRST_PAUSE;
                    store.records().write(List.of(new Records.Put(KIND, first.id, null, Records.Put.ANY)));
                } else {
                    outbox.addFirst(first);
                    TimeUnit.MILLISECONDS.sleep(pause.toMillis());
                    pause = pause.multipliedBy(2);
                    pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void load() throws InterruptedException {
        try {
            List<Records.Entry> left =
                    store.records().list(KIND, "", null, true, MOST).get();
            for (Records.Entry entry : left) {
                boolean known = outbox.stream().anyMatch(waiting -> waiting.id.equals(entry.key()));
                if (entry.json() != null && !known) {
                    outbox.addFirst(new Waiting(entry.key(), JSON.readValue(entry.json(), Notice.class)));
                }
            }
        } catch (ExecutionException | JacksonException e) {
            log.warn("Events that were left from before cannot be read", e);
        }
    }

    /** Whether there is nothing more to do about it. */
    private boolean deliver(Waiting waiting) throws InterruptedException {
        Notice notice = waiting.notice;
        if (requests == null || clock.millis() - notice.at() > GIVEN_UP_AFTER.toMillis()) {
            log.warn("An event of {} was not taken by the webhook for a day", notice.post());
            return true;
        }
        try {
            ObjectNode body = JSON.createObjectNode()
                    .put("id", waiting.id)
                    .put("event", notice.event())
                    .put("at", notice.at())
                    .put("post", notice.post());
            ObjectNode comment = body.putObject("comment").put("id", notice.comment());
            Optional<Comment> row =
                    store.find(new PostId(notice.post()), notice.comment()).get();
            row.filter(Comment::published).ifPresent(published -> describe(comment, published));
            return requests.post(JSON.writeValueAsString(body), SEND_TIMEOUT).status() / 100 == 2;
        } catch (IOException | ExecutionException e) {
            log.debug("The webhook did not take an event", e);
            return false;
        } catch (RuntimeException e) {
            log.warn("The webhook could not be told of an event", e);
            return false;
        }
    }

    private static void describe(ObjectNode comment, Comment row) {
        comment.put("name", row.author().name()).put("text", row.content()).put("at", row.createdMillis());
        if (row.parent() != null) {
            comment.put("parent", row.parent());
        }
    }

    private Filter.Answer ask(Draft draft) throws InterruptedException {
        Filter.Answer failed = switch (settings.filterFailure()) {
            case PUBLISH -> Filter.Answer.PUBLISH;
            case HOLD -> Filter.Answer.HOLD;
        };
        if (requests == null || !questions.tryAcquire(settings.filterTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
            return failed;
        }
        try {
            ObjectNode body = JSON.createObjectNode()
                    .put("event", "comment.check")
                    .put("at", clock.millis())
                    .put("post", draft.post().hex());
            body.putObject("comment")
                    .put("name", draft.author().name())
                    .put("text", draft.text())
                    .put("edit", draft.edited() != null);
            var reply = requests.post(JSON.writeValueAsString(body), settings.filterTimeout());
            JsonNode status = JSON.readTree(reply.body()).path("status");
            return switch (status.asString("")) {
                case "publish" -> Filter.Answer.PUBLISH;
                case "hold" -> Filter.Answer.HOLD;
                case "reject" -> Filter.Answer.REJECT;
                default -> failed;
            };
        } catch (IOException | JacksonException e) {
            log.warn(
                    "madang.webhook.url did not judge a comment: {}",
                    e.getClass().getSimpleName());
            return failed;
        } finally {
            questions.release();
        }
    }

    private record Waiting(String id, Notice notice) {}
}
