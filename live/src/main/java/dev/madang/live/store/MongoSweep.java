package dev.madang.live.store;

import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what others left in the database: comments that the tutorial's own server wrote, and changes that stand in the log
 * and were not made. Used by one thread.
 */
final class MongoSweep {
    /*
     * Whatever stands in the tutorial's collection without our mark was written by somebody else, whenever and with whatever
     * id. It is a comment like any other from now on, in the order of the tutorial's own question; its document gets the
     * mark and nothing else. What the tutorial's model could not have written gets the mark 0: nobody looks at it again.
     */
    private static final int AT_ONCE = 1_000;

    private static final int TOLD_EVERY = 100_000;
    private static final String POST_ID = "postId";
    private static final Bson UNMARKED = Filters.eq(MongoRow.MARK, null);
    private static final Logger log = LoggerFactory.getLogger(MongoSweep.class);

    private final MongoBase base;
    private final MongoMaker maker;
    private final MongoWriter writer;
    private Set<String> openBefore = Set.of();

    MongoSweep(MongoBase base, Clock clock) {
        this.base = base;
        this.maker = new MongoMaker(base);
        this.writer = new MongoWriter(base, clock);
    }

    /** At the start: everything. */
    void all() {
        maker.makeOpen();
        adopt();
        withdraw();
    }

    /** Every now and then: what is new. A change is made once it was left open for two sweeps: its writer may be at it. */
    void some() {
        List<String> open = maker.openNames();
        List<String> left = open.stream().filter(openBefore::contains).toList();
        if (!left.isEmpty()) {
            log.info("{} changes that nobody made are made", left.size());
            maker.makeOpen(left);
        }
        openBefore = Set.copyOf(open);
        adopt();
    }

    /** Takes out of the tutorial's collection what is not to be seen there. */
    void withdraw() {
        var ids = new ArrayList<String>();
        try (MongoCursor<Document> hidden = base.rows
                .find(Filters.gt(MongoRow.STATUS, Status.PUBLISHED.code()))
                .projection(Projections.include(MongoRow.ID))
                .cursor()) {
            while (hidden.hasNext()) {
                ids.add(hidden.next().getObjectId(MongoRow.ID).toHexString());
                if (ids.size() == AT_ONCE) {
                    maker.withdrawWhatIsHidden(ids);
                    ids.clear();
                }
            }
        }
        maker.withdrawWhatIsHidden(ids);
    }

    private void adopt() {
        long adopted = 0;
        long told = 0;
        for (Document first = unmarked(); first != null; first = unmarked()) {
            adopted += adopt(first.get(POST_ID));
            if (adopted - told >= TOLD_EVERY) {
                told = adopted;
                log.info("{} comments that others wrote have their places so far", adopted);
            }
        }
        if (adopted > 0) {
            log.info("{} comments that others wrote got their places", adopted);
        }
    }

    private @Nullable Document unmarked() {
        return base.comments
                .find(UNMARKED)
                .projection(Projections.include(POST_ID))
                .first();
    }

    private int adopt(@Nullable Object postId) {
        List<Document> found = base.comments
                .find(Filters.and(Filters.eq(POST_ID, postId), UNMARKED))
                .sort(Sorts.ascending("createdAt", MongoRow.ID))
                .limit(AT_ONCE)
                .into(new ArrayList<>());
        Optional<PostId> post = postId instanceof ObjectId id ? PostId.parse(id.toHexString()) : Optional.empty();
        var rows = new ArrayList<MongoRow>();
        var others = new ArrayList<Object>();
        for (Document document : found) {
            MongoRow row = post.map(id -> MongoRow.foreign(id, document)).orElse(null);
            if (row == null) {
                others.add(document.get(MongoRow.ID));
            } else {
                rows.add(row);
            }
        }
        int adopted = post.isPresent() ? writer.adopt(post.get(), rows) : 0;
        markKnown(rows);
        passOver(others);
        return adopted;
    }

    /* A document that lost its mark, in a restored collection for example: its row knows better. */
    private void markKnown(List<MongoRow> documents) {
        var ids = documents.stream().map(MongoRow::objectId).toList();
        var marks = new ArrayList<WriteModel<Document>>();
        var hidden = new HashSet<String>();
        for (Document row : base.rows.find(Filters.in(MongoRow.ID, ids))) {
            ObjectId id = row.getObjectId(MongoRow.ID);
            if (row.containsKey(MongoRow.FORGOTTEN) || row.containsKey(MongoRow.DOCUMENT)) {
                hidden.add(id.toHexString());
            } else {
                marks.add(new UpdateOneModel<>(
                        Filters.and(Filters.eq(MongoRow.ID, id), UNMARKED),
                        new Document("$set", new Document(MongoRow.MARK, row.get(MongoRow.VERSION)))));
            }
        }
        if (!marks.isEmpty()) {
            base.comments.bulkWrite(marks);
        }
        maker.withdrawWhatIsHidden(hidden);
    }

    private void passOver(List<Object> ids) {
        if (!ids.isEmpty()) {
            log.warn("{} documents in the collection comments are no comments, such as {}", ids.size(), ids.getFirst());
            base.comments.updateMany(
                    Filters.in(MongoRow.ID, ids), new Document("$set", new Document(MongoRow.MARK, 0)));
        }
    }
}
