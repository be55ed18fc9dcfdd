package dev.madang.live.store;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/** Votes: a document for each voter and comment, so that a vote is one write and none is counted twice. Any thread. */
final class MongoVotes {
    static final String COMMENT = "comment";
    static final String VOTER = "voter";
    private static final String VALUE = "value";
    private static final int AT_ONCE = 1_000;

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

    /** All votes behind one, in the order of comments and voters. */
    List<Ballot> behind(@Nullable Ballot behind, int limit) {
        Bson where = behind == null
                ? Filters.empty()
                : Filters.or(
                        Filters.gt(COMMENT, behind.comment()),
                        Filters.and(Filters.eq(COMMENT, behind.comment()), Filters.gt(VOTER, behind.voter())));
        return ballots(where, limit);
    }

    /** A voter's votes behind a comment, in the order of comments. */
    List<Ballot> of(String voter, @Nullable String behind, int limit) {
        Bson own = Filters.eq(VOTER, voter);
        return ballots(behind == null ? own : Filters.and(own, Filters.gt(COMMENT, behind)), limit);
    }

    private List<Ballot> ballots(Bson where, int limit) {
        List<Document> found = base.votes
                .find(where)
                .sort(Sorts.ascending(COMMENT, VOTER))
                .limit(limit)
                .into(new ArrayList<>());
        List<ObjectId> comments = found.stream()
                .map(vote -> new ObjectId(vote.getString(COMMENT)))
                .distinct()
                .toList();
        var posts = new HashMap<String, PostId>();
        for (Document row :
                base.rows.find(Filters.in(MongoRow.ID, comments)).projection(Projections.include(MongoRow.POST))) {
            if (row.get(MongoRow.POST) instanceof ObjectId post) {
                posts.put(row.getObjectId(MongoRow.ID).toHexString(), new PostId(post.toHexString()));
            }
        }
        return found.stream()
                .flatMap(vote -> Optional.ofNullable(posts.get(vote.getString(COMMENT))).stream()
                        .map(post -> new Ballot(
                                post, vote.getString(COMMENT), vote.getString(VOTER), MongoRow.number(vote, VALUE))))
                .toList();
    }

    /** Writes into votes of version 1 whose they are, which stood in their names alone. */
    static void name(MongoCollection<Document> votes) {
        Bson nameless = Filters.exists(VOTER, false);
        for (List<Document> some = some(votes, nameless); !some.isEmpty(); some = some(votes, nameless)) {
            var writes = new ArrayList<WriteModel<Document>>();
            for (Document vote : some) {
                String name = vote.getString(MongoRow.ID);
                var voter = new Document(VOTER, name.substring(name.indexOf(':') + 1));
                writes.add(new UpdateOneModel<>(Filters.eq(MongoRow.ID, name), new Document("$set", voter)));
            }
            votes.bulkWrite(writes);
        }
    }

    private static List<Document> some(MongoCollection<Document> votes, Bson which) {
        return votes.find(which).limit(AT_ONCE).into(new ArrayList<>());
    }

    /** What these voters voted on a comment; those without a vote are left out. */
    Map<String, Integer> on(String comment, Collection<String> voters) {
        var values = new HashMap<String, Integer>();
        List<String> names = voters.stream().map(voter -> name(comment, voter)).toList();
        for (Document vote : base.votes.find(Filters.in(MongoRow.ID, names))) {
            values.put(vote.getString(VOTER), MongoRow.number(vote, VALUE));
        }
        return values;
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
                var fields = new Document(COMMENT, vote.id())
                        .append(VOTER, vote.voter())
                        .append(VALUE, vote.value());
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
