package dev.madang.live.store;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** The documents beside the comments in MongoDB. Any thread. */
final class MongoRecords implements Records {
    /*
     * One document counts the versions and holds the writes that are under way: raising the count, on the condition that it
     * is what was read and nothing is under way, is one step that writes all of them or none. Whoever finds writes under way
     * makes them, each on the condition that nothing newer stands there, and takes them off.
     */
    static final String KIND = "kind";
    static final String KEY = "key";
    static final String VERSION = "version";

    private static final String JSON = "json";
    private static final String WRITES = "writes";
    private static final String BEYOND = Character.toString(Character.MAX_CODE_POINT);
    private static final Bson HEAD = Filters.eq(MongoRow.ID, "records");
    private static final int DUPLICATE_KEY = 11_000;
    private static final int TRIES = 300;
    private static final long LONGEST_PAUSE_NANOS = 5_000_000;

    private final MongoBase base;
    private final MongoThreads threads;

    MongoRecords(MongoBase base, MongoThreads threads) {
        this.base = base;
        this.threads = threads;
    }

    /** Makes the counter, if it is not there. */
    static void prepare(MongoBase base) {
        base.about.updateOne(
                HEAD, new Document("$setOnInsert", new Document(VERSION, 0L)), new UpdateOptions().upsert(true));
    }

    @Override
    public CompletableFuture<Optional<Long>> write(List<Put> puts) {
        List<Put> all = List.copyOf(puts);
        return threads.write(() -> {
            for (int tries = 0; tries < TRIES; tries++) {
                long version = settled();
                if (!asExpected(all)) {
                    return Optional.empty();
                }
                Optional<Long> written = write(all, version);
                if (written.isPresent()) {
                    return written;
                }
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1, LONGEST_PAUSE_NANOS));
            }
            throw new StoreException("others wrote all the time", new IllegalStateException("records"));
        });
    }

    @Override
    public CompletableFuture<Optional<Entry>> get(String kind, String key) {
        return threads.read(() ->
                Optional.ofNullable(base.records.find(there(kind, key)).first()).map(MongoRecords::entry));
    }

    @Override
    public CompletableFuture<List<Entry>> list(
            String kind, String prefix, @Nullable String behind, boolean descending, int limit) {
        var where = new ArrayList<>(List.of(
                Filters.eq(KIND, kind),
                Filters.gte(KEY, prefix),
                Filters.lt(KEY, prefix + BEYOND),
                Filters.ne(JSON, null)));
        if (behind != null) {
            where.add(descending ? Filters.lt(KEY, behind) : Filters.gt(KEY, behind));
        }
        return threads.read(() -> base.records
                .find(Filters.and(where))
                .sort(descending ? Sorts.descending(KEY) : Sorts.ascending(KEY))
                .limit(limit)
                .map(MongoRecords::entry)
                .into(new ArrayList<>()));
    }

    @Override
    public CompletableFuture<List<Entry>> since(long version, int limit) {
        return threads.read(() -> {
            long settled = settled();
            return base.records
                    .find(Filters.and(Filters.gt(VERSION, version), Filters.lte(VERSION, settled)))
                    .sort(Sorts.ascending(VERSION))
                    .limit(limit)
                    .map(MongoRecords::entry)
                    .into(new ArrayList<>());
        });
    }

    @Override
    public CompletableFuture<Void> prune(String kind, String before) {
        return threads.write(() -> {
                    settled();
                    return base.records.deleteMany(Filters.and(Filters.eq(KIND, kind), Filters.lt(KEY, before)));
                })
                .thenAccept(pruned -> {});
    }

    private Optional<Long> write(List<Put> puts, long before) {
        long last = before + puts.size();
        var writes = new ArrayList<Document>();
        for (int i = 0; i < puts.size(); i++) {
            Put put = puts.get(i);
            writes.add(new Document(KIND, put.kind())
                    .append(KEY, put.key())
                    .append(VERSION, before + 1 + i)
                    .append(JSON, put.json()));
        }
        var raised = new Document(VERSION, last).append(WRITES, writes);
        boolean taken = base.about
                        .updateOne(
                                Filters.and(HEAD, Filters.eq(VERSION, before), Filters.exists(WRITES, false)),
                                new Document("$set", raised))
                        .getModifiedCount()
                == 1;
        if (taken) {
            make(raised);
        }
        return taken ? Optional.of(last) : Optional.empty();
    }

    /** Makes what is under way, and tells the version that is reached then. */
    private long settled() throws StoreException {
        Document head = base.about.find(HEAD).first();
        if (head == null) {
            throw new StoreException(
                    "the database lost the count of its records", new IllegalStateException("records"));
        }
        if (head.containsKey(WRITES)) {
            make(head);
        }
        return MongoRow.whole(head, VERSION);
    }

    private void make(Document head) {
        var writes = new ArrayList<WriteModel<Document>>();
        for (Document write : head.getList(WRITES, Document.class)) {
            Bson older = Filters.and(
                    Filters.eq(MongoRow.ID, name(write.getString(KIND), write.getString(KEY))),
                    Filters.lt(VERSION, MongoRow.whole(write, VERSION)));
            writes.add(new UpdateOneModel<>(older, new Document("$set", write), new UpdateOptions().upsert(true)));
        }
        int from = 0;
        while (from < writes.size()) {
            from += made(writes.subList(from, writes.size()));
        }
        base.about.updateOne(
                Filters.and(HEAD, Filters.eq(VERSION, MongoRow.whole(head, VERSION))),
                new Document("$unset", new Document(WRITES, "")));
    }

    /* In order, so that nobody sees a version before the one below it; one that is there already is passed over. */
    private int made(List<WriteModel<Document>> writes) {
        try {
            base.records.bulkWrite(writes);
            return writes.size();
        } catch (MongoBulkWriteException e) {
            if (e.getWriteConcernError() != null
                    || e.getWriteErrors().size() != 1
                    || e.getWriteErrors().getFirst().getCode() != DUPLICATE_KEY) {
                throw e;
            }
            return e.getWriteErrors().getFirst().getIndex() + 1;
        }
    }

    /* Several writes of one document in one list: each expects what the ones before it leave. */
    private boolean asExpected(List<Put> puts) {
        Map<String, Boolean> written = new HashMap<>();
        for (Put put : puts) {
            if (put.expected() != Put.ANY) {
                Boolean leaves = written.get(name(put.kind(), put.key()));
                boolean matches =
                        leaves == null ? put.expected() == stands(put) : put.expected() == Put.NONE && !leaves;
                if (!matches) {
                    return false;
                }
            }
            written.put(name(put.kind(), put.key()), put.json() != null);
        }
        return true;
    }

    private long stands(Put put) {
        Document found = base.records.find(there(put.kind(), put.key())).first();
        return found == null ? Put.NONE : MongoRow.whole(found, VERSION);
    }

    private static Bson there(String kind, String key) {
        return Filters.and(Filters.eq(MongoRow.ID, name(kind, key)), Filters.ne(JSON, null));
    }

    private static String name(String kind, String key) {
        return kind.length() + ":" + kind + ":" + key;
    }

    private static Entry entry(Document document) {
        return new Entry(
                document.getString(KIND),
                document.getString(KEY),
                MongoRow.whole(document, VERSION),
                document.getString(JSON));
    }
}
