package dev.madang.live.store;

import java.nio.file.Path;
import java.time.Clock;

/** Opens the store that a URL names. */
public final class Stores {
    private static final String SQLITE = "sqlite:";

    private Stores() {}

    /**
     * Opens {@code sqlite:PATH}, where a relative path starts at the working folder, or {@code mongodb://HOST:PORT/DATABASE}.
     *
     * @throws StoreException if the database cannot be opened
     * @throws IllegalArgumentException if the URL names no kind of store that this version has; the message holds no
     *     more of the URL than its scheme, since the rest may be a password
     */
    public static CommentStore open(String url, Clock clock, CommitListener listener) throws StoreException {
        if (url.startsWith(SQLITE) && url.length() > SQLITE.length()) {
            return new SqliteStore(Path.of(url.substring(SQLITE.length())), clock, listener);
        }
        if (MongoUrl.is(url)) {
            return new MongoStore(url, clock, listener);
        }
        int colon = url.indexOf(':');
        throw new IllegalArgumentException("madang.store: \"" + (colon < 0 ? "" : url.substring(0, colon))
                + ":\" is no store of this version; use sqlite:PATH, for example sqlite:data/madang.db, or"
                + " mongodb://HOST:PORT/DATABASE");
    }
}
