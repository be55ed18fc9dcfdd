package dev.madang.live.store;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
    public CompletableFuture<Listed<Comment>> list(Listing query) {
        return lost();
    }

    @Override
    public CompletableFuture<Listed<Comment>> writers(String name, @Nullable String before, int limit) {
        return lost();
    }

    @Override
    public CompletableFuture<Listed<PostInfo>> posts(@Nullable String before, int limit) {
        return lost();
    }

    @Override
    public CompletableFuture<Map<Status, Long>> totals() {
        return lost();
    }

    @Override
    public Records records() {
        return new LostRecords();
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

    private static final class LostRecords implements Records {
        @Override
        public CompletableFuture<Optional<Long>> write(List<Put> puts) {
            return lost();
        }

        @Override
        public CompletableFuture<Optional<Entry>> get(String kind, String key) {
            return lost();
        }

        @Override
        public CompletableFuture<List<Entry>> list(
                String kind, String prefix, @Nullable String behind, boolean descending, int limit) {
            return lost();
        }

        @Override
        public CompletableFuture<List<Entry>> since(long version, int limit) {
            return lost();
        }

        @Override
        public CompletableFuture<Void> prune(String kind, String before) {
            return lost();
        }
    }
}
