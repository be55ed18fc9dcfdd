package dev.madang.live.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL database: opens its connections and brings its schema up to date. Connections that stay open give up after
 * {@value #WRITE_SECONDS} s of silence while writing and {@value #READ_SECONDS} s while reading.
 */
final class PostgresServer implements SqlConnections {
    /*
     * Nobody waits more than five seconds for an answer, however the server fails. In the worst case a commit hangs
     * (WRITE_SECONDS), its outcome is looked for (GroupCommit, about LOGIN_SECONDS on a server that hangs), and what waited
     * meanwhile finds no connection (LOGIN_SECONDS). The server cancels statements after the same time, so that a lock held
     * by another program is not waited for longer; and a program that was stopped within a transaction loses it, with its
     * locks, after IDLE_SECONDS.
     */
    static final int WRITE_SECONDS = 2;

    static final int READ_SECONDS = 3;
    private static final int LOGIN_SECONDS = 1;
    private static final int IDLE_SECONDS = 5;
    private static final int START_SECONDS = 10;
    private static final int OLDEST = 13;
    private static final long SOON_NANOS = 500_000_000;
    private static final String CONNECTION_EXCEPTION = "08";
    private static final String SHUTDOWN = "57P0";

    private final PostgresUrl url;
    private final boolean unsafe;

    /**
     * A server that is spoken to later.
     *
     * @param unsafe whether it may confirm what a loss of power would undo
     */
    PostgresServer(PostgresUrl url, boolean unsafe) {
        this.url = url;
        this.unsafe = unsafe;
    }

    /** Brings the schema up to date; several programs may do so at once. */
    void migrate() throws SQLException {
        PGSimpleDataSource source = source(0, START_SECONDS);
        try (Connection connection = source.getConnection()) {
            check(connection);
        }
        Flyway flyway = Flyway.configure(PostgresServer.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:store/postgres")
                .table("schema_history")
                .load();
        MigrationInfoService schema = flyway.info();
        MigrationInfo current = schema.current();
        if (current != null && !current.getState().isResolved()) {
            throw new SQLException(
                    "it was written by a newer Madang (schema " + current.getVersion() + "); start that one");
        }
        if (schema.pending().length > 0) {
            flyway.migrate();
        }
    }

    @Override
    public SqlDialect dialect() {
        return SqlDialect.POSTGRES;
    }

    @Override
    public Connection openWriter() throws SQLException {
        Connection connection = source(WRITE_SECONDS, LOGIN_SECONDS).getConnection();
        try {
            check(connection);
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public boolean usable(Connection connection) throws SQLException {
        return connection.isValid(LOGIN_SECONDS);
    }

    /** Opens a connection that asks one thing and is closed. */
    Connection openOnce() throws SQLException {
        return source(LOGIN_SECONDS, LOGIN_SECONDS).getConnection();
    }

    /**
     * Whether a connection broke so soon that trying another is worth it.
     *
     * @param startNanos when the first attempt began
     */
    static boolean cut(SQLException e, long startNanos) {
        String state = String.valueOf(e.getSQLState());
        return (state.startsWith(CONNECTION_EXCEPTION) || state.startsWith(SHUTDOWN))
                && System.nanoTime() - startNanos < SOON_NANOS;
    }

    /** Opens connections that read; their transactions are snapshots. */
    HikariDataSource openReaders(int count) {
        var config = new HikariConfig();
        config.setPoolName("madang-store");
        config.setDataSource(source(READ_SECONDS, LOGIN_SECONDS));
        config.setMaximumPoolSize(count);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(LOGIN_SECONDS * 1_000L);
        config.setValidationTimeout(LOGIN_SECONDS * 500L);
        config.setInitializationFailTimeout(START_SECONDS * 1_000L);
        config.setReadOnly(true);
        config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        config.setAutoCommit(false);
        return new HikariDataSource(config);
    }

    @Override
    public String toString() {
        return url.toString();
    }

    private void check(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT current_setting('server_version_num')::int / 10000, current_setting('server_encoding'),
                          current_setting('fsync'), current_setting('synchronous_commit')""")) {
            row.next();
            if (row.getInt(1) < OLDEST) {
                throw new SQLException("PostgreSQL " + OLDEST + " or newer is needed, not " + row.getInt(1));
            }
            if (!row.getString(2).equals("UTF8")) {
                throw new SQLException("the database's encoding must be UTF8, not " + row.getString(2));
            }
            if (!unsafe && (row.getString(3).equals("off") || row.getString(4).equals("off"))) {
                throw new SQLException("with fsync=" + row.getString(3) + " and synchronous_commit=" + row.getString(4)
                        + " the server confirms what a loss of power undoes; set both on, or madang.store-unsafe=true if"
                        + " that is meant");
            }
        }
    }

    /* Details of errors would put comments into the log. */
    private PGSimpleDataSource source(int silence, int login) {
        var source = new PGSimpleDataSource();
        source.setUrl(url.jdbc());
        if (url.user() != null) {
            source.setUser(url.user());
        }
        if (url.password() != null) {
            source.setPassword(url.password());
        }
        source.setApplicationName("madang");
        source.setLogServerErrorDetail(false);
        source.setTcpKeepAlive(true);
        source.setConnectTimeout(login);
        source.setLoginTimeout(login);
        source.setSocketTimeout(silence);
        if (silence > 0) {
            source.setOptions("-c statement_timeout=" + silence * 1_000 + " -c idle_in_transaction_session_timeout="
                    + IDLE_SECONDS * 1_000);
        }
        return source;
    }
}
