package dev.madang.live.v2;

import dev.madang.live.comments.Audience;
import dev.madang.live.comments.DeliveryListener;
import dev.madang.live.comments.RowBytes;
import dev.madang.live.comments.Showing;
import dev.madang.live.store.Comment;
import dev.madang.live.store.PostId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Gathers what viewers of contract v2 are shown: a change after a quiet moment goes out at once, those that follow within
 * 50 ms together, so that nobody gets more than 20 pushes a second of a post. A comment that changes again before it went out
 * goes out once. Called in the posts' lines.
 */
public final class Pushes implements Audience {
    /*
     * The pushes of a post say where they begin and where they end. Somebody who joins while some are gathered gets a page that
     * has them already, and then a push that begins before that page: clients take of a push what is newer than what they have.
     */
    private static final Duration WINDOW = Duration.ofMillis(50);

    private static final int MAX_ROWS = 200;
    private static final int MAX_BYTES = 64 * 1024;

    private final Rows rows;
    private final BiConsumer<PostId, Runnable> line;
    private final Later later;
    private final Map<PostId, Window> windows = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final List<DeliveryListener> deliveries = new CopyOnWriteArrayList<>();

    /**
     * Pushes that nobody hears yet.
     *
     * @param line runs something in a post's line
     */
    Pushes(Rows rows, BiConsumer<PostId, Runnable> line, Later later) {
        this.rows = rows;
        this.line = line;
        this.later = later;
    }

    /**
     * Sends all later pushes there as well, in the line of their post.
     *
     * @param watches whether anybody looks at a post, or is about to: posts that nobody looks at cost nothing
     */
    void listen(Predicate<PostId> watches, Consumer<Values.Changes> listener) {
        listeners.add(new Listener(watches, listener));
    }

    /** Tells how long each change took from its commit until its push was handed over, the gathering included. */
    public void measure(DeliveryListener listener) {
        deliveries.add(listener);
    }

    @Override
    public void shown(Showing showing) {
        PostId post = showing.row().post();
        if (listeners.stream().noneMatch(listener -> listener.watches.test(post))) {
            return;
        }
        Window window = windows.get(post);
        boolean idle = window == null;
        if (window == null) {
            window = new Window(showing.from());
            windows.put(post, window);
        }
        window.add(showing);
        if (idle || window.gathered.size() >= MAX_ROWS || window.bytes > MAX_BYTES) {
            push(post, window);
        }
        if (idle) {
            flushLater(post);
        }
    }

    /** Sends what was gathered of a post without waiting; in its line. */
    void now(PostId post) {
        Window window = windows.get(post);
        if (window != null && !window.gathered.isEmpty()) {
            push(post, window);
        }
    }

    private void flushLater(PostId post) {
        later.run(WINDOW, () -> line.accept(post, () -> flush(post)));
    }

    private void flush(PostId post) {
        Window window = windows.get(post);
        if (window == null || window.gathered.isEmpty()) {
            windows.remove(post);
        } else {
            push(post, window);
            flushLater(post);
        }
    }

    private void push(PostId post, Window window) {
        var changes = new Values.Changes(
                post.hex(), window.from, window.rev, window.count, rows.of(List.copyOf(window.gathered.values())));
        List<Long> commits = List.copyOf(window.commits);
        window.sent();
        for (Listener listener : listeners) {
            listener.pushes.accept(changes);
        }
        long now = System.nanoTime();
        deliveries.forEach(listener -> commits.forEach(commit -> listener.delivered(now - commit)));
    }

    private record Listener(Predicate<PostId> watches, Consumer<Values.Changes> pushes) {}

    /** What was gathered of one post since the last push. */
    private static final class Window {
        final Map<String, Comment> gathered = new LinkedHashMap<>();
        final List<Long> commits = new ArrayList<>();
        long from;
        long rev;
        long count;
        int bytes;

        Window(long from) {
            this.from = from;
        }

        void add(Showing showing) {
            Comment row = showing.row();
            gathered.remove(row.id());
            gathered.put(row.id(), row);
            rev = row.rev();
            count = showing.count();
            bytes += RowBytes.of(row);
            showing.committed().ifPresent(commits::add);
        }

        void sent() {
            from = rev;
            bytes = 0;
            gathered.clear();
            commits.clear();
        }
    }
}
