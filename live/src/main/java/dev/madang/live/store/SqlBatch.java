package dev.madang.live.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The changes of one transaction. */
final class SqlBatch {
    /*
     * The posts of a batch are taken in the order of their ids, so that the row locks of several programs cannot wait for
     * each other in a circle; the changes of a post in the order they came.
     */
    private SqlBatch() {}

    /** Makes all changes within the transaction that has begun; the outcomes are in their order. */
    static List<Outcome> make(SqlStatements statements, RowFaults faults, List<Change> batch, long now)
            throws SQLException {
        var outcomes = new Outcome[batch.size()];
        Map<PostId, List<Integer>> byPost = new TreeMap<>();
        for (int i = 0; i < batch.size(); i++) {
            byPost.computeIfAbsent(batch.get(i).post(), post -> new ArrayList<>())
                    .add(i);
        }
        for (Map.Entry<PostId, List<Integer>> post : byPost.entrySet()) {
            var changes = new SqlChanges(statements, faults, post.getKey(), now);
            for (int place : post.getValue()) {
                outcomes[place] = changes.make(batch.get(place));
            }
            changes.end();
        }
        return Arrays.asList(outcomes);
    }
}
