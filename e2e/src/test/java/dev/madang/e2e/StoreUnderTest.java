package dev.madang.e2e;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

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
}
