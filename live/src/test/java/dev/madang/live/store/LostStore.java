package dev.madang.live.store;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A store whose database does not answer. */
public class LostStore implements CommentStore {
    @Override
    public void submit(Change change, Consumer<Outcome> answer) {
        answer.accept(new Outcome.Refused(Outcome.Reason.UNAVAILABLE));
    }

    @Override
    public CompletableFuture<Page> newest(PostId post, int limit) {
        return lost();
    }

    @Override
    public CompletableFuture<Threads> threads(PostId post, int limit) {
        return lost();
    }

    @Override
    public CompletableFuture<Slice> page(PageQuery query) {
        return lost();
    }

    @Override
    public CompletableFuture<CatchUp> after(PostId post, long epoch, long rev, int limit) {
        return lost();
    }

    @Override
    public CompletableFuture<List<Comment>> latest(int limit) {
        return lost();
    }

    @Override
    public CompletableFuture<Optional<Comment>> find(PostId post, String id) {
        return lost();
    }

    @Override
    public CompletableFuture<List<Comment>> held(PostId post, Author author, int limit) {
        return lost();
    }

    @Override
    public CompletableFuture<Map<String, Integer>> votes(String voter, Collection<String> ids) {
        return lost();
    }

    @Override
    public CompletableFuture<Map<PostId, Long>> counts(Collection<PostId> posts) {
        return lost();
    }

    @Override
    public CompletableFuture<Topic> topic(PostId post) {
        return lost();
    }

    @Override
    public byte[] secret() {
        return new byte[32];
    }

    @Override
    public void close() {}

    /** The answer to every question. */
    protected static <T> CompletableFuture<T> lost() {
        return CompletableFuture.failedFuture(new StoreException("lost", new IOException()));
    }
}
