package dev.madang.live.store;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import dev.madang.live.store.MongoEntry.Deed;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/** Makes what stands in the log: the tutorial's documents, our rows and the counters of posts. Any thread. */
final class MongoMaker {
    /*
     * An entry may be made several times and by several writers at once, and by one that slept for an hour in the middle:
     * everything is written under the condition that nothing newer is there, and an entry holds the whole comment. So only
     * the last of several entries of a comment is made. The post's counter comes after the rows, since readers take it for
     * what they may show; the entry is closed when all is durable.
     *
     * What a condition cannot guard is a document that is not there: one who slept while others made his entry and hid the
     * comment again would publish it once more. He finds his entry closed, looks again, and takes it back.
     */
    private static final int DUPLICATE_KEY = 11_000;

    private static final int AT_ONCE = 1_000;
    private static final UpdateOptions OR_INSERT = new UpdateOptions().upsert(true);
    private static final BulkWriteOptions IN_ANY_ORDER = new BulkWriteOptions().ordered(false);

    private final MongoBase base;

    MongoMaker(MongoBase base) {
        this.base = base;
    }

    /** Makes what others wrote into the log about these posts and did not make. */
    void makeOpen(Collection<PostId> posts) {
        List<String> names = posts.stream().map(PostId::hex).toList();
        make(open(Filters.in(MongoEntry.OPEN, names)));
    }

    /** Makes all that was not made. */
    void makeOpen() {
        make(open(Filters.exists(MongoEntry.OPEN)));
    }

    /** The names of the entries that nobody has made yet. */
    List<String> openNames() {
        return base.log
                .find(Filters.exists(MongoEntry.OPEN))
                .projection(new Document(MongoRow.ID, 1))
                .limit(AT_ONCE)
                .map(entry -> entry.getString(MongoRow.ID))
                .into(new ArrayList<>());
    }

    /** Makes these entries, as far as they are open. */
    void makeOpen(List<String> names) {
        make(open(Filters.and(Filters.in(MongoRow.ID, names), Filters.exists(MongoEntry.OPEN))));
    }

    /** Makes entries of the log, and returns when that is durable. */
    void make(List<MongoEntry> entries) {
        for (int from = 0; from < entries.size(); from += AT_ONCE) {
            makeSome(entries.subList(from, Math.min(from + AT_ONCE, entries.size())));
        }
    }

    private List<MongoEntry> open(Bson which) {
        return base.log
                .find(which)
                .sort(Sorts.ascending(MongoRow.ID))
                .map(MongoEntry::read)
                .into(new ArrayList<>());
    }

    private void makeSome(List<MongoEntry> entries) {
        Map<String, Last> comments = new LinkedHashMap<>();
        Map<PostId, MongoEntry> posts = new HashMap<>();
        Map<String, MongoEntry> threads = new HashMap<>();
        for (MongoEntry entry : entries) {
            Comment comment = entry.row().comment();
            comments.merge(comment.id(), Last.of(entry), Last::and);
            if (entry.rev() != 0) {
                posts.merge(comment.post(), entry, MongoMaker::later);
                if (comment.root() != null) {
                    threads.merge(comment.root(), entry, MongoMaker::later);
                }
            }
        }
        Collection<Last> last = comments.values();
        write(
                base.comments,
                last.stream().flatMap(each -> each.publish().stream()).toList());
        write(base.rows, last.stream().map(Last::row).toList());
        write(
                base.comments,
                last.stream().flatMap(each -> each.withdraw().stream()).toList());
        var replies = new ArrayList<WriteModel<Document>>();
        threads.forEach((root, entry) -> replies.add(replies(root, entry)));
        write(base.rows, replies);
        write(base.posts, posts.values().stream().map(MongoMaker::counters).toList());
        forget(last.stream()
                .map(Last::entry)
                .filter(entry -> entry.deed().erases())
                .toList());
        if (!close(entries)) {
            withdrawWhatIsHidden(comments.keySet());
        }
    }

    private void forget(List<MongoEntry> forgotten) {
        var floors = new ArrayList<WriteModel<Document>>();
        for (MongoEntry entry : forgotten) {
            Comment comment = entry.row().comment();
            base.votes.deleteMany(Filters.eq(MongoVotes.COMMENT, comment.id()));
            base.log.updateOne(
                    Filters.eq(MongoEntry.CHANGE, MongoEntry.change(comment.id(), 1)),
                    new Document("$unset", new Document(MongoEntry.CID, "")));
            if (entry.deed() == Deed.FORGET && comment.rev() != 0) {
                floors.add(new UpdateOneModel<>(
                        Filters.eq(MongoRow.ID, new ObjectId(comment.post().hex())),
                        new Document("$max", new Document(MongoReader.FLOOR, comment.rev()))));
            }
        }
        write(base.posts, floors);
    }

    private boolean close(List<MongoEntry> entries) {
        List<String> names = entries.stream().map(MongoEntry::name).toList();
        return base.log
                        .updateMany(
                                Filters.and(Filters.in(MongoRow.ID, names), Filters.exists(MongoEntry.OPEN)),
                                new Document("$unset", MongoEntry.DONE))
                        .getModifiedCount()
                == entries.size();
    }

    /** Takes comments that are not published out of the tutorial's collection. */
    void withdrawWhatIsHidden(Collection<String> ids) {
        var withdrawn = new ArrayList<WriteModel<Document>>();
        Bson hidden = Filters.and(
                Filters.in(MongoRow.ID, ids.stream().map(ObjectId::new).toList()),
                Filters.ne(MongoRow.STATUS, Status.PUBLISHED.code()));
        for (Document row : base.rows.find(hidden).projection(new Document(MongoRow.VERSION, 1))) {
            withdrawn.add(withdrawal(row.getObjectId(MongoRow.ID), MongoRow.number(row, MongoRow.VERSION)));
        }
        write(base.comments, withdrawn);
    }

    private static WriteModel<Document> row(MongoRow row) {
        Document fields = row.fields();
        var absent = new Document();
        if (row.comment().published()) {
            absent.append(MongoRow.DOCUMENT, "");
        } else {
            fields.append(MongoRow.DOCUMENT, row.document());
        }
        if (!row.comment().pinned()) {
            absent.append(MongoRow.PINNED, "");
        }
        var update = new Document("$set", fields);
        if (!absent.isEmpty()) {
            update.append("$unset", absent);
        }
        return new UpdateOneModel<>(unlessNewer(row.objectId(), MongoRow.VERSION, row.version()), update, OR_INSERT);
    }

    private static WriteModel<Document> replies(String root, MongoEntry entry) {
        long rev = entry.row().comment().rev();
        var update = new Document(MongoRow.REPLIES, entry.replies()).append(MongoRow.REPLIES_REV, rev);
        return new UpdateOneModel<>(
                unlessNewer(new ObjectId(root), MongoRow.REPLIES_REV, rev), new Document("$set", update));
    }

    private static WriteModel<Document> counters(MongoEntry entry) {
        Comment comment = entry.row().comment();
        var counters = new Document(MongoReader.HEAD, comment.rev()).append(MongoReader.COUNT, entry.count());
        return new UpdateOneModel<>(
                Filters.and(
                        Filters.eq(MongoRow.ID, new ObjectId(comment.post().hex())),
                        Filters.lt(MongoReader.HEAD, comment.rev())),
                new Document("$set", counters));
    }

    private static WriteModel<Document> withdrawal(ObjectId id, int version) {
        return new DeleteOneModel<>(unlessNewer(id, MongoRow.MARK, version));
    }

    private static Bson unlessNewer(ObjectId id, String field, Number value) {
        return new Document(MongoRow.ID, id).append(field, new Document("$not", new Document("$gte", value)));
    }

    private static MongoEntry later(MongoEntry one, MongoEntry other) {
        return one.row().comment().rev() > other.row().comment().rev() ? one : other;
    }

    /* A document that is there already, and newer, refuses the insertion by its id: so it must be. */
    static void write(MongoCollection<Document> collection, List<WriteModel<Document>> writes) {
        if (writes.isEmpty()) {
            return;
        }
        try {
            collection.bulkWrite(writes, IN_ANY_ORDER);
        } catch (MongoBulkWriteException e) {
            boolean allNewer = e.getWriteConcernError() == null
                    && e.getWriteErrors().stream().allMatch(error -> error.getCode() == DUPLICATE_KEY);
            if (!allNewer) {
                throw e;
            }
        }
    }

    /** The last of several entries of one comment, and what all of them do. */
    private record Last(MongoEntry entry, Set<Deed> deeds) {
        static Last of(MongoEntry entry) {
            return new Last(entry, EnumSet.of(entry.deed()));
        }

        Last and(Last other) {
            var both = EnumSet.copyOf(deeds);
            both.addAll(other.deeds);
            return new Last(entry.row().version() > other.entry.row().version() ? entry : other.entry, both);
        }

        /* What is left of a forgotten row keeps one who slept from writing it once more. */
        WriteModel<Document> row() {
            MongoRow row = entry.row();
            if (entry.deed() == Deed.FORGET) {
                var left = new Document(MongoRow.VERSION, row.version()).append(MongoRow.FORGOTTEN, true);
                return new ReplaceOneModel<>(
                        unlessNewer(row.objectId(), MongoRow.VERSION, row.version()),
                        left,
                        new ReplaceOptions().upsert(true));
            }
            return MongoMaker.row(row);
        }

        List<WriteModel<Document>> publish() {
            MongoRow row = entry.row();
            if (!row.comment().published()) {
                return List.of();
            }
            Document marked = new Document(MongoRow.MARK, row.version());
            if (deeds.contains(Deed.MOVE)) {
                Document whole = row.document();
                return List.of(new UpdateOneModel<>(
                        unlessNewer(row.objectId(), MongoRow.MARK, row.version()),
                        new Document("$set", new Document(whole).append(MongoRow.MARK, row.version())),
                        OR_INSERT));
            }
            if (deeds.contains(Deed.EDIT)) {
                return List.of(new UpdateOneModel<>(
                        unlessNewer(row.objectId(), MongoRow.MARK, row.version()),
                        new Document("$set", marked.append("content", row.content()))));
            }
            if (deeds.contains(Deed.ADOPT)) {
                return List.of(new UpdateOneModel<>(
                        unlessNewer(row.objectId(), MongoRow.MARK, row.version()), new Document("$set", marked)));
            }
            return List.of();
        }

        List<WriteModel<Document>> withdraw() {
            MongoRow row = entry.row();
            boolean withdrawn = !row.comment().published() && deeds.contains(Deed.MOVE);
            return withdrawn && row.version() > 1 ? List.of(withdrawal(row.objectId(), row.version())) : List.of();
        }
    }
}
