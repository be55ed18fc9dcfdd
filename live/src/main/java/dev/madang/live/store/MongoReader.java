package dev.madang.live.store;

import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import dev.madang.live.store.PageQuery.Cursor;
import dev.madang.live.store.PageQuery.Order;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/** Answers questions from MongoDB. Any thread. */
final class MongoReader {
    /*
     * There are no snapshots over several collections. The post's counter is read first, and rises only when all rows up
     * to it are made: so every row is there at least as it was at that value, and one that appeared later is left out by its
     * seq. What is newer than the counter comes to the viewer once more with a later value. Only a catch-up must not miss a
     * row that moved on while it was read, since a viewer tells a new row from a changed one by the mark: it reads again.
     */
    static final String HEAD = "head";
    static final String COUNT = "count";
    static final String FLOOR = "floor";
    static final String EPOCH = "epoch";
    static final String KEY = "key";
    static final String URL = "url";
    static final String TITLE = "title";

    private static final String CHAT_KEYS = "chat:";
    private static final int LATEST_AMONG = 5_000;
    private static final int MOVED_TRIES = 100;
    private static final long MOVED_PAUSE_NANOS = 2_000_000;
    private static final int SHORT_THREAD = 20;
    private static final Bson PUBLISHED = Filters.eq(MongoRow.STATUS, Status.PUBLISHED.code());

    private final MongoBase base;
    private final MongoRows rows;

    MongoReader(MongoBase base) {
        this.base = base;
        this.rows = new MongoRows(base);
    }

    /** A post nobody wrote to yet. */
    static Document post(Topic topic, long now) {
        var post = new Document(HEAD, 0L).append(COUNT, 0L).append(FLOOR, 0L).append(EPOCH, now);
        appendPresent(post, KEY, topic.key());
        appendPresent(post, URL, topic.url());
        appendPresent(post, TITLE, topic.title());
        return post;
    }

    /** Whether a post of that key is a chat room. */
    static boolean chat(@Nullable String key) {
        return key != null && key.startsWith(CHAT_KEYS);
    }

    Page newest(PostId id, int limit) {
        Mark mark = mark(id);
        List<Comment> comments = rows.comments(base.rows
                .find(Filters.and(of(id), PUBLISHED, Filters.gt(MongoRow.SEQ, 0), Filters.lte(MongoRow.SEQ, mark.head)))
                .sort(Sorts.descending(MongoRow.SEQ))
                .limit(limit));
        return new Page(comments.reversed(), mark.head, mark.epoch, mark.count);
    }

    Threads threads(PostId id, int limit) {
        Mark mark = mark(id);
        List<Comment> pinned = new ArrayList<>(rows.comments(
                base.rows.find(Filters.and(Filters.eq(MongoRow.PINNED, new ObjectId(id.hex())), PUBLISHED))));
        pinned.removeIf(comment -> comment.seq() > mark.head);
        pinned.sort(Comparator.comparingLong(Comment::seq));
        Slice newest = slice(new PageQuery(id, null, Order.NEWEST, null, limit), mark);
        return new Threads(newest, pinned, mark.head, mark.epoch, mark.count);
    }

    Slice page(PageQuery query) {
        return slice(query, mark(query.post()));
    }

    CatchUp after(PostId id, long epoch, long rev, int limit) {
        for (int tries = 1; ; tries++) {
            Mark mark = mark(id);
            if (rev < mark.floor || rev > mark.head || (epoch != 0 && epoch != mark.epoch)) {
                return new CatchUp.Reload();
            }
            List<Document> found = base.rows
                    .find(Filters.and(of(id), Filters.gt(MongoRow.REV, rev)))
                    .sort(Sorts.ascending(MongoRow.REV))
                    .limit(limit + 1)
                    .into(new ArrayList<>());
            boolean moved = found.stream()
                    .anyMatch(row -> MongoRow.whole(row, MongoRow.REV) > mark.head
                            && MongoRow.whole(row, MongoRow.SEQ) <= mark.head);
            if (!moved || tries == MOVED_TRIES) {
                found.removeIf(row -> MongoRow.whole(row, MongoRow.REV) > mark.head);
                return caughtUp(found, mark, limit);
            }
            LockSupport.parkNanos(MOVED_PAUSE_NANOS);
        }
    }

    private CatchUp caughtUp(List<Document> found, Mark mark, int limit) {
        boolean cut = found.size() > limit;
        List<Document> shown = cut ? found.subList(0, limit) : found;
        long head = cut ? MongoRow.whole(shown.getLast(), MongoRow.REV) : mark.head;
        return new CatchUp.Rows(rows.withReplies(rows.of(shown)), head, mark.epoch, cut, mark.count);
    }

    List<Comment> latest(int limit) {
        List<ObjectId> ids = base.rows
                .aggregate(List.of(
                        Aggregates.sort(Sorts.descending(MongoRow.ID)),
                        Aggregates.limit(LATEST_AMONG),
                        Aggregates.match(Filters.and(PUBLISHED, Filters.exists(MongoRow.CHAT, false))),
                        Aggregates.limit(limit)))
                .map(row -> row.getObjectId(MongoRow.ID))
                .into(new ArrayList<>());
        return rows.comments(base.rows.find(Filters.in(MongoRow.ID, ids)).sort(Sorts.descending(MongoRow.ID)));
    }

    Optional<Comment> find(PostId post, String id) {
        return rows.withReplies(rows.byIds(List.of(id))).stream()
                .filter(comment -> comment.post().equals(post))
                .findFirst();
    }

    List<Comment> held(PostId post, Author author, int limit) {
        if (author.id().isEmpty()) {
            return List.of();
        }
        Bson heldBack = Filters.in(MongoRow.STATUS, Status.PENDING.code(), Status.SHADOWED.code());
        List<Comment> comments = rows.comments(base.rows
                .find(Filters.and(
                        of(post),
                        heldBack,
                        Filters.eq(MongoRow.KIND, author.kind().code()),
                        Filters.eq(MongoRow.AUTHOR, author.id())))
                .sort(Sorts.descending(MongoRow.CREATED, MongoRow.ID))
                .limit(limit));
        return comments.reversed();
    }

    Map<PostId, Long> counts(List<PostId> posts) {
        return numbers(posts, COUNT);
    }

    Map<PostId, Long> heads(List<PostId> posts) {
        return numbers(posts, HEAD);
    }

    private Map<PostId, Long> numbers(List<PostId> posts, String field) {
        var numbers = new HashMap<PostId, Long>();
        for (Document post : base.posts.find(Filters.in(MongoRow.ID, MongoState.objectIds(posts)))) {
            numbers.put(new PostId(post.getObjectId(MongoRow.ID).toHexString()), MongoRow.whole(post, field));
        }
        return numbers;
    }

    Topic topic(PostId id) {
        Document post =
                base.posts.find(Filters.eq(MongoRow.ID, new ObjectId(id.hex()))).first();
        return post == null ? Topic.NONE : topic(post);
    }

    /** What a post is about. */
    static Topic topic(Document post) {
        return new Topic(post.getString(KEY), post.getString(URL), post.getString(TITLE));
    }

    private Slice slice(PageQuery query, Mark mark) {
        List<Document> found = base.rows
                .find(Filters.and(place(query), Filters.lte(MongoRow.SEQ, mark.head)))
                .sort(order(query.order()))
                .limit(query.limit() + 1)
                .into(new ArrayList<>());
        boolean more = found.size() > query.limit();
        List<Document> shown = more ? found.subList(0, query.limit()) : found;
        List<Comment> comments = rows.withReplies(rows.of(shown));
        String next = more ? cursor(query, shown.getLast()).toString() : null;
        return new Slice(comments, query.root() == null ? firstReplies(comments, mark) : List.of(), next);
    }

    private static Bson place(PageQuery query) {
        var place = new ArrayList<Bson>(List.of(of(query.post())));
        if (query.root() == null) {
            place.add(Filters.eq(MongoRow.ROOT, null));
            place.add(Filters.gt(MongoRow.SEQ, 0));
            place.add(Filters.or(PUBLISHED, Filters.gt(MongoRow.REPLIES, 0)));
        } else {
            place.add(Filters.eq(
                    MongoRow.ROOT, MongoRow.isObjectId(query.root()) ? new ObjectId(query.root()) : query.root()));
            place.add(PUBLISHED);
        }
        Cursor cursor = query.cursor();
        if (cursor != null) {
            place.add(
                    switch (query.order()) {
                        case NEWEST -> Filters.lt(MongoRow.SEQ, cursor.seq());
                        case OLDEST -> Filters.gt(MongoRow.SEQ, cursor.seq());
                        case BEST ->
                            Filters.or(
                                    Filters.lt(MongoRow.SCORE, cursor.score()),
                                    Filters.and(
                                            Filters.eq(MongoRow.SCORE, cursor.score()),
                                            Filters.lt(MongoRow.SEQ, cursor.seq())));
                    });
        }
        return Filters.and(place);
    }

    private static Bson order(Order order) {
        return switch (order) {
            case NEWEST -> Sorts.descending(MongoRow.SEQ);
            case OLDEST -> Sorts.ascending(MongoRow.SEQ);
            case BEST -> Sorts.descending(MongoRow.SCORE, MongoRow.SEQ);
        };
    }

    private static Cursor cursor(PageQuery query, Document last) {
        long score = query.order() == Order.BEST ? MongoRow.whole(last, MongoRow.SCORE) : 0;
        return new Cursor(score, MongoRow.whole(last, MongoRow.SEQ));
    }

    /* Short threads in one question, long ones in one each: their other answers stay where they are. */
    private List<Comment> firstReplies(List<Comment> roots, Mark mark) {
        var replies = new ArrayList<Comment>();
        List<ObjectId> brief = roots.stream()
                .filter(root -> root.replies() > 0 && root.replies() <= SHORT_THREAD)
                .map(root -> new ObjectId(root.id()))
                .toList();
        Map<String, List<Comment>> byRoot = new HashMap<>();
        if (!brief.isEmpty()) {
            for (Comment reply : replies(Filters.in(MongoRow.ROOT, brief), mark, 0)) {
                byRoot.computeIfAbsent(reply.thread(), root -> new ArrayList<>())
                        .add(reply);
            }
        }
        for (Comment root : roots) {
            if (root.replies() > SHORT_THREAD) {
                replies.addAll(
                        replies(Filters.eq(MongoRow.ROOT, new ObjectId(root.id())), mark, PageQuery.FIRST_REPLIES));
            } else {
                byRoot.getOrDefault(root.id(), List.of()).stream()
                        .limit(PageQuery.FIRST_REPLIES)
                        .forEach(replies::add);
            }
        }
        return replies;
    }

    private List<Comment> replies(Bson where, Mark mark, int limit) {
        return rows.comments(base.rows
                .find(Filters.and(where, PUBLISHED, Filters.gt(MongoRow.SEQ, 0), Filters.lte(MongoRow.SEQ, mark.head)))
                .sort(Sorts.ascending(MongoRow.SEQ))
                .limit(limit));
    }

    private Mark mark(PostId id) {
        Document post =
                base.posts.find(Filters.eq(MongoRow.ID, new ObjectId(id.hex()))).first();
        return post == null
                ? new Mark(0, 0, 0, 0)
                : new Mark(
                        MongoRow.whole(post, HEAD),
                        MongoRow.whole(post, FLOOR),
                        MongoRow.whole(post, EPOCH),
                        MongoRow.whole(post, COUNT));
    }

    private static Bson of(PostId post) {
        return Filters.eq(MongoRow.POST, new ObjectId(post.hex()));
    }

    private static void appendPresent(Document document, String field, @Nullable String value) {
        if (value != null) {
            document.append(field, value);
        }
    }

    private record Mark(long head, long floor, long epoch, long count) {}
}
