package dev.madang.live.store;

import com.mongodb.ConnectionString;
import java.util.Objects;

/** The URL of a MongoDB database. */
final class MongoUrl {
    private static final String DEFAULT_DATABASE = "madang";

    private MongoUrl() {}

    static boolean is(String url) {
        return url.startsWith("mongodb://") || url.startsWith("mongodb+srv://");
    }

    /**
     * Reads a URL.
     *
     * @throws IllegalArgumentException if it is none; neither the message nor a cause holds any part of it, since it may
     *     hold a password
     */
    @SuppressWarnings("UnusedException")
    static ConnectionString parse(String url) {
        try {
            return new ConnectionString(url);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "madang.store is no URL of MongoDB; use mongodb://user:password@host:27017/database, with : / ? # [ ] @"
                            + " and % in user and password written as %3A %2F %3F %23 %5B %5D %40 and %25");
        }
    }

    static String database(ConnectionString url) {
        return Objects.requireNonNullElse(url.getDatabase(), DEFAULT_DATABASE);
    }

    /** The hosts and the database, for messages. */
    static String shown(ConnectionString url) {
        return String.join(",", url.getHosts()) + "/" + database(url);
    }
}
