package dev.madang.live.store;

import dev.madang.live.store.Outcome.Done;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds out what became of changes whose commit was not answered. */
final class SqlLookup {
    private SqlLookup() {}

    /** The outcomes of changes in their order; empty for one that did not happen. */
    static List<Optional<Outcome>> find(Connection connection, List<Change> changes) throws SQLException {
        try (PreparedStatement byId = connection.prepareStatement(SqlRows.BY_ID);
                PreparedStatement byCid = connection.prepareStatement(SqlRows.BY_CID)) {
            var outcomes = new ArrayList<Optional<Outcome>>(changes.size());
            for (Change change : changes) {
                outcomes.add(find(connection, byId, byCid, change));
            }
            return outcomes;
        }
    }

    private static Optional<Outcome> find(
            Connection connection, PreparedStatement byId, PreparedStatement byCid, Change change) throws SQLException {
        long count = count(connection, change.post());
        return switch (change) {
            case Change.Add add -> {
                Optional<Comment> own = SqlRows.byId(byId, add.post(), add.id());
                yield own.isPresent()
                        ? Optional.of(new Done(own.get(), false, count))
                        : SqlRows.byCid(byCid, add).map(row -> new Done(row, true, count));
            }
            case Change.Bring bring -> row(byId, bring, bring.row().id(), count, row -> true);
            case Change.Edit edit ->
                row(byId, edit, edit.id(), count, row -> row.content().equals(edit.content()));
            case Change.SetStatus status -> row(byId, status, status.id(), count, row -> row.status() == status.to());
            case Change.Pin pin -> row(byId, pin, pin.id(), count, row -> row.pinned() == pin.on());
            case Change.Vote vote ->
                voted(connection, byId, vote, vote.id(), Map.of(vote.voter(), vote.value()), count);
            case Change.Votes votes -> voted(connection, byId, votes, votes.id(), votes.values(), count);
            case Change.Tally tally -> row(byId, tally, tally.id(), count, row -> true);
            case Change.Erase erase ->
                SqlRows.byId(byId, erase.post(), erase.id()).isPresent()
                        ? row(byId, erase, erase.id(), count, Comment::isErased)
                        : Optional.of(new Done(Comment.erased(erase.id(), erase.post()), false, count));
        };
    }

    private static Optional<Outcome> row(
            PreparedStatement byId, Change change, String id, long count, Predicate<Comment> happened)
            throws SQLException {
        return SqlRows.byId(byId, change.post(), id).filter(happened).map(row -> new Done(row, false, count));
    }

    private static Optional<Outcome> voted(
            Connection connection,
            PreparedStatement byId,
            Change change,
            String id,
            Map<String, Integer> values,
            long count)
            throws SQLException {
        return SqlVotes.stand(connection, id, values) ? row(byId, change, id, count, row -> true) : Optional.empty();
    }

    private static long count(Connection connection, PostId post) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT published FROM posts WHERE id = ?")) {
            query.setString(1, post.hex());
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }
}
