package dev.madang.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.conformance.Profile;
import dev.madang.conformance.ProfileServer;
import dev.madang.server.ListenOptions;
import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Manager;
import io.socket.client.Socket;
import io.socket.engineio.client.Transport;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.json.JSONException;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server for the suite of the Java client keeps its contract, row by row. */
class JavaProfilesTest {
    private static final byte[] BYTES = {0, 1, (byte) 0xff};

    private final List<Socket> sockets = new ArrayList<>();
    private ProfileServer server;

    @BeforeEach
    void start() {
        server = Profile.JAVA_CLIENT.start(ListenOptions.at("127.0.0.1", 0).withLoops(1));
    }

    @AfterEach
    void stop() {
        sockets.forEach(Socket::disconnect);
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"/,polling", "/,websocket", "/foo,polling", "/foo,websocket"})
    void echoesAndAcksAreAsItsSuiteExpects(String namespace, String transport) throws Exception {
        Socket socket = socket(namespace, transport);
        assertThat(next(socket, "message", socket::connect)).containsExactly("hello client");
        assertThat(next(socket, "message", () -> socket.emit("message", "a", 1)))
                .containsExactly("a", 1);
        assertThat(next(socket, "echoBack", () -> socket.emit("echo"))).isEmpty();
        assertThat(next(socket, "echoBack", () -> socket.emit("echo", JSONObject.NULL, BYTES)))
                .containsExactly(null, BYTES);
        assertThat(ask(socket, "ack")).isEmpty();
        assertThat(ask(socket, "ack", "x", BYTES)).containsExactly("x", BYTES);
        assertThat(ask(socket, "getAckBinary", "x")).containsExactly("huehue".getBytes(StandardCharsets.UTF_8));
        assertThat(ask(socket, "getAckDate", "x")[0].toString()).matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
        socket.on("ack", arguments -> ((Ack) arguments[0]).call());
        assertThat(next(socket, "ackBack", () -> socket.emit("callAck"))).isEmpty();
        socket.off("ack");
        socket.on("ack", arguments -> ((Ack) arguments[0]).call((Object) BYTES));
        assertThat(next(socket, "ackBack", () -> socket.emit("callAckBinary"))).containsExactly(BYTES);
        assertThat(query(ask(socket, "getHandshake")[0]).getString("transport")).isEqualTo(transport);
    }

    @ParameterizedTest
    @CsvSource({"/,polling", "/,websocket", "/foo,polling", "/foo,websocket"})
    void broadcastsAndRoomsAreAsItsSuiteExpects(String namespace, String transport) {
        Socket sender = socket(namespace, transport);
        Socket other = socket(namespace, transport);
        next(sender, "message", sender::connect);
        next(other, "message", other::connect);
        List<Object> senders = new ArrayList<>();
        sender.on("broadcastBack", arguments -> senders.add(arguments[0]));
        assertThat(next(other, "broadcastBack", () -> sender.emit("broadcast", "x")))
                .containsExactly("x");
        assertThat(next(sender, "roomBack", () -> sender.emit("room", "y"))).containsExactly("y");
        assertThat(next(sender, Socket.EVENT_DISCONNECT, () -> sender.emit("requestDisconnect")))
                .containsExactly("io server disconnect");
        assertThat(senders).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket"})
    void theOtherNamespacesAreThereOrRefuseAsItsSuiteExpects(String transport) throws Exception {
        for (String quiet : List.of("/timeout_socket", "/valid", "/asd")) {
            Socket socket = socket(quiet, transport);
            next(socket, Socket.EVENT_CONNECT, socket::connect);
        }
        Socket handshaking = socket("/abc?b=c", transport);
        assertThat(query(next(handshaking, "handshake", handshaking::connect)[0])
                        .getString("b"))
                .isEqualTo("c");
        JSONObject refusal = refusal("/no", transport);
        assertThat(refusal.getString("message")).isEqualTo("auth failed");
        assertThat(refusal.getJSONObject("data").getString("a")).isEqualTo("b");
        assertThat(refusal.getJSONObject("data").getInt("c")).isEqualTo(3);
        for (String absent : List.of("/invalid", "/timeout")) {
            assertThat(refusal(absent, transport).getString("message")).isEqualTo("Invalid namespace");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket"})
    void aRequestHeaderComesBack(String transport) {
        Socket socket = socket("/", transport);
        BlockingQueue<Map<String, List<String>>> answers = new LinkedBlockingQueue<>();
        socket.io().on(Manager.EVENT_TRANSPORT, created -> {
            Transport carrier = (Transport) created[0];
            carrier.on(
                    Transport.EVENT_REQUEST_HEADERS,
                    arguments -> headers(arguments[0]).put("X-SocketIO", List.of("hi")));
            carrier.on(Transport.EVENT_RESPONSE_HEADERS, arguments -> answers.add(headers(arguments[0])));
        });
        next(socket, Socket.EVENT_CONNECT, socket::connect);
        assertThat(answers.remove().get("X-SocketIO")).containsExactly("hi");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, List<String>> headers(Object value) {
        return (Map<String, List<String>>) value;
    }

    private JSONObject refusal(String namespace, String transport) {
        Socket refused = socket(namespace, transport);
        return (JSONObject) next(refused, Socket.EVENT_CONNECT_ERROR, refused::connect)[0];
    }

    private Socket socket(String path, String transport) {
        IO.Options options = new IO.Options();
        options.transports = new String[] {transport};
        options.forceNew = true;
        options.reconnection = false;
        Socket socket = IO.socket(URI.create("http://127.0.0.1:" + server.port() + path), options);
        sockets.add(socket);
        return socket;
    }

    private static JSONObject query(Object handshake) throws JSONException {
        return ((JSONObject) handshake).getJSONObject("query");
    }

    private static Object[] next(Socket socket, String event, Runnable cause) {
        BlockingQueue<Object[]> heard = new LinkedBlockingQueue<>();
        socket.once(event, heard::add);
        cause.run();
        return taken(event, heard);
    }

    private static Object[] ask(Socket socket, String event, Object... arguments) {
        CompletableFuture<Object[]> answer = new CompletableFuture<>();
        socket.emit(event, arguments, (Ack) answer::complete);
        return answer.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private static Object[] taken(String event, BlockingQueue<Object[]> heard) {
        try {
            Object[] arguments = heard.poll(20, TimeUnit.SECONDS);
            assertThat(arguments).as(event).isNotNull();
            return arguments;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
