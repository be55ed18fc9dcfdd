package dev.madang.live.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A schema of its own on the PostgreSQL server that {@code MADANG_TEST_POSTGRES} names by a URL, or else on an embedded one,
 * which runs without fsync: nothing durable can be shown there.
 */
public final class PostgresSchema implements AutoCloseable {
    private final String server;
    private final String name =
            "madang_" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());

    private PostgresSchema(String server) throws SQLException {
        this.server = server;
        execute("CREATE SCHEMA " + name);
    }

    /** An empty schema. */
    public static PostgresSchema create() throws SQLException {
        return on(Optional.ofNullable(System.getenv("MADANG_TEST_POSTGRES")).orElseGet(() -> Embedded.URL));
    }

    /** On the server that a URL without parameters names. */
    static PostgresSchema on(String server) throws SQLException {
        return new PostgresSchema(server);
    }

    /** What {@code madang.store} is set to. */
    public String url() {
        return server + "?currentSchema=" + name;
    }

    /** The name of a table from outside. */
    String table(String table) {
        return name + "." + table;
    }

    Connection connect() throws SQLException {
        PostgresUrl url = PostgresUrl.parse(url());
        return DriverManager.getConnection(url.jdbc(), url.user(), url.password());
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first value of a query's answer, as text. */
    String ask(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @Override
    public void close() throws SQLException {
        execute("DROP SCHEMA " + name + " CASCADE");
    }

    private static final class Embedded {
        static final String URL = start();

        private static String start() {
            try {
                return "postgresql://postgres@localhost:"
                        + EmbeddedPostgres.builder().start().getPort() + "/postgres";
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
