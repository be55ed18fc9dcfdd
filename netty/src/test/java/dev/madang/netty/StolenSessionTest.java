package dev.madang.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.engine.TrustedProxies;
import dev.madang.netty.RawClient.Answer;
import dev.madang.server.ListenOptions;
import dev.madang.server.ListenerProvider;
import dev.madang.server.SocketIo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Session ids in wrong hands, where sessions are bound to addresses; next to a bystander on the same loop. */
@Timeout(180)
class StolenSessionTest {
    private static final String POLL = "/socket.io/?EIO=4&transport=polling";
    private static final String UNKNOWN = "{\"code\":1,\"message\":\"Session ID unknown\"}";

    private final SocketIo io = SocketIo.builder()
            .bindSessionToAddress(true)
            .trustedProxies(TrustedProxies.of("127.0.0.9"))
            .build();
    private final ListenerProvider.Listener listener =
            io.listen(ListenOptions.at("127.0.0.1", 0).withLoops(1));
    private final RawClient bystander = new RawClient(listener.address());

    @BeforeEach
    void somebodyElseIsConnected() {
        io.onConnection(socket -> socket.on("echo", (arguments, ack) -> ack.reply(arguments.node(0))));
        bystander.upgrade("/socket.io/?EIO=4&transport=websocket").text("40");
        assertThat(bystander.text()).startsWith("0{");
        assertThat(bystander.text()).startsWith("40{");
        unharmed();
    }

    @AfterEach
    void andIsUnharmed() {
        try (io;
                bystander) {
            unharmed();
        }
    }

    private void unharmed() {
        bystander.text("427[\"echo\",\"still here\"]");
        String answer = bystander.text();
        while (answer.equals("2")) {
            answer = bystander.text("3").text();
        }
        assertThat(answer).isEqualTo("437[\"still here\"]");
    }

    private RawClient from(String address) throws IOException {
        return new RawClient(new Socket(
                listener.address().getAddress(), listener.address().getPort(), InetAddress.getByName(address), 0));
    }

    private static String open(RawClient client, String... headers) {
        String session = POLL + "&sid="
                + EchoServer.sid(client.get(POLL, headers).answer().body());
        assertThat(post(client, session, "40", headers).body()).isEqualTo("ok");
        assertThat(client.get(session, headers).answer().body()).startsWith("40{");
        return session;
    }

    private static Answer post(RawClient client, String session, String body, String... headers) {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "Content-Length: " + body.length();
        return client.send(RawClient.head("POST", session, all) + body).answer();
    }

    @Test
    void a14AStolenIdIsNoSessionFromAnotherAddressAndItsOwnerDoesNotNotice() throws IOException {
        try (RawClient owner = from("127.0.0.1");
                RawClient waiting = from("127.0.0.1");
                RawClient thief = from("127.0.0.2")) {
            String session = open(owner);
            waiting.get(session);
            assertThat(thief.get(session).answer().body()).isEqualTo(UNKNOWN);
            assertThat(thief.post(session, "1").answer().body()).isEqualTo(UNKNOWN);
            thief.send(RawClient.upgradeHead(session.replace("polling", "websocket")));
            Answer refused = thief.answer();
            assertThat(refused.status() + refused.body()).isEqualTo("400Session ID unknown");
            assertThat(owner.post(session, "429[\"echo\",1]").answer().body()).isEqualTo("ok");
            assertThat(waiting.answer().body()).isEqualTo("439[1]");
            owner.upgrade(session.replace("polling", "websocket")).text("2probe");
            assertThat(owner.text()).isEqualTo("3probe");
        }
    }

    @Test
    void a14BehindAProxyTheAddressIsThatOfTheClient() throws IOException {
        try (RawClient proxy = from("127.0.0.9");
                RawClient other = from("127.0.0.9")) {
            String session = open(proxy, "X-Forwarded-For: 192.0.2.1:4711");
            assertThat(other.get(session, "X-Forwarded-For: 192.0.2.2").answer().body())
                    .isEqualTo(UNKNOWN);
            assertThat(other.get(session, "X-Forwarded-For: 192.0.2.1, 192.0.2.2")
                            .answer()
                            .body())
                    .isEqualTo(UNKNOWN);
            assertThat(post(other, session, "1", "X-Forwarded-For: 192.0.2.1:4712")
                            .body())
                    .isEqualTo("ok");
        }
    }
}
