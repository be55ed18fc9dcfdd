package dev.madang.live.store;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCommandException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.UpdateOptions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.types.Binary;

/** A MongoDB database: the tutorial's collection {@code comments}, and ours beside it. Any thread may use it. */
final class MongoBase implements AutoCloseable {
    /*
     * Reads see, and writes wait for, what a majority has in its journal: nothing that was confirmed or shown can be rolled
     * back, whatever becomes of one server. A lone server is a majority. How long the database may stay silent is bounded
     * at each of its doors, and no read is tried twice: who waits for "stored" must hear something within five seconds, also
     * behind a batch that fails. What the URL says about that wins.
     */
    private static final Duration DATABASE_FOUND_WITHIN = Duration.ofSeconds(2);

    /** How long one answer may take while the store serves. */
    static final Duration ANSWER = Duration.ofSeconds(2);

    /** How long one answer may take while a collection is prepared: an index over millions of comments takes its time. */
    static final Duration LONG_ANSWER = Duration.ofMinutes(30);

    static final int VERSION = 2;

    private static final WriteConcern DURABLE = WriteConcern.MAJORITY.withJournal(true);
    private static final String VALUE = "value";
    private static final int INDEX_OPTIONS_CONFLICT = 85;

    final MongoCollection<Document> comments;
    final MongoCollection<Document> log;
    final MongoCollection<Document> rows;
    final MongoCollection<Document> posts;
    final MongoCollection<Document> votes;

    final MongoCollection<Document> records;
    final MongoCollection<Document> about;

    private final MongoClient client;

    MongoBase(ConnectionString url, Duration answer) {
        var settings = MongoClientSettings.builder()
                .applyToClusterSettings(cluster ->
                        cluster.serverSelectionTimeout(DATABASE_FOUND_WITHIN.toMillis(), TimeUnit.MILLISECONDS))
                .applyToSocketSettings(
                        socket -> socket.connectTimeout(DATABASE_FOUND_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                                .readTimeout(answer.toMillis(), TimeUnit.MILLISECONDS))
                .applicationName("madang")
                .retryReads(false)
                .applyConnectionString(url)
                .readConcern(ReadConcern.MAJORITY)
                .readPreference(ReadPreference.primary())
                .writeConcern(DURABLE)
                .build();
        this.client = MongoClients.create(settings);
        MongoDatabase database = client.getDatabase(MongoUrl.database(url));
        this.comments = database.getCollection("comments");
        this.log = database.getCollection("madang_log");
        this.rows = database.getCollection("madang_rows");
        this.posts = database.getCollection("madang_posts");
        this.votes = database.getCollection("madang_votes");
        this.records = database.getCollection("madang_records");
        this.about = database.getCollection("madang_about");
    }

    /**
     * Makes the indexes, and refuses a database that a newer version wrote.
     *
     * @throws StoreException if it did
     */
    void prepare() throws StoreException {
        about.updateOne(
                new Document(MongoRow.ID, "schema"),
                new Document("$setOnInsert", new Document(VALUE, VERSION)),
                new UpdateOptions().upsert(true));
        Document schema = about.find(new Document(MongoRow.ID, "schema")).first();
        int found = schema == null ? VERSION : MongoRow.number(schema, VALUE);
        if (found > VERSION) {
            throw new StoreException(
                    "the comments were written by a newer Madang (schema " + found + ", this version knows " + VERSION
                            + "): start that version, or restore a backup",
                    new IllegalStateException("schema " + found));
        }
        if (found < VERSION) {
            MongoVotes.name(votes);
            about.updateOne(new Document(MongoRow.ID, "schema"), new Document("$set", new Document(VALUE, VERSION)));
        }
        /* One finds what others wrote, the other serves their own question for a post. */
        index(comments, MongoRow.MARK);
        index(comments, "postId", "createdAt");
        log.createIndex(Indexes.ascending(MongoEntry.CHANGE), new IndexOptions().unique(true));
        log.createIndex(
                Indexes.ascending(MongoEntry.CID),
                new IndexOptions().unique(true).sparse(true));
        log.createIndex(Indexes.ascending(MongoEntry.OPEN), new IndexOptions().sparse(true));
        index(rows, MongoRow.POST, MongoRow.STATUS, MongoRow.SEQ);
        index(rows, MongoRow.POST, MongoRow.REV);
        index(rows, MongoRow.POST, MongoRow.ROOT, MongoRow.SEQ);
        index(rows, MongoRow.POST, MongoRow.ROOT, MongoRow.SCORE, MongoRow.SEQ);
        index(rows, MongoRow.ROOT, MongoRow.SEQ);
        index(rows, MongoRow.STATUS, MongoRow.ID);
        index(rows, MongoRow.POST, MongoRow.ID);
        index(rows, MongoRow.KIND, MongoRow.AUTHOR, MongoRow.NAME, MongoRow.ID);
        rows.createIndex(Indexes.ascending(MongoRow.PARENT), new IndexOptions().sparse(true));
        rows.createIndex(Indexes.ascending(MongoRow.PINNED), new IndexOptions().sparse(true));
        index(votes, MongoVotes.COMMENT, MongoVotes.VOTER);
        index(votes, MongoVotes.VOTER, MongoVotes.COMMENT);
        index(posts, MongoReader.EPOCH, MongoRow.ID);
        index(records, MongoRecords.KIND, MongoRecords.KEY);
        index(records, MongoRecords.VERSION);
    }

    /** The 32 bytes that stay with the data; whoever comes first makes them. */
    byte[] secret() throws StoreException {
        var fresh = new byte[32];
        new SecureRandom().nextBytes(fresh);
        about.updateOne(
                new Document(MongoRow.ID, "keys"),
                new Document("$setOnInsert", new Document(VALUE, new Binary(fresh))),
                new UpdateOptions().upsert(true));
        Document keys = about.find(new Document(MongoRow.ID, "keys")).first();
        if (keys == null || !(keys.get(VALUE) instanceof Binary secret)) {
            throw new StoreException("the database lost its keys", new IllegalStateException("madang_about"));
        }
        return secret.getData();
    }

    /** Gives every post another epoch. */
    void renewEpochs(long now) {
        posts.updateMany(
                Filters.gte(MongoReader.EPOCH, now), new Document("$inc", new Document(MongoReader.EPOCH, 1L)));
        posts.updateMany(
                Filters.lt(MongoReader.EPOCH, now), new Document("$set", new Document(MongoReader.EPOCH, now)));
    }

    /** Makes that the secret, if there are neither posts nor comments nor records. */
    boolean adopt(byte[] secret) {
        boolean empty = posts.find().first() == null
                && comments.find().first() == null
                && records.find().first() == null;
        return empty
                && about.updateOne(
                                        new Document(MongoRow.ID, "keys"),
                                        new Document("$set", new Document(VALUE, new Binary(secret))))
                                .getMatchedCount()
                        == 1;
    }

    @Override
    public void close() {
        client.close();
    }

    /* An index that somebody made under another name, or with other options, serves as well. */
    private static void index(MongoCollection<Document> collection, String... fields) {
        try {
            collection.createIndex(Indexes.ascending(fields));
        } catch (MongoCommandException e) {
            if (e.getErrorCode() != INDEX_OPTIONS_CONFLICT) {
                throw e;
            }
        }
    }
}
