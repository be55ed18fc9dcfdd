package dev.madang.server;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * What a server holds at one moment; for gauges. The parts are counted one after the other while the server goes on, so
 * they need not agree with each other to the last one.
 *
 * @param sessions connected clients
 * @param namespaces namespaces that clients may join
 * @param sockets sockets of all namespaces
 * @param waitingEvents received events that wait for handlers
 * @param waitingBytes the bytes of their arguments
 * @param queuedBytes bytes that were sent and that clients have not taken yet
 */
public record Load(int sessions, int namespaces, int sockets, long waitingEvents, long waitingBytes, long queuedBytes) {

    static CompletableFuture<Load> of(SocketIo io) {
        int namespaces = io.namespaces().size();
        int sockets = 0;
        Set<Client> clients = new HashSet<>();
        for (Namespace namespace : io.namespaces()) {
            sockets += namespace.sockets().size();
            namespace.sockets().forEach(socket -> clients.add(socket.client()));
        }
        long events = 0;
        long bytes = 0;
        for (Client client : clients) {
            long both = client.lag().waiting().both();
            events += Tally.count(both);
            bytes += Tally.bytes(both);
        }
        Load before = new Load(io.engine().sessions(), namespaces, sockets, events, bytes, 0);
        return io.engine().queuedBytes().thenApply(before::withQueuedBytes);
    }

    private Load withQueuedBytes(long queued) {
        return new Load(sessions, namespaces, sockets, waitingEvents, waitingBytes, queued);
    }
}
