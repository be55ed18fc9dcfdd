package dev.madang.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.madang.server.DisconnectReason;
import dev.madang.server.ListenOptions;
import dev.madang.server.ListenerProvider;
import dev.madang.server.SocketIo;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that are in a busy room and take nothing (A21), next to a bystander in the same room, on the same loop. */
@Timeout(180)
class SlowClientAttackTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String POLL = "/socket.io/?EIO=4&transport=polling";
    private static final String TEN_THOUSAND = "x".repeat(10_000);

    private final Queue<DisconnectReason> endings = new ConcurrentLinkedQueue<>();
    private final SocketIo io = SocketIo.create();
    private final ListenerProvider.Listener listener =
            io.listen(ListenOptions.at("127.0.0.1", 0).withLoops(1));
    private int news;

    SlowClientAttackTest() {
        io.onConnection(socket -> {
            socket.join("busy");
            socket.onDisconnect(endings::add);
            socket.emit("welcome");
        });
    }

    @AfterEach
    void close() {
        io.close();
    }

    private static RawClient webSocket(RawClient client) {
        client.upgrade("/socket.io/?EIO=4&transport=websocket").text("40");
        assertThat(client.text()).startsWith("0{");
        assertThat(client.text()).startsWith("40{");
        assertThat(client.text()).isEqualTo("42[\"welcome\"]");
        return client;
    }

    private static String polling(RawClient client) {
        String session =
                POLL + "&sid=" + EchoServer.sid(client.get(POLL).answer().body());
        assertThat(client.post(session, "40").answer().body()).isEqualTo("ok");
        String body = "";
        while (!body.contains("welcome")) {
            body = client.get(session).answer().body();
        }
        return session;
    }

    /** Sends something to the room and sees to it that the bystander has it. */
    private void broadcast(RawClient bystander) {
        int number = news++;
        io.to("busy").emit("news", number, TEN_THOUSAND);
        String heard = bystander.text();
        if (heard.equals("2")) {
            bystander.text("3");
            heard = bystander.text();
        }
        assertThat(heard).startsWith("42[\"news\"," + number + ",");
    }

    @Test
    void a21AReaderThatStopsIsClosedAsSlow() throws IOException {
        try (RawClient bystander = webSocket(new RawClient(listener.address()));
                RawClient attacker = webSocket(narrow())) {
            while (endings.isEmpty() && news < 20_000) {
                broadcast(bystander);
            }
            assertThat(endings).containsExactly(DisconnectReason.SLOW_CLIENT);
            broadcast(bystander);
            assertThat(io.of("/").sockets()).hasSize(1);
            attacker.reset();
        }
    }

    private RawClient narrow() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(listener.address());
        return new RawClient(socket);
    }

    @Test
    void a21APollerThatComesTooSeldomIsClosedAsSlow() {
        try (RawClient bystander = webSocket(new RawClient(listener.address()));
                RawClient attacker = new RawClient(listener.address())) {
            String session = polling(attacker);
            for (int i = 0; i < 90; i++) {
                broadcast(bystander);
            }
            assertThat(endings).isEmpty();
            assertThat(attacker.get(session).answer().body())
                    .contains("\"news\",0,")
                    .contains("\"news\",89,");
            // The attacker leaves on the loop that serves the bystander: disconnect handlers may run any time later.
            while (io.of("/").sockets().size() == 2 && news < 400) {
                broadcast(bystander);
            }
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(endings).containsExactly(DisconnectReason.SLOW_CLIENT));
            assertThat(news).isBetween(190, 210);
            broadcast(bystander);
        }
    }

    @Test
    void a21ManySlowClientsShareTheBytesOfABroadcast() {
        int clients = 200;
        int broadcasts = 100;
        List<String> sessions = new ArrayList<>();
        try (RawClient bystander = webSocket(new RawClient(listener.address()));
                RawClient attacker = new RawClient(listener.address())) {
            for (int i = 0; i < clients; i++) {
                sessions.add(polling(attacker));
            }
            long before = heap();
            for (int i = 0; i < broadcasts; i++) {
                broadcast(bystander);
            }
            assertThat(endings).isEmpty();
            assertThat((long) clients * broadcasts * TEN_THOUSAND.length()).isEqualTo(200_000_000L);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(heap() - before).isLessThan(20_000_000L));
            for (String session : sessions) {
                assertThat(attacker.get(session).answer().body())
                        .contains("\"news\",0,")
                        .contains("\"news\",99,");
            }
        }
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
