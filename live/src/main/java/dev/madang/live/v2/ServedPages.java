package dev.madang.live.v2;

import dev.madang.live.comments.ThreadPage;
import dev.madang.live.store.PageQuery;
import dev.madang.live.store.PostId;
import dev.madang.live.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is shown of a post before, or without, a connection: the same rows that contract v2 shows to the same person. Any
 * thread.
 */
public final class ServedPages {
    private static final int THREADS = 50;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ContractV2 contract;
    private final Executor threads;

    /**
     * The pages of a server's posts.
     *
     * @param threads read what is not in memory; they may block
     */
    public ServedPages(ContractV2 contract, Executor threads) {
        this.contract = contract;
        this.threads = threads;
    }

    /**
     * The newest threads, as who joins gets them; from memory where somebody looks at them already.
     *
     * @param person who asks, if that may be somebody who sees what nobody else does
     */
    public CompletableFuture<ServedPage> first(PostId post, @Nullable String person) {
        var served = new AtomicReference<ServedPage>();
        return contract.service
                .enter(post, view -> {
                    ThreadPage page = view.threads();
                    Veil veil = contract.veils.of(person, post);
                    Values.Page all = contract.reading.page(post, page);
                    served.set(of(post, veil == null ? all : VeiledLists.page(veil, all, false)));
                })
                .thenApply(entered -> served.get());
    }

    /** The threads before a mark. */
    public CompletableFuture<ServedPage> before(PostId post, PageQuery.Cursor mark, @Nullable String person) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        Veil veil = contract.veils.of(person, post);
                        var query = new PageQuery(post, null, PageQuery.Order.NEWEST, mark, THREADS);
                        Values.More part = contract.reading.more(query, veil);
                        long count =
                                Desk.ask(contract.store.counts(List.of(post))).getOrDefault(post, 0L);
                        return new ServedPage(
                                post,
                                veil == null ? count : veil.count(count),
                                oldestFirst(part.rows()),
                                List.of(),
                                part.next(),
                                null);
                    } catch (Refusal | StoreException e) {
                        throw new CompletionException(new StoreException("a page cannot be read", e));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new CompletionException(e);
                    }
                },
                threads);
    }

    private static ServedPage of(PostId post, Values.Page page) {
        return new ServedPage(
                post, page.count(), page.rows(), page.pinned(), page.next(), JSON.writeValueAsString(page));
    }

    /** Threads the other way round, each with its answers behind it as before. */
    private static List<Row> oldestFirst(List<Row> rows) {
        var turned = new ArrayList<Row>();
        int thread = 0;
        for (Row row : rows) {
            thread = row.root() == null ? 0 : thread + 1;
            turned.add(thread, row);
        }
        return turned;
    }
}
