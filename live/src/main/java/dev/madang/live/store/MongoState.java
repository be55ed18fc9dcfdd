package dev.madang.live.store;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/** What a batch needs to know, read from the database before it and changed in memory by it. Used by one thread. */
final class MongoState {
    private final Map<PostId, Counters> posts = new HashMap<>();
    private final Map<String, MongoRow> rows = new HashMap<>();
    private final Map<String, String> cids = new HashMap<>();
    private final Set<String> answered = new HashSet<>();
    private Map<String, MongoVotes.Count> votes = new HashMap<>();

    private MongoState() {}

    /**
     * Reads what changes need to know. What the log says and nobody made yet is made before.
     *
     * <p>It may be out of date as soon as it is read. The log refuses changes that build on such a state.
     */
    static MongoState read(MongoBase base, MongoMaker maker, Collection<Change> changes) {
        var wanted = new Wanted();
        changes.forEach(wanted::add);
        return read(base, maker, wanted);
    }

    /** The same for documents that somebody else wrote into one post. */
    static MongoState read(MongoBase base, MongoMaker maker, PostId post, Collection<String> documents) {
        var wanted = new Wanted();
        wanted.posts.add(post);
        wanted.ids.addAll(documents);
        return read(base, maker, wanted);
    }

    private static MongoState read(MongoBase base, MongoMaker maker, Wanted wanted) {
        var state = new MongoState();
        Set<PostId> posts = wanted.posts;
        Set<String> ids = wanted.ids;
        Set<String> cids = wanted.cids;
        maker.makeOpen(posts);
        for (Document post : base.posts.find(Filters.in(MongoRow.ID, objectIds(posts)))) {
            state.posts.put(new PostId(post.getObjectId(MongoRow.ID).toHexString()), new Counters(post));
        }
        if (!cids.isEmpty()) {
            for (Document entry : base.log
                    .find(Filters.in(MongoEntry.CID, cids))
                    .projection(Projections.include(MongoEntry.CID, MongoEntry.COMMENT))) {
                String id = entry.getObjectId(MongoEntry.COMMENT).toHexString();
                state.cids.put(entry.getString(MongoEntry.CID), id);
                ids.add(id);
            }
        }
        var mongoRows = new MongoRows(base);
        state.put(mongoRows.byIds(ids));
        var late = new HashSet<>(state.cids.values());
        late.removeAll(state.rows.keySet());
        if (!late.isEmpty()) {
            maker.makeOpen(posts);
            state.put(mongoRows.byIds(late));
        }
        state.put(mongoRows.byIds(state.relatives()));
        state.readAnswered(base, wanted.erased);
        state.votes = new MongoVotes(base).counts(wanted.counted);
        return state;
    }

    Counters counters(PostId post) {
        return posts.computeIfAbsent(post, id -> new Counters());
    }

    /** A comment of that post, with the number of answers in its thread; null if there is none. */
    @Nullable
    MongoRow row(PostId post, String id) {
        MongoRow row = rows.get(id);
        if (row == null || !row.comment().post().equals(post)) {
            return null;
        }
        String root = row.comment().root();
        return root == null ? row : row.withReplies(replies(root));
    }

    /** Whether any post has a comment of that id. */
    boolean taken(String id) {
        return rows.containsKey(id);
    }

    void put(MongoRow row) {
        rows.put(row.comment().id(), row);
    }

    void remove(String id) {
        rows.remove(id);
    }

    /** Whether a comment has answers, in whatever state. */
    boolean answered(String id) {
        return answered.contains(id);
    }

    void setAnswered(@Nullable String parent) {
        addPresent(answered, parent);
    }

    private void readAnswered(MongoBase base, Set<String> ids) {
        for (String id : ids) {
            if (MongoRow.isObjectId(id)
                    && base.rows
                                    .find(Filters.eq(MongoRow.PARENT, new ObjectId(id)))
                                    .projection(Projections.include(MongoRow.ID))
                                    .first()
                            != null) {
                answered.add(id);
            }
        }
    }

    /** Published answers of the thread that this comment began. */
    int replies(String root) {
        MongoRow row = rows.get(root);
        return row == null ? 0 : row.comment().replies();
    }

    void setReplies(String root, int replies) {
        rows.computeIfPresent(root, (id, row) -> row.withReplies(replies));
    }

    /** The id of the comment that is unique by that name. */
    @Nullable
    String byCid(@Nullable String cid) {
        return cid == null ? null : cids.get(cid);
    }

    void setCid(@Nullable String cid, String id) {
        if (cid != null) {
            cids.put(cid, id);
        }
    }

    MongoVotes.Count votes(String id) {
        return votes.getOrDefault(id, MongoVotes.Count.NONE);
    }

    void setVotes(String id, MongoVotes.Count count) {
        votes.put(id, count);
    }

    private void put(Collection<MongoRow> read) {
        read.forEach(this::put);
    }

    private Set<String> relatives() {
        var relatives = new HashSet<String>();
        for (MongoRow row : rows.values()) {
            addPresent(relatives, row.comment().root());
            addPresent(relatives, row.comment().parent());
        }
        relatives.removeAll(rows.keySet());
        return relatives;
    }

    static List<ObjectId> objectIds(Collection<PostId> posts) {
        var ids = new ArrayList<ObjectId>();
        posts.forEach(post -> ids.add(new ObjectId(post.hex())));
        return ids;
    }

    private static void addPresent(Set<String> set, @Nullable String value) {
        if (value != null) {
            set.add(value);
        }
    }

    /** What has to be read. */
    private static final class Wanted {
        final Set<PostId> posts = new HashSet<>();
        final Set<String> ids = new HashSet<>();
        final Set<String> cids = new HashSet<>();
        final Set<String> counted = new HashSet<>();
        final Set<String> erased = new HashSet<>();

        void add(Change change) {
            posts.add(change.post());
            switch (change) {
                case Change.Add add -> {
                    ids.add(add.id());
                    addPresent(ids, add.parent());
                    addPresent(cids, MongoEntry.cid(add));
                }
                case Change.Bring bring -> {
                    ids.add(bring.row().id());
                    addPresent(ids, bring.row().parent());
                }
                case Change.Edit edit -> ids.add(edit.id());
                case Change.SetStatus status -> ids.add(status.id());
                case Change.Pin pin -> ids.add(pin.id());
                case Change.Vote vote -> count(vote.id());
                case Change.Votes votes -> count(votes.id());
                case Change.Tally tally -> count(tally.id());
                case Change.Erase erase -> {
                    ids.add(erase.id());
                    erased.add(erase.id());
                }
            }
        }

        private void count(String id) {
            ids.add(id);
            counted.add(id);
        }
    }

    /** The counters of one post. */
    static final class Counters {
        boolean exists;
        boolean chat;
        long head;
        long count;

        Counters() {}

        Counters(Document post) {
            this.exists = true;
            this.chat = MongoReader.chat(post.getString(MongoReader.KEY));
            this.head = MongoRow.whole(post, MongoReader.HEAD);
            this.count = MongoRow.whole(post, MongoReader.COUNT);
        }
    }
}
