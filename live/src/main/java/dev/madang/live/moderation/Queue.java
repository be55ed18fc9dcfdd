package dev.madang.live.moderation;

import dev.madang.live.store.Comment;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.Listed;
import dev.madang.live.store.Listing;
import dev.madang.live.store.PostId;
import dev.madang.live.store.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What moderators have to look at, the newest first. Any thread; fails if the store does not answer. */
public final class Queue {
    private final CommentStore store;
    private final Reports reports;

    Queue(CommentStore store, Reports reports) {
        this.store = store;
        this.reports = reports;
    }

    /**
     * Comments in a state: {@link Status#PENDING}, {@link Status#SHADOWED}, {@link Status#HIDDEN}.
     *
     * @param before the cursor of the answer before, or null to begin
     */
    public CompletableFuture<Listed<Queued>> in(Status status, @Nullable String before, int limit) {
        Listing query = Listing.of(Set.of(status), limit);
        return store.list(before == null ? query : query.behind(before))
                .thenApply(part ->
                        new Listed<>(part.rows().stream().map(this::queued).toList(), part.next()));
    }

    /** Comments that readers reported and nobody decided about. The cursor is the last comment's id. */
    public CompletableFuture<Listed<Queued>> reported(@Nullable String before, int limit) {
        List<Map.Entry<String, PostId>> all = reports.comments().stream()
                .filter(entry -> before == null || entry.getKey().compareTo(before) < 0)
                .limit(limit + 1L)
                .toList();
        List<Map.Entry<String, PostId>> part = all.subList(0, Math.min(limit, all.size()));
        List<CompletableFuture<Optional<Comment>>> rows = part.stream()
                .map(entry -> store.find(entry.getValue(), entry.getKey()))
                .toList();
        return CompletableFuture.allOf(rows.toArray(CompletableFuture[]::new)).thenApply(done -> {
            var found = new ArrayList<Queued>();
            rows.forEach(row -> row.join().map(this::queued).ifPresent(found::add));
            return new Listed<>(found, all.size() > limit ? part.getLast().getKey() : null);
        });
    }

    private Queued queued(Comment row) {
        return new Queued(row, reports.of(row.id()));
    }
}
