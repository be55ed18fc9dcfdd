package dev.madang.live.store;

import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/** How a change that the database does not take is kept from harming its neighbours. */
enum RowFaults {
    /** SQLite: a statement that fails undoes itself and nothing else. */
    UNDO_THE_STATEMENT {
        @Override
        boolean ofOneRow(SQLException e) {
            int primary = e.getErrorCode() & 0xff;
            return primary == SQLiteErrorCode.SQLITE_CONSTRAINT.code
                    || primary == SQLiteErrorCode.SQLITE_TOOBIG.code
                    || primary == SQLiteErrorCode.SQLITE_MISMATCH.code;
        }
    },
    /** PostgreSQL: a statement that fails ends the transaction, unless a savepoint stands before it. */
    UNDO_TO_A_SAVEPOINT {
        @Override
        boolean ofOneRow(SQLException e) {
            String state = String.valueOf(e.getSQLState());
            return state.startsWith(DATA_EXCEPTION)
                    || state.startsWith(CONSTRAINT_VIOLATION)
                    || state.startsWith(LIMIT_EXCEEDED);
        }
    },
    /** The whole transaction is to fail. */
    FAIL_TOGETHER {
        @Override
        boolean ofOneRow(SQLException e) {
            return false;
        }
    };

    private static final String DATA_EXCEPTION = "22";
    private static final String CONSTRAINT_VIOLATION = "23";
    private static final String LIMIT_EXCEEDED = "54";

    /** Whether nothing but the change itself is the reason of a failure that can be undone. */
    abstract boolean ofOneRow(SQLException e);
}
