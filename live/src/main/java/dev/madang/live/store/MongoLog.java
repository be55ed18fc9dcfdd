package dev.madang.live.store;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.model.InsertManyOptions;
import java.util.List;

/** Writes the log of changes. Any thread. */
final class MongoLog {
    /*
     * In order, so that of the entries of a post none is there without those before it. How many were stored is told by the
     * place of the one that was refused: not every server counts right after a refusal.
     */
    private static final InsertManyOptions IN_ORDER = new InsertManyOptions().ordered(true);

    private static final int DUPLICATE_KEY = 11_000;

    private final MongoBase base;

    MongoLog(MongoBase base) {
        this.base = base;
    }

    /**
     * Commits entries: returns when they are durable.
     *
     * @return how many of them; the next one builds on something that was not, or is no longer, so. None behind it was
     *     written
     */
    int commit(List<MongoEntry> entries) {
        if (entries.isEmpty()) {
            return 0;
        }
        try {
            base.log.insertMany(entries.stream().map(MongoEntry::document).toList(), IN_ORDER);
            return entries.size();
        } catch (MongoBulkWriteException e) {
            if (e.getWriteConcernError() != null
                    || e.getWriteErrors().size() != 1
                    || e.getWriteErrors().getFirst().getCode() != DUPLICATE_KEY) {
                throw e;
            }
            return e.getWriteErrors().getFirst().getIndex();
        }
    }
}
