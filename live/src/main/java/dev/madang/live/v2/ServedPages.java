package dev.madang.live.v2;

import dev.madang.live.identity.Identities;
import dev.madang.live.identity.Papers;
import dev.madang.live.store.PageQuery;
import dev.madang.live.store.PostId;
import dev.madang.live.store.StoreException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.json.JsonMapper;

/** What is shown of a post before, or without, a connection: the same rows that contract v2 shows. Any thread. */
public final class ServedPages {
    private static final int THREADS = 50;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ContractV2 contract;
    private final Identities identities;
    private final Executor threads;

    /**
     * The pages of a server's posts.
     *
     * @param threads may block
     */
    public ServedPages(ContractV2 contract, Identities identities, Executor threads) {
        this.contract = contract;
        this.identities = identities;
        this.threads = threads;
    }

    /** The newest threads, as who joins with these papers gets them; from memory where somebody looks at them already. */
    public CompletableFuture<ServedPage> first(PostId post, Papers papers) {
        var served = new AtomicReference<ServedPage>();
        return person(papers)
                .thenCompose(person -> contract.service.enter(post, view -> {
                    Values.Page page = contract.reading.page(post, view.threads());
                    Veil veil = contract.veils.of(person.orElse(null), post);
                    served.set(of(post, veil == null ? page : VeiledLists.page(veil, page, false)));
                }))
                .thenApply(entered -> served.get());
    }

    /** The threads before a mark, as who has these papers sees them. */
    public CompletableFuture<ServedPage> before(PostId post, PageQuery.Cursor mark, Papers papers) {
        var query = new PageQuery(post, null, PageQuery.Order.NEWEST, mark, THREADS);
        return person(papers)
                .thenApplyAsync(
                        person -> {
                            try {
                                Veil veil = contract.veils.of(person.orElse(null), post);
                                long count = contract.store
                                        .counts(List.of(post))
                                        .get()
                                        .getOrDefault(post, 0L);
                                return before(
                                        contract.reading.more(query, veil),
                                        post,
                                        veil == null ? count : veil.count(count));
                            } catch (Refusal | StoreException | ExecutionException e) {
                                throw new CompletionException(new StoreException("a page cannot be read", e));
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                                throw new CompletionException(new StoreException("a page cannot be read", e));
                            }
                        },
                        threads);
    }

    /** What is known of who asks, if that is said. */
    private CompletableFuture<Optional<String>> person(Papers papers) {
        return papers.equals(new Papers(null, null))
                ? CompletableFuture.completedFuture(Optional.empty())
                : CompletableFuture.supplyAsync(
                        () -> Optional.of(
                                contract.veils.person(identities.pass(papers).reader(""), "")),
                        threads);
    }

    private static ServedPage of(PostId post, Values.Page page) {
        return new ServedPage(
                post, page.count(), page.rows(), page.pinned(), page.next(), JSON.writeValueAsString(page));
    }

    private static ServedPage before(Values.More more, PostId post, long count) {
        var threads = new ArrayDeque<List<Row>>();
        for (Row row : more.rows()) {
            if (row.root() == null) {
                threads.addFirst(new ArrayList<>());
            }
            if (!threads.isEmpty()) {
                threads.getFirst().add(row);
            }
        }
        List<Row> oldestFirst = threads.stream().flatMap(List::stream).toList();
        return new ServedPage(post, count, oldestFirst, List.of(), more.next(), null);
    }
}
