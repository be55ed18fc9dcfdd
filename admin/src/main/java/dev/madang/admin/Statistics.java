package dev.madang.admin;

import dev.madang.server.Namespace;
import dev.madang.server.SocketIo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The event {@code server_stats}. Any thread. */
final class Statistics {
    private final SocketIo io;
    private final Traffic traffic;
    private final String serverId;
    private final String hostname = AdminOptions.hostname();
    private final ProcessHandle process = ProcessHandle.current();
    private final long begun = System.nanoTime();
    private final Duration before = process.info()
            .startInstant()
            .map(start -> Duration.between(start, Instant.now()))
            .orElse(Duration.ZERO);

    Statistics(SocketIo io, Traffic traffic, String serverId) {
        this.io = io;
        this.traffic = traffic;
        this.serverId = serverId;
    }

    Map<String, Object> now(List<Map<String, Object>> aggregatedEvents) {
        List<Map<String, Object>> namespaces = new ArrayList<>();
        for (Namespace namespace : io.namespaces()) {
            namespaces.add(Map.of(
                    "name",
                    namespace.name(),
                    "socketsCount",
                    namespace.sockets().size()));
        }
        Map<String, Object> stats = new LinkedHashMap<>();
        stats.put("serverId", serverId);
        stats.put("hostname", hostname);
        stats.put("pid", process.pid());
        stats.put("uptime", uptime());
        stats.put("clientsCount", io.engine().sessions());
        stats.put("pollingClientsCount", traffic.pollingClients());
        stats.put("aggregatedEvents", aggregatedEvents);
        stats.put("namespaces", namespaces);
        return stats;
    }

    private double uptime() {
        return (before.toMillis() + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun)) / 1000.0;
    }
}
