package dev.madang.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.testkit.WireClient;

/** A client of one namespace that shows its packets as they are on the wire, over a WebSocket of its own. */
final class NamespaceClient implements AutoCloseable {
    private final WireClient wire;
    private final String namespace;
    private int questions = 1_000;

    private NamespaceClient(WireClient wire, String namespace) {
        this.wire = wire;
        this.namespace = namespace;
    }

    /** Connects to a namespace, such as {@code /chat}; the empty one is the main namespace. */
    static NamespaceClient connect(int port, String namespace) {
        return connect(port, namespace, "");
    }

    /** The same with something to say about itself: an object in JSON, or nothing; headers are names and values in turn. */
    static NamespaceClient connect(int port, String namespace, String auth, String... headers) {
        var client = new NamespaceClient(WireClient.connect(port, headers), namespace.isEmpty() ? "" : namespace + ",");
        client.sendRaw("40" + client.namespace + auth);
        assertThat(client.next()).startsWith("40" + client.namespace + "{\"sid\":");
        return client;
    }

    /** Sends an event; {@code array} is its name and arguments in JSON. */
    void send(String array) {
        sendRaw("42" + namespace + array);
    }

    /** Sends an event that asks for an answer. */
    void ask(int id, String array) {
        sendRaw("42" + namespace + id + array);
    }

    void sendRaw(String packet) {
        wire.says(packet);
    }

    /** The next packet that is no ping. */
    String next() {
        return wire.next();
    }

    /** The next packet, which must be one of the namespace; without the type and the namespace. */
    String event() {
        String packet = next();
        assertThat(packet).startsWith("42" + namespace);
        return packet.substring(2 + namespace.length());
    }

    /** The answer to a question, with its id. */
    String answer() {
        String packet = next();
        assertThat(packet).startsWith("43" + namespace);
        return packet.substring(2 + namespace.length());
    }

    /** Sends an event and gives its answer, without the brackets; events that come before it are dropped. */
    String request(String name, String form) {
        questions++;
        ask(questions, "[\"" + name + "\"," + form + "]");
        String beginning = "43" + namespace + questions + "[";
        String packet = until(beginning);
        while (!packet.startsWith(beginning)) {
            packet = until(beginning);
        }
        return packet.substring(beginning.length(), packet.length() - 1);
    }

    /** Packets up to and with the first that contains {@code part}. */
    String until(String part) {
        String packet = next();
        while (!packet.contains(part)) {
            packet = next();
        }
        return packet;
    }

    @Override
    public void close() {
        wire.close();
    }
}
