package dev.madang.examples.docs;

import dev.madang.server.ListenerProvider;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client of a snippet's server: the official Java client over WebSocket. */
final class Visitor implements AutoCloseable {
    private final Socket socket;
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    private Visitor(Socket socket) {
        this.socket = socket;
    }

    static Visitor of(ListenerProvider.Listener listener) throws InterruptedException {
        return of(listener, "/", "");
    }

    /** Connects to a namespace and waits for the answer: {@code connect}, or {@code connect_error} and its message. */
    static Visitor of(ListenerProvider.Listener listener, String namespace, String token) throws InterruptedException {
        IO.Options options = new IO.Options();
        options.transports = new String[] {"websocket"};
        options.forceNew = true;
        options.reconnection = false;
        options.auth = java.util.Map.of("token", token);
        Socket socket =
                IO.socket(URI.create("http://127.0.0.1:" + listener.address().getPort() + namespace), options);
        Visitor visitor = new Visitor(socket);
        socket.on(Socket.EVENT_CONNECT, none -> visitor.events.add("connect"));
        socket.on(Socket.EVENT_CONNECT_ERROR, error -> visitor.events.add("connect_error " + error[0]));
        socket.on(Socket.EVENT_DISCONNECT, reason -> visitor.events.add("disconnect " + reason[0]));
        socket.connect();
        return visitor;
    }

    Socket socket() {
        return socket;
    }

    /** From now on, events of these names are kept. */
    Visitor listen(String... names) {
        for (String name : names) {
            socket.on(name, arguments -> events.add(name + " " + List.of(arguments)));
        }
        return this;
    }

    Visitor emit(String event, Object... arguments) {
        socket.emit(event, arguments);
        return this;
    }

    /** Emits, and keeps the answer as {@code ack […]}. */
    Visitor ask(String event, Object... arguments) {
        socket.emit(event, arguments, answer -> events.add("ack " + List.of(answer)));
        return this;
    }

    /** The next event that was kept. */
    String next() throws InterruptedException {
        String event = events.poll(30, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("nothing came");
        }
        return event;
    }

    @Override
    public void close() {
        socket.disconnect();
    }
}
