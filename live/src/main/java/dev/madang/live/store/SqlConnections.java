package dev.madang.live.store;

import java.sql.Connection;
import java.sql.SQLException;

/** Where the connections come from that write. */
interface SqlConnections {
    /** What is spoken there. */
    SqlDialect dialect();

    /** Opens a connection; each of its statements is a transaction unless one is begun. */
    Connection openWriter() throws SQLException;

    /**
     * Whether an idle connection can still be used.
     *
     * @throws SQLException if neither it nor another can
     */
    boolean usable(Connection connection) throws SQLException;
}
