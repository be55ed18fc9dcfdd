package dev.madang.examples;

import dev.madang.server.ListenerProvider;
import dev.madang.server.SocketIo;
import dev.madang.testkit.WireClient;
import java.util.ArrayList;
import java.util.List;

/** A server of this machine whose example is moved on by the test alone, and its clients. One thread. */
final class Stage implements AutoCloseable {
    private final SocketIo io;
    private final ListenerProvider.Listener listener;
    private final List<WireClient> clients = new ArrayList<>();

    Stage(SocketIo io) {
        this.io = io;
        this.listener = io.listen("127.0.0.1", 0);
    }

    int port() {
        return listener.address().getPort();
    }

    /** A client that has joined the main namespace. */
    WireClient client() {
        WireClient client = connected();
        client.joins("/");
        return client;
    }

    /** A client that has joined nothing. */
    WireClient connected() {
        WireClient client = WireClient.connect(port());
        clients.add(client);
        return client;
    }

    @Override
    public void close() {
        clients.forEach(WireClient::close);
        io.close();
    }
}
