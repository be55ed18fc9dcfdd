package dev.madang.live.transfer;

import dev.madang.live.moderation.CarriedRecords;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.Records.Put;
import dev.madang.live.store.StoreException;
import dev.madang.live.store.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes the records of another store, those whose keys are not taken. Used by one thread. */
final class RecordsIn {
    private static final int WINDOW = 100;

    private final CommentStore store;
    private final ImportReport report;
    private final boolean alone;
    private final List<Put> window = new ArrayList<>();
    private CarriedRecords carried;

    /**
     * Records into a store.
     *
     * @param alone whether nobody else uses the store: then an empty one takes over the secret
     */
    RecordsIn(CommentStore store, boolean alone, ImportReport report) {
        this.store = store;
        this.alone = alone;
        this.report = report;
        this.carried = new CarriedRecords(store.secret(), false);
    }

    /** Hears where the records come from, before the first. */
    void from(Keys keys) throws StoreException, InterruptedException {
        byte[] secret = keys.secret();
        if (alone && secret != null && !keys.areOf(store.secret())) {
            Waiting.on(store.adopt(secret));
        }
        carried = new CarriedRecords(store.secret(), keys.areOf(store.secret()));
    }

    void take(String kind, String key, String json) throws StoreException, InterruptedException {
        Optional<Put> put;
        try {
            put = carried.put(kind, key, json);
        } catch (RuntimeException e) {
            put = Optional.empty();
        }
        if (put.isEmpty()) {
            report.recordLeftOut();
            return;
        }
        window.add(put.get());
        if (window.size() == WINDOW) {
            flush();
        }
    }

    /* All of them or none: so where one is there already, each is tried alone. */
    void flush() throws StoreException, InterruptedException {
        if (window.isEmpty()) {
            return;
        }
        if (Waiting.on(store.records().write(window)).isPresent()) {
            report.records(window.size(), 0);
        } else {
            for (Put put : window) {
                boolean stored = Waiting.on(store.records().write(List.of(put))).isPresent();
                report.records(stored ? 1 : 0, stored ? 0 : 1);
            }
        }
        window.clear();
    }
}
