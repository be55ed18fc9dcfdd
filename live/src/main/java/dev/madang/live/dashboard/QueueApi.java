package dev.madang.live.dashboard;

import dev.madang.live.dashboard.Requests.Asked;
import dev.madang.live.identity.Rights;
import dev.madang.live.moderation.Acted;
import dev.madang.live.moderation.Action;
import dev.madang.live.moderation.AuditEntry;
import dev.madang.live.moderation.Moderation;
import dev.madang.live.moderation.Order;
import dev.madang.live.moderation.Queued;
import dev.madang.live.moderation.Report;
import dev.madang.live.store.Author;
import dev.madang.live.store.Comment;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.Listed;
import dev.madang.live.store.PostId;
import dev.madang.live.store.Status;
import dev.madang.live.store.StoreException;
import dev.madang.live.store.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.RouterFunctions;
import tools.jackson.databind.JsonNode;

/** What waits for a moderator, what is done about it, and what was done. Threads that may block. */
final class QueueApi {
    private static final int ROWS = 50;
    private static final int AT_ONCE = 100;

    private final Moderation moderation;
    private final Rights rights;
    private final CommentStore store;
    private final Requests requests;
    private final Bell bell;

    QueueApi(Moderation moderation, Rights rights, CommentStore store, Requests requests, Bell bell) {
        this.moderation = moderation;
        this.rights = rights;
        this.store = store;
        this.requests = requests;
        this.bell = bell;
        moderation.listen(notice -> bell.ring(notice.event()));
    }

    void add(RouterFunctions.Builder routes) {
        routes.GET("/api/admin/queue", request -> requests.serve(request, this::queue))
                .POST("/api/admin/act", request -> requests.serve(request, this::act))
                .POST("/api/admin/undo", request -> requests.serve(request, this::undo))
                .GET("/api/admin/log", request -> requests.serve(request, this::log));
    }

    private Object queue(Asked asked) throws Rejected, StoreException, InterruptedException {
        String state = asked.query("state");
        String cursor = asked.query("cursor");
        Listed<Queued> part = "reported".equals(state)
                ? Requests.wait(moderation.queue().reported(cursor, ROWS))
                : Requests.wait(moderation.queue().in(status(state), cursor, ROWS));
        Map<Status, Long> totals = Requests.wait(store.totals());
        return Requests.object(
                "ok",
                true,
                "rows",
                waiting(part.rows()),
                "next",
                part.next(),
                "pending",
                totals.getOrDefault(Status.PENDING, 0L));
    }

    private List<Object> waiting(List<Queued> queued) throws StoreException, InterruptedException {
        var topics = new HashMap<PostId, Topic>();
        var rows = new ArrayList<>();
        for (Queued one : queued) {
            PostId post = one.row().post();
            Topic topic = topics.get(post);
            if (topic == null) {
                topic = Requests.wait(store.topic(post));
                topics.put(post, topic);
            }
            rows.add(Waits.of(one.row(), topic, one.reports()));
        }
        return rows;
    }

    /** One action on up to 100 comments; what could not be done is named, the rest is done. */
    private Object act(Asked asked) throws Rejected, StoreException, InterruptedException {
        JsonNode body = asked.body();
        Action action = Action.of(Asked.text(body, "action"))
                .orElseThrow(() -> Rejected.invalid("action", "there is no such action"));
        JsonNode items = body.path("items");
        if (!items.isArray() || items.isEmpty() || items.size() > AT_ONCE) {
            throw Rejected.invalid("items", "items are 1 to " + AT_ONCE + " comments");
        }
        List<Order> orders = new ArrayList<>();
        for (JsonNode item : items.values()) {
            orders.add(order(action, body.path("seconds").asLong(0), item));
        }
        var done = new ArrayList<String>();
        var failed = new ArrayList<>();
        for (Order order : orders) {
            if (allowed(asked.by(), order)) {
                note(Requests.wait(moderation.act(asked.by(), order)), order.comment(), done, failed);
            } else {
                failed.add(Map.of("id", order.comment(), "code", "forbidden"));
            }
        }
        bell.ring("acted");
        return Requests.object("ok", true, "done", done, "failed", failed);
    }

    /** Whether somebody may do that: nothing is done to an owner but by an owner. */
    private boolean allowed(Author by, Order order) throws StoreException, InterruptedException {
        return rights.mayAdminister(by)
                || Requests.wait(store.find(order.post(), order.comment()))
                        .map(row -> rights.mayModerate(by, row))
                        .orElse(true);
    }

    private static Order order(Action action, long seconds, JsonNode item) throws Rejected {
        Duration time = action == Action.TIMEOUT
                ? Duration.ofSeconds(Math.clamp(seconds, 0, Integer.MAX_VALUE))
                : Duration.ZERO;
        try {
            return new Order(action, Asked.post(item.path("post")), Asked.text(item, "id"), time);
        } catch (IllegalArgumentException e) {
            throw Rejected.invalid("seconds", String.valueOf(e.getMessage()));
        }
    }

    private Object undo(Asked asked) throws Rejected, StoreException, InterruptedException {
        JsonNode entries = asked.body().path("entries");
        if (!entries.isArray() || entries.isEmpty() || entries.size() > AT_ONCE) {
            throw Rejected.invalid("entries", "entries are 1 to " + AT_ONCE + " lines of the log");
        }
        var done = new ArrayList<String>();
        var failed = new ArrayList<>();
        for (JsonNode entry : entries.values()) {
            String id = entry.asString("");
            AuditEntry line = Requests.wait(moderation.audit().find(id)).orElse(null);
            if (line != null && !rights.mayUndo(asked.by(), line.ofSite(), Requests.wait(moderation.comment(line)))) {
                failed.add(Map.of("id", id, "code", "forbidden"));
            } else {
                note(Requests.wait(moderation.undo(asked.by(), id)), id, done, failed);
            }
        }
        bell.ring("acted");
        return Requests.object("ok", true, "done", done, "failed", failed);
    }

    private static void note(Acted acted, String id, List<String> done, List<Object> failed) {
        switch (acted) {
            case Acted.Done entry -> done.add(entry.audit());
            case Acted.Unchanged unchanged -> {}
            case Acted.Refused refused ->
                failed.add(Map.of("id", id, "code", refused.reason().name().toLowerCase(Locale.ROOT)));
            case Acted.UnknownAuthor unknown -> failed.add(Map.of("id", id, "code", "unknown_author"));
        }
    }

    private Object log(Asked asked) throws Rejected, StoreException, InterruptedException {
        List<AuditEntry> entries = Requests.wait(moderation.audit().newest(asked.query("cursor"), ROWS));
        return Requests.object(
                "ok",
                true,
                "rows",
                entries.stream().map(Logged::of).toList(),
                "next",
                entries.size() < ROWS ? null : entries.getLast().id());
    }

    private static Status status(@Nullable String state) throws Rejected {
        return switch (state == null ? "pending" : state) {
            case "pending" -> Status.PENDING;
            case "shadowed" -> Status.SHADOWED;
            case "hidden" -> Status.HIDDEN;
            default -> throw Rejected.invalid("state", "state is pending, reported, hidden or shadowed");
        };
    }

    /** A comment that waits, as the pages get it. */
    record Waits(
            String id,
            String post,
            @Nullable String title,
            @Nullable String url,
            String state,
            String name,
            boolean member,
            String text,
            long at,
            List<String> reports) {
        static Waits of(Comment row, Topic topic, List<Report> reports) {
            return new Waits(
                    row.id(),
                    row.post().hex(),
                    topic.title() == null ? topic.key() : topic.title(),
                    topic.url(),
                    row.status().name().toLowerCase(Locale.ROOT),
                    row.author().name(),
                    row.author().kind() == Author.Kind.USER,
                    row.content(),
                    row.createdMillis(),
                    reports.stream().map(Report::reason).toList());
        }
    }

    /** A line of the log, as the pages get it: without what undoing it brings back. */
    record Logged(
            String id,
            long at,
            String by,
            String action,
            @Nullable String post,
            @Nullable String comment,
            @Nullable String name,
            long seconds,
            @Nullable String undoes) {
        static Logged of(AuditEntry entry) {
            return new Logged(
                    entry.id(),
                    entry.at(),
                    entry.byName(),
                    entry.action().word(),
                    entry.post(),
                    entry.comment(),
                    entry.name(),
                    entry.seconds(),
                    entry.undoes());
        }
    }
}
