package dev.madang.e2e;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.UUID;

/** The databases that the application is tested on. */
enum StoreUnderTest {
    /** A file. */
    SQLITE {
        @Override
        Database open(Path folder) {
            return new File(folder.resolve("madang.db"));
        }
    },
    /** A server of its own, with fsync on. */
    POSTGRESQL {
        @Override
        Database open(Path folder) {
            return Server.start();
        }
    },
    /** The server that {@code MADANG_TEST_MONGODB} names, or else an imitation in this process. */
    MONGODB {
        @Override
        Database open(Path folder) {
            String real = System.getenv("MADANG_TEST_MONGODB");
            String database = "madang_" + UUID.randomUUID().toString().replace("-", "");
            return real == null ? Imitation.start() : new Real(real.replaceAll("/+$", ""), database);
        }
    };

    /** An empty database. */
    abstract Database open(Path folder);

    /** A database; closing it takes it away. */
    interface Database extends AutoCloseable {
        /** What {@code madang.store} is set to. */
        String url();

        @Override
        void close();
    }

    private record File(Path path) implements Database {
        @Override
        public String url() {
            return "sqlite:" + path;
        }

        @Override
        public void close() {}
    }

    private record Server(EmbeddedPostgres postgres) implements Database {
        static Server start() {
            try {
                return new Server(EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .start());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String url() {
            return "postgresql://postgres@localhost:" + postgres.getPort() + "/postgres";
        }

        @Override
        public void close() {
            try {
                postgres.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private record Real(String server, String database) implements Database {
        @Override
        public String url() {
            return server + "/" + database;
        }

        @Override
        public void close() {
            try (MongoClient client = MongoClients.create(server)) {
                client.getDatabase(database).drop();
            }
        }
    }

    private record Imitation(MongoServer server, String url) implements Database {
        static Imitation start() {
            var server = new MongoServer(new MemoryBackend());
            return new Imitation(server, server.bindAndGetConnectionString() + "/madang?socketTimeoutMS=60000");
        }

        @Override
        public void close() {
            server.shutdownNow();
        }
    }
}
