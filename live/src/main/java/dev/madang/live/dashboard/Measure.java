package dev.madang.live.dashboard;

import java.util.Locale;

/** What is measured once a second. The names, in lower case, are part of what the pages read. */
enum Measure {
    /** Open Socket.IO sessions over WebSocket. */
    WEBSOCKET,
    /** Open Socket.IO sessions over polling. */
    POLLING,
    /** Messages from Socket.IO clients in this second. */
    IN,
    /** Messages to Socket.IO clients in this second; a broadcast counts once for each who gets it. */
    OUT,
    /** Half of the changes shown in this second were handed to the sockets within this time after their commit, in ms. */
    P50,
    /** The same of 99 of 100. */
    P99,
    /** How many in 100 of those who joined in this second found the newest comments in memory. */
    HITS,
    /** Transactions committed in this second. */
    COMMITS,
    /** Changes committed in this second. */
    CHANGES,
    /** The processors' time that this process took, in 100. */
    CPU,
    /** The processors' time that all processes took, in 100. */
    MACHINE,
    /** Java's objects, those that may be collected among them, in MiB. */
    HEAP,
    /** What the process holds of the machine's memory, in MiB. */
    RSS,
    /** What is free on the disk that holds the database, in MiB. */
    FREE,
    /** The database's file with its log, in MiB. */
    DATA;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
