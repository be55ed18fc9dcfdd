package dev.madang.live.transfer;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.madang.live.moderation.CarriedRecords;
import dev.madang.live.store.Author;
import dev.madang.live.store.Ballot;
import dev.madang.live.store.Comment;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.Listed;
import dev.madang.live.store.Listing;
import dev.madang.live.store.PostInfo;
import dev.madang.live.store.Records;
import dev.madang.live.store.StoreException;
import dev.madang.live.store.Waiting;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes everything in a store as lines of JSON in UTF-8: a line about the file, then for each post a line about it and a
 * line for each comment, in whatever state it is, then the votes, then the records beside the comments. The comments of a post
 * are in the order in which others see them, then those that nobody else saw. Guests have the ids that are stored. Any thread
 * that may block.
 */
public final class Export {
    /** What the first line calls the file. */
    static final String FORMAT = "export";

    static final int VERSION = 2;

    private static final int POSTS = 200;
    private static final int ROWS = 500;
    private static final int VOTES = 500;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final CommentStore store;
    private final Clock clock;
    private final boolean keys;

    /**
     * An export of a store, which it does not close.
     *
     * @param keys whether the store's secret is in the file: then a store that it is imported into knows people, guests and
     *     their cookies as this one does, and so does whoever reads it
     */
    public Export(CommentStore store, Clock clock, boolean keys) {
        this.store = store;
        this.clock = clock;
        this.keys = keys;
    }

    /**
     * Writes everything; what is written while it runs may be missing.
     *
     * @return how many comments it wrote
     */
    public long write(OutputStream out) throws IOException, StoreException, InterruptedException {
        Keys own = Keys.of(store.secret(), keys);
        line(out, new About(FORMAT, VERSION, clock.millis(), own.mark(), own.text()));
        long count = 0;
        String cursor = null;
        try (var spool = new Spool()) {
            do {
                Listed<PostInfo> posts = Waiting.on(store.posts(cursor, POSTS));
                for (PostInfo post : posts.rows()) {
                    line(out, Post.of(post));
                    count += rows(post, spool, out);
                }
                cursor = posts.next();
            } while (cursor != null);
        }
        votes(out);
        records(out);
        out.flush();
        return count;
    }

    private void votes(OutputStream out) throws IOException, StoreException, InterruptedException {
        List<Ballot> part = Waiting.on(store.ballots(null, VOTES));
        while (!part.isEmpty()) {
            var ofOne = new LinkedHashMap<String, Integer>();
            for (int i = 0; i < part.size(); i++) {
                Ballot vote = part.get(i);
                ofOne.put(vote.voter(), vote.value());
                boolean last =
                        i + 1 == part.size() || !part.get(i + 1).comment().equals(vote.comment());
                if (last) {
                    line(out, new Votes(vote.comment(), vote.post().hex(), ofOne));
                    ofOne.clear();
                }
            }
            part = Waiting.on(store.ballots(part.getLast(), VOTES));
        }
    }

    private void records(OutputStream out) throws IOException, StoreException, InterruptedException {
        List<Records.Entry> part = Waiting.on(store.records().since(0, ROWS));
        while (!part.isEmpty()) {
            for (Records.Entry entry : part) {
                String json = entry.json();
                if (json != null && CarriedRecords.leaves(entry.kind())) {
                    line(out, new Kept(entry.kind(), entry.key(), json));
                }
            }
            part = Waiting.on(store.records().since(part.getLast().version(), ROWS));
        }
    }

    /** A comment as a line, without the line break. */
    static byte[] json(Comment comment) {
        return JSON.writeValueAsBytes(Row.of(comment));
    }

    private long rows(PostInfo post, Spool spool, OutputStream out)
            throws IOException, StoreException, InterruptedException {
        Listing query = new Listing(Set.of(), post.post(), null, null, null, ROWS);
        String cursor = null;
        do {
            Listed<Comment> rows = Waiting.on(store.list(cursor == null ? query : query.behind(cursor)));
            for (Comment comment : rows.rows()) {
                spool.add(comment.seq(), json(comment));
            }
            cursor = rows.next();
        } while (cursor != null);
        return spool.drain(out);
    }

    private static void line(OutputStream out, Object value) throws IOException {
        out.write(JSON.writeValueAsBytes(value));
        out.write('\n');
    }

    @JsonPropertyOrder({"madang", "version", "at", "keys", "secret"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record About(
            String madang,
            int version,
            long at,
            String keys,
            @Nullable String secret) {}

    @JsonPropertyOrder({"votes", "post", "by"})
    record Votes(String votes, String post, Map<String, Integer> by) {}

    @JsonPropertyOrder({"record", "key", "json"})
    record Kept(String record, String key, String json) {}

    @JsonPropertyOrder({"post", "key", "url", "title"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Post(
            String post,
            @Nullable String key,
            @Nullable String url,
            @Nullable String title) {
        static Post of(PostInfo post) {
            return new Post(
                    post.post().hex(),
                    post.topic().key(),
                    post.topic().url(),
                    post.topic().title());
        }
    }

    @JsonPropertyOrder({"kind", "id", "name", "rank"})
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record By(String kind, String id, String name, String rank) {
        static By of(Author author) {
            return new By(
                    author.kind().name().toLowerCase(Locale.ROOT),
                    author.id(),
                    author.name(),
                    author.rank() == Author.Rank.NONE
                            ? ""
                            : author.rank().name().toLowerCase(Locale.ROOT));
        }
    }

    @JsonPropertyOrder({
        "id", "post", "parent", "author", "text", "at", "edited", "status", "pinned", "up", "down", "seen"
    })
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    record Row(
            String id,
            String post,
            @Nullable String parent,
            By author,
            String text,
            long at,
            long edited,
            String status,
            boolean pinned,
            int up,
            int down,
            boolean seen) {
        static Row of(Comment comment) {
            return new Row(
                    comment.id(),
                    comment.post().hex(),
                    comment.parent(),
                    By.of(comment.author()),
                    comment.content(),
                    comment.createdMillis(),
                    comment.editedMillis(),
                    comment.status().name().toLowerCase(Locale.ROOT),
                    comment.pinned(),
                    comment.up(),
                    comment.down(),
                    comment.status().gone() && comment.seq() != 0);
        }
    }
}
