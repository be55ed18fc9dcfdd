package dev.madang.live.store;

import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;

/** Votes: a document for each voter and comment, so that a vote is one write and none is counted twice. Any thread. */
final class MongoVotes {
    static final String COMMENT = "comment";
    private static final String VALUE = "value";

    private final MongoBase base;

    MongoVotes(MongoBase base) {
        this.base = base;
    }

    /** What one voter voted on comments; those without a vote are left out. */
    Map<String, Integer> of(String voter, Collection<String> comments) {
        var votes = new HashMap<String, Integer>();
        List<String> names = comments.stream().map(id -> name(id, voter)).toList();
        for (Document vote : base.votes.find(Filters.in(MongoRow.ID, names))) {
            votes.put(vote.getString(COMMENT), MongoRow.number(vote, VALUE));
        }
        return votes;
    }

    /** How the votes on comments stand; a comment nobody voted on is left out. */
    Map<String, Count> counts(Collection<String> comments) {
        var counts = new HashMap<String, Count>();
        if (comments.isEmpty()) {
            return counts;
        }
        var group = new Document(COMMENT, "$" + COMMENT).append(VALUE, "$" + VALUE);
        for (Document sum : base.votes.aggregate(List.of(
                Aggregates.match(Filters.in(COMMENT, Set.copyOf(comments))),
                Aggregates.group(group, Accumulators.sum("n", 1))))) {
            Document of = sum.get(MongoRow.ID, Document.class);
            Count count = MongoRow.number(of, VALUE) > 0
                    ? new Count(MongoRow.number(sum, "n"), 0)
                    : new Count(0, MongoRow.number(sum, "n"));
            counts.merge(of.getString(COMMENT), count, Count::plus);
        }
        return counts;
    }

    /** Stores votes, of each voter and comment at most one, and returns when they are durable. */
    void store(Collection<Change.Vote> votes) {
        var writes = new ArrayList<WriteModel<Document>>();
        for (Change.Vote vote : votes) {
            var name = new Document(MongoRow.ID, name(vote.id(), vote.voter()));
            if (vote.value() == 0) {
                writes.add(new DeleteOneModel<>(name));
            } else {
                var fields = new Document(COMMENT, vote.id()).append(VALUE, vote.value());
                writes.add(new UpdateOneModel<>(name, new Document("$set", fields), new UpdateOptions().upsert(true)));
            }
        }
        if (!writes.isEmpty()) {
            base.votes.bulkWrite(writes);
        }
    }

    static String name(String comment, String voter) {
        return comment + ":" + voter;
    }

    /** How the votes on a comment stand. Immutable. */
    record Count(int up, int down) {
        static final Count NONE = new Count(0, 0);

        Count plus(Count other) {
            return new Count(up + other.up, down + other.down);
        }

        /** After a vote in place of another. */
        Count replaced(int before, int now) {
            return new Count(
                    up + Math.max(now, 0) - Math.max(before, 0), down + Math.max(-now, 0) - Math.max(-before, 0));
        }
    }
}
