package dev.madang.live.v2;

import dev.madang.live.comments.CommentService;
import dev.madang.live.comments.ThreadPage;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.PageQuery;
import dev.madang.live.store.PostId;
import dev.madang.live.store.Slice;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.json.JsonMapper;

/** What is shown of a post before, or without, a connection: the same rows that contract v2 shows. Any thread. */
public final class ServedPages {
    private static final int THREADS = 50;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final CommentService service;
    private final CommentStore store;
    private final Rows rows;
    private final Reading reading;

    /** The pages of a server's posts. */
    public ServedPages(CommentService service, CommentStore store, Rows rows) {
        this.service = service;
        this.store = store;
        this.rows = rows;
        this.reading = new Reading(store, rows);
    }

    /** The newest threads, as who joins gets them; from memory where somebody looks at them already. */
    public CompletableFuture<ServedPage> first(PostId post) {
        var served = new AtomicReference<ServedPage>();
        return service.enter(post, view -> served.set(of(post, view.threads()))).thenApply(entered -> served.get());
    }

    /** The threads before a mark. */
    public CompletableFuture<ServedPage> before(PostId post, PageQuery.Cursor mark) {
        CompletableFuture<Slice> slice = store.page(new PageQuery(post, null, PageQuery.Order.NEWEST, mark, THREADS));
        return slice.thenCombine(store.counts(List.of(post)), (part, counts) -> of(post, part, counts));
    }

    private ServedPage of(PostId post, ThreadPage page) {
        Values.Page value = reading.page(post, page);
        return new ServedPage(
                post, value.count(), value.rows(), value.pinned(), value.next(), JSON.writeValueAsString(value));
    }

    private ServedPage of(PostId post, Slice part, Map<PostId, Long> counts) {
        var oldestFirst = new Slice(part.rows().reversed(), part.replies(), part.next());
        return new ServedPage(post, counts.getOrDefault(post, 0L), rows.of(oldestFirst), List.of(), part.next(), null);
    }
}
