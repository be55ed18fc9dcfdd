package dev.madang.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The sum of what waits for clients, asked of each session on its own loop. */
final class QueuedBytes {
    private QueuedBytes() {}

    /** Asks; a loop that has ended has nothing waiting. Any thread. */
    static CompletableFuture<Long> of(Collection<Session> sessions) {
        Map<Loop, List<Session>> homes = new HashMap<>();
        for (Session session : sessions) {
            homes.computeIfAbsent(session.loop(), loop -> new ArrayList<>()).add(session);
        }
        CompletableFuture<Long> sum = CompletableFuture.completedFuture(0L);
        for (Map.Entry<Loop, List<Session>> home : homes.entrySet()) {
            sum = sum.thenCombine(ask(home.getKey(), home.getValue()), Long::sum);
        }
        return sum;
    }

    private static CompletableFuture<Long> ask(Loop loop, List<Session> sessions) {
        CompletableFuture<Long> sum = new CompletableFuture<>();
        boolean asked = loop.run(() ->
                sum.complete(sessions.stream().mapToLong(Session::bufferedBytes).sum()));
        if (!asked) {
            sum.complete(0L);
        }
        return sum;
    }
}
