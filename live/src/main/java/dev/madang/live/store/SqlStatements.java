package dev.madang.live.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The writing connection with everything it says. Used by the writer thread only. */
final class SqlStatements {
    private static final Logger log = LoggerFactory.getLogger(SqlStatements.class);

    final Connection connection;
    final PreparedStatement post;
    final PreparedStatement createPost;
    final PreparedStatement updatePost;
    final PreparedStatement byId;
    final PreparedStatement byCid;
    final PreparedStatement insert;
    final PreparedStatement replies;
    final PreparedStatement edit;
    final PreparedStatement status;
    final PreparedStatement pin;
    final PreparedStatement vote;
    final PreparedStatement setVote;
    final PreparedStatement dropVote;
    final PreparedStatement countVote;
    final PreparedStatement tally;
    final PreparedStatement answered;
    final PreparedStatement blank;
    final PreparedStatement delete;
    final PreparedStatement dropVotes;
    final PreparedStatement raiseFloor;

    SqlStatements(Connection connection, SqlDialect dialect) throws SQLException {
        this.connection = connection;
        this.post = connection.prepareStatement("SELECT head, published FROM posts WHERE id = ?" + dialect.lock());
        this.createPost = connection.prepareStatement(
                "INSERT INTO posts (id, key, url, title, head, epoch) VALUES (?, ?, ?, ?, 0, ?) ON CONFLICT (id) DO NOTHING");
        this.updatePost = connection.prepareStatement("UPDATE posts SET head = ?, published = ? WHERE id = ?");
        this.byId = connection.prepareStatement(SqlRows.BY_ID);
        this.byCid = connection.prepareStatement(SqlRows.BY_CID);
        this.insert = connection.prepareStatement("""
                INSERT INTO comments (id, post, seq, rev, parent, root, author_kind, author_id, author, content,
                  created_at, created_ms, status, cid, author_rank, edited_ms, pinned)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (post, author_kind, author_id, (CASE author_id WHEN '' THEN author ELSE '' END), cid)
                  WHERE cid IS NOT NULL DO NOTHING""");
        this.replies = connection.prepareStatement("UPDATE comments SET replies = replies + ? WHERE id = ?");
        this.edit = connection.prepareStatement("UPDATE comments SET content = ?, edited_ms = ?, rev = ? WHERE id = ?");
        this.status = connection.prepareStatement("UPDATE comments SET status = ?, seq = ?, rev = ? WHERE id = ?");
        this.pin = connection.prepareStatement("UPDATE comments SET pinned = ?, rev = ? WHERE id = ?");
        this.vote = connection.prepareStatement("SELECT value FROM votes WHERE comment = ? AND voter = ?");
        this.setVote = connection.prepareStatement("""
                INSERT INTO votes (comment, voter, value) VALUES (?, ?, ?)
                ON CONFLICT (comment, voter) DO UPDATE SET value = excluded.value""");
        this.dropVote = connection.prepareStatement("DELETE FROM votes WHERE comment = ? AND voter = ?");
        this.countVote = connection.prepareStatement(
                "UPDATE comments SET up_now = up_now + ?, down_now = down_now + ? WHERE id = ?");
        this.tally = connection.prepareStatement(
                "UPDATE comments SET up = up_now, down = down_now, score = ?, rev = ? WHERE id = ?");
        this.answered = connection.prepareStatement("SELECT 1 FROM comments WHERE parent = ? LIMIT 1");
        this.blank = connection.prepareStatement(
                "UPDATE comments SET author_kind = " + Author.ERASED.kind().code()
                        + ", author_id = '', author = '" + Author.ERASED.name() + "', content = '" + Comment.ERASED
                        + "', cid = NULL, author_rank = 0, up = 0, down = 0, up_now = 0, down_now = 0 WHERE id = ?");
        this.delete = connection.prepareStatement("DELETE FROM comments WHERE id = ?");
        this.dropVotes = connection.prepareStatement("DELETE FROM votes WHERE comment = ?");
        this.raiseFloor = connection.prepareStatement("UPDATE posts SET floor = ? WHERE id = ? AND floor < ?");
    }

    void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            log.warn("The database did not close", e);
        }
    }
}
