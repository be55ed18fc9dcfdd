package dev.madang.admin;

import dev.madang.engine.CloseReason;
import dev.madang.engine.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Sessions, messages and bytes, counted per second. Any thread counts; one looks, once per second.
 */
final class Traffic {
    private static final String POLLING = "polling";

    private final Count connections = new Count();
    private final Count packetsIn = new Count();
    private final Count packetsOut = new Count();
    private final Count bytesIn = new Count();
    private final Count bytesOut = new Count();
    private final ConcurrentHashMap<CloseReason, Count> disconnections = new ConcurrentHashMap<>();
    private final AtomicInteger polling = new AtomicInteger();
    private List<Map<String, Object>> buckets = new ArrayList<>();

    /** How much there was, and how much of it has been told. */
    private static final class Count {
        private final LongAdder sum = new LongAdder();
        private long told;

        void add(long more) {
            sum.add(more);
        }

        long untold() {
            long now = sum.sum();
            long more = now - told;
            told = now;
            return more;
        }
    }

    void opened(Session session) {
        connections.add(1);
        if (session.transport().equals(POLLING)) {
            polling.incrementAndGet();
        }
    }

    void upgraded() {
        polling.decrementAndGet();
    }

    void closed(Session session, CloseReason reason) {
        disconnections.computeIfAbsent(reason, unused -> new Count()).add(1);
        if (session.transport().equals(POLLING)) {
            polling.decrementAndGet();
        }
    }

    void received(int bytes) {
        packetsIn.add(1);
        bytesIn.add(bytes);
    }

    void sent(int messages, int bytes) {
        packetsOut.add(messages);
        bytesOut.add(bytes);
    }

    /** Clients whose transport is polling now. */
    int pollingClients() {
        return polling.get();
    }

    /** What was counted since the last call belongs to this second. */
    void second(long timestamp) {
        bucket(timestamp, "rawConnection", "", connections);
        disconnections.forEach((reason, count) -> bucket(timestamp, "rawDisconnection", reason.text(), count));
        bucket(timestamp, "packetsIn", "", packetsIn);
        bucket(timestamp, "packetsOut", "", packetsOut);
        bucket(timestamp, "bytesIn", "", bytesIn);
        bucket(timestamp, "bytesOut", "", bytesOut);
    }

    private void bucket(long timestamp, String type, String subType, Count count) {
        long more = count.untold();
        if (more > 0) {
            buckets.add(
                    subType.isEmpty()
                            ? Map.of("timestamp", timestamp, "type", type, "count", more)
                            : Map.of("timestamp", timestamp, "type", type, "subType", subType, "count", more));
        }
    }

    /** The buckets since the last call. */
    List<Map<String, Object>> take() {
        List<Map<String, Object>> taken = buckets;
        buckets = new ArrayList<>();
        return taken;
    }
}
