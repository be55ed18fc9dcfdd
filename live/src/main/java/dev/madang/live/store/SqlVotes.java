package dev.madang.live.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How votes are stored, counted and listed in an SQL database. */
final class SqlVotes {
    static final String BALLOTS = """
            SELECT c.post, v.comment, v.voter, v.value FROM votes v JOIN comments c ON c.id = v.comment
            WHERE (v.comment, v.voter) > (?, ?) ORDER BY v.comment, v.voter LIMIT ?""";
    static final String BY_VOTER = """
            SELECT c.post, v.comment, v.voter, v.value FROM votes v JOIN comments c ON c.id = v.comment
            WHERE v.voter = ? AND v.comment > ? ORDER BY v.comment LIMIT ?""";

    private SqlVotes() {}

    /** Stores a vote in place of the one before, and counts it; false if it was the same. */
    static boolean cast(SqlStatements sql, String comment, String voter, int value) throws SQLException {
        int before = earlier(sql.vote, comment, voter);
        if (before == value) {
            return false;
        }
        PreparedStatement store = value == 0 ? sql.dropVote : sql.setVote;
        store.setString(1, comment);
        store.setString(2, voter);
        if (value != 0) {
            store.setInt(3, value);
        }
        store.executeUpdate();
        sql.countVote.setInt(1, Math.max(value, 0) - Math.max(before, 0));
        sql.countVote.setInt(2, Math.max(-value, 0) - Math.max(-before, 0));
        sql.countVote.setString(3, comment);
        sql.countVote.executeUpdate();
        return true;
    }

    /** Whether these votes on a comment stand there. */
    static boolean stand(Connection connection, String comment, Map<String, Integer> values) throws SQLException {
        try (PreparedStatement vote =
                connection.prepareStatement("SELECT value FROM votes WHERE comment = ? AND voter = ?")) {
            for (Map.Entry<String, Integer> each : values.entrySet()) {
                if (earlier(vote, comment, each.getKey()) != each.getValue()) {
                    return false;
                }
            }
            return true;
        }
    }

    /** All votes behind one, in the order of comments and voters. */
    static List<Ballot> behind(PreparedStatement query, @Nullable Ballot behind, int limit) throws SQLException {
        query.setString(1, behind == null ? "" : behind.comment());
        query.setString(2, behind == null ? "" : behind.voter());
        query.setInt(3, limit);
        return ballots(query);
    }

    /** A voter's votes behind a comment, in the order of comments. */
    static List<Ballot> of(PreparedStatement query, String voter, @Nullable String behind, int limit)
            throws SQLException {
        query.setString(1, voter);
        query.setString(2, behind == null ? "" : behind);
        query.setInt(3, limit);
        return ballots(query);
    }

    private static List<Ballot> ballots(PreparedStatement query) throws SQLException {
        var ballots = new ArrayList<Ballot>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                ballots.add(
                        new Ballot(new PostId(row.getString(1)), row.getString(2), row.getString(3), row.getInt(4)));
            }
        }
        return ballots;
    }

    private static int earlier(PreparedStatement vote, String comment, String voter) throws SQLException {
        vote.setString(1, comment);
        vote.setString(2, voter);
        try (ResultSet value = vote.executeQuery()) {
            return value.next() ? value.getInt(1) : 0;
        }
    }
}
