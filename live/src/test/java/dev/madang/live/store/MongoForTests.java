package dev.madang.live.store;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A database of its own on the MongoDB that {@code MADANG_TEST_MONGODB} names, without a database, such as {@code
 * mongodb://localhost:27017}; or else on an imitation in this process, which is no proof of what MongoDB does.
 */
public final class MongoForTests implements AutoCloseable {
    /* It knows no index but unique ones: a full batch may take it longer than a store is waited for. */
    private static final String PATIENT = "?socketTimeoutMS=60000";

    private @Nullable MongoServer imitation;
    private final String server;
    private final String name = "madang_" + UUID.randomUUID().toString().replace("-", "");
    private final MongoClient client;

    /** An empty database. */
    public MongoForTests() {
        String real = System.getenv("MADANG_TEST_MONGODB");
        this.imitation = real == null ? new MongoServer(new MemoryBackend()) : null;
        this.server = imitation == null ? String.valueOf(real) : imitation.bindAndGetConnectionString();
        this.client = MongoClients.create(server);
    }

    /** What {@code madang.store} is set to. */
    public String url() {
        String url = server.replaceAll("/+$", "") + "/" + name;
        return imitation == null ? url : url + PATIENT;
    }

    /** A collection of the database. */
    public MongoCollection<Document> collection(String collection) {
        return database().getCollection(collection);
    }

    /** What the tutorial's server asks for. */
    List<Document> askedByTheTutorial(PostId post) {
        return collection("comments")
                .find(new Document("postId", new ObjectId(post.hex())))
                .sort(new Document("createdAt", 1))
                .into(new ArrayList<>());
    }

    /** Takes the server away; a test that needs this is skipped on a real one. */
    InetSocketAddress stop() {
        Assumptions.assumeTrue(imitation != null, "a real server is not stopped by tests");
        MongoServer running = Objects.requireNonNull(imitation);
        InetSocketAddress address = running.getLocalAddress();
        running.shutdownNow();
        return address;
    }

    /** Brings it back, empty: the imitation keeps nothing. */
    void restart(InetSocketAddress address) {
        imitation = new MongoServer(new MemoryBackend());
        imitation.bind(address);
    }

    /** All documents, by collection. */
    Map<String, List<Document>> dump() {
        var dump = new TreeMap<String, List<Document>>();
        for (String collection : database().listCollectionNames()) {
            dump.put(
                    collection,
                    collection(collection).find().sort(new Document("_id", 1)).into(new ArrayList<>()));
        }
        return dump;
    }

    /** Makes a collection what it was. */
    void restore(String collection, List<Document> documents) {
        collection(collection).deleteMany(new Document());
        if (!documents.isEmpty()) {
            collection(collection).insertMany(documents);
        }
    }

    private MongoDatabase database() {
        return client.getDatabase(name);
    }

    @Override
    public void close() {
        if (imitation == null) {
            database().drop();
        }
        client.close();
        if (imitation != null) {
            imitation.shutdownNow();
        }
    }
}
