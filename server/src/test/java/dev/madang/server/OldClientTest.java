package dev.madang.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of Socket.IO 2, over Engine.IO 3, beside newer ones; rules 26, 42, 43. */
class OldClientTest {
    private final Rig rig = new Rig(options -> options.allowEIO3(true));
    private final List<String> engineIds = new ArrayList<>();

    @BeforeEach
    void listen() {
        rig.io.onConnection(socket -> engineIds.add(socket.id()));
    }

    private String engineId() {
        return engineIds.getLast();
    }

    @Test
    void serverJoinsTheMainNamespaceAndSaysSoWithoutAnId() {
        TestClient client = rig.old(0);
        assertThat(client.hears()).containsExactly("40");
        assertThat(engineId()).hasSize(20);
        assertThat(rig.socket(engineId()).protocol()).isEqualTo(3);
        assertThat(rig.socket(engineId()).handshake().auth()).hasToString("{}");
    }

    @Test
    void handlersOfTheEventLoopMayAnswerWhileTheSessionOpens() {
        Rig inPlace = new Rig(options -> options.allowEIO3(true).handlers(HandlerMode.EVENT_LOOP));
        inPlace.io.onConnection(socket -> socket.emit("welcome"));
        assertThat(inPlace.old(0).hears()).containsExactly("40", "42[\"welcome\"]");
        inPlace.io.onConnection(socket -> socket.disconnect(true));
        TestClient refused = inPlace.old(1);
        assertThat(refused.hears()).containsExactly("40", "42[\"welcome\"]", "41");
        assertThat(refused.closed).startsWith("1000");
    }

    @Test
    void idsAreMadeOfTheSessionsIdAndTheNamespace() {
        List<String> ids = new ArrayList<>();
        rig.io.of("/chat").onConnection(socket -> ids.add(socket.id()));
        TestClient client = rig.old(0);
        client.says("40/chat,");
        rig.settle();
        assertThat(client.hears()).containsExactly("40", "40/chat,");
        assertThat(ids).containsExactly("/chat#" + engineId());
        rig.io.of("/chat").to(ids.getFirst()).emit("x");
        rig.settle();
        assertThat(client.hears()).containsExactly("42/chat,[\"x\"]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "40/chat?token=1,|{\"token\":\"1\"}",
                "40/chat?token=1|{\"token\":\"1\"}",
                "40/chat?a=1&b=x+y%20z&a=2&c&=e&&d=%EA%B8%80,|{\"a\":\"2\",\"b\":\"x y z\",\"c\":\"\",\"\":\"e\",\"d\":\"글\"}",
                "40/chat?x=%,|{\"x\":\"%\"}",
                "40/chat?x=%4,|{\"x\":\"%4\"}",
                "40/chat?x=%zz%41,|{\"x\":\"%zzA\"}",
                "40/chat?x=a=b?c,|{\"x\":\"a=b?c\"}",
                "40/chat?,|{}",
                "40/chat,|{}"
            })
    void queryBehindTheNameOfANamespaceIsTheHandshakesAuth(String packet, String auth) {
        List<Handshake> seen = new ArrayList<>();
        rig.io.of("/chat").onConnection(socket -> seen.add(socket.handshake()));
        TestClient client = rig.old(0);
        client.says(packet);
        rig.settle();
        assertThat(client.hears()).containsExactly("40", "40/chat,");
        assertThat(seen).hasSize(1);
        assertThat(seen.getFirst().auth()).hasToString(auth);
    }

    @Test
    void queryMayBeLongerThanANameButNotMuch() {
        rig.io.of("/chat");
        TestClient client = rig.old(0);
        client.says("40/chat?token=" + "x".repeat(4089) + ",");
        rig.settle();
        assertThat(client.hears()).containsExactly("40", "40/chat,");
        TestClient greedy = rig.old(0);
        greedy.says("40/chat?token=" + "x".repeat(4090) + ",");
        assertThat(greedy.closed).startsWith("1002");
        TestClient newer = rig.joined();
        newer.says("40/chat?token=" + "x".repeat(256) + ",");
        assertThat(newer.closed).startsWith("1002");
    }

    @Test
    void questionMarkIsAPartOfTheNameForNewerClients() {
        rig.io.of("/chat");
        TestClient client = rig.joined();
        client.says("40/chat?token=1,");
        rig.settle();
        assertThat(client.hears()).containsExactly("44/chat?token=1,{\"message\":\"Invalid namespace\"}");
    }

    @Test
    void everyPacketMayRepeatTheQuery() {
        rig.io.of("/chat").onConnection(socket -> {
            socket.on("hi", (arguments, ack) -> ack.reply("ho"));
            socket.onDisconnect(reason -> rig.note(reason.text()));
        });
        TestClient client = rig.old(0);
        client.says("40/chat?a=1,", "42/chat?a=1,7[\"hi\"]");
        rig.settle();
        assertThat(client.hears()).containsExactly("40", "40/chat,", "43/chat,7[\"ho\"]");
        client.says("41/chat?a=1,");
        rig.settle();
        assertThat(rig.notes()).containsExactly("client namespace disconnect");
        assertThat(client.closed).isNull();
    }

    @Test
    void refusalIsAPlainStringOrTheData() {
        rig.io.of("/text").use((socket, next) -> next.refuse("not allowed"));
        rig.io.of("/data").use((socket, next) -> next.refuse("not allowed", Map.of("code", 42)));
        TestClient client = rig.old(0);
        client.says("40/text,", "40/data?a=1,", "40/unknown?a=1,");
        rig.settle();
        assertThat(client.hears())
                .containsExactlyInAnyOrder(
                        "40", "44/text,\"not allowed\"", "44/data,{\"code\":42}", "44/unknown,\"Invalid namespace\"");
        assertThat(client.closed).isNull();
    }

    @Test
    void mainNamespaceMayRefuseAndOthersLetIn() {
        rig.io.use((socket, next) -> next.refuse("no \"main\""));
        rig.io.of("/chat");
        TestClient client = rig.old(0);
        assertThat(client.hears()).containsExactly("44\"no \\\"main\\\"\"");
        client.says("40/chat,");
        rig.settle();
        assertThat(client.hears()).containsExactly("40/chat,");
    }

    @Test
    void clientThatIsRefusedAndJoinsNothingInTimeIsClosed() {
        Rig strict = new Rig(options -> options.allowEIO3(true).connectTimeout(Duration.ofSeconds(10)));
        strict.io.use((socket, next) -> next.refuse("no"));
        TestClient client = strict.old(0);
        strict.advance(Duration.ofSeconds(9));
        assertThat(client.closed).isNull();
        strict.advance(Duration.ofSeconds(1));
        assertThat(client.closed).startsWith("1000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"40", "40/", "42/chat,[\"x\"]", "44\"no\""})
    void packetThatNobodyExpectsClosesTheConnection(String packet) {
        rig.io.of("/chat");
        TestClient client = rig.old(0);
        client.says(packet);
        assertThat(client.closed).startsWith("1000");
    }

    @Test
    void serverTakesTheClientOutOfANamespace() {
        rig.io.of("/chat").onConnection(socket -> socket.disconnect());
        TestClient client = rig.old(0);
        client.says("40/chat,");
        rig.settle();
        assertThat(client.hears()).containsExactly("40", "40/chat,", "41/chat,");
        rig.socket(engineId()).disconnect();
        rig.settle();
        assertThat(client.hears()).containsExactly("41");
        assertThat(client.closed).isNull();
    }

    @Test
    void namespaceThatWasLeftCanBeJoinedAgainUnderTheSameId() {
        rig.io.of("/chat").onConnection(socket -> {
            rig.note("in " + socket.id().startsWith("/chat#"));
            socket.join("room");
            socket.onDisconnect(reason -> rig.note("out"));
        });
        TestClient client = rig.old(0);
        for (int i = 0; i < 2; i++) {
            client.says("40/chat,");
            rig.settle();
            client.says("41/chat,");
            rig.settle();
        }
        client.says("40/chat,");
        rig.settle();
        client.hears();
        assertThat(rig.notes()).containsExactly("in true", "out", "in true", "out", "in true");
        rig.io.of("/chat").to("room").emit("x");
        rig.settle();
        assertThat(client.hears()).containsExactly("42/chat,[\"x\"]");
    }

    @Test
    void binaryEventsAndAcksGoBothWays() {
        rig.io.onConnection(socket -> socket.on("echo", (arguments, ack) -> {
            socket.emit("back", arguments.get(0, byte[].class));
            ack.reply(arguments.get(0, byte[].class));
        }));
        TestClient client = rig.old(0);
        client.hears();
        client.says("451-3[\"echo\",{\"_placeholder\":true,\"num\":0}]");
        client.saysBinary(4, 1, 2, 3);
        rig.settle();
        assertThat(client.hears())
                .containsExactly(
                        "451-[\"back\",{\"_placeholder\":true,\"num\":0}]",
                        "binary 04010203",
                        "461-3[{\"_placeholder\":true,\"num\":0}]",
                        "binary 04010203");
    }

    @Test
    void oneBroadcastServesOldAndNewClientsOnBothLoops() {
        rig.io.onConnection(socket -> socket.join("room"));
        List<TestClient> old = List.of(rig.old(0), rig.old(1));
        List<TestClient> newer = List.of(rig.joined(0), rig.joined(1));
        old.forEach(TestClient::hears);
        rig.io.to("room").emit("news", "글", new byte[] {7});
        rig.settle();
        String text = "451-[\"news\",\"글\",{\"_placeholder\":true,\"num\":0}]";
        assertThat(old).allSatisfy(client -> assertThat(client.hears()).containsExactly(text, "binary 0407"));
        assertThat(newer).allSatisfy(client -> assertThat(client.hears()).containsExactly(text, "binary 07"));
    }

    @Test
    void oldAndNewClientsAnswerOneBroadcast() {
        TestClient old = rig.old(0);
        TestClient newer = rig.joined(1);
        old.hears();
        var answers = rig.io.everyone().timeout(Duration.ofSeconds(5)).emitWithAck("ask");
        rig.settle();
        assertThat(old.hears()).containsExactly("420[\"ask\"]");
        assertThat(newer.hears()).containsExactly("420[\"ask\"]");
        old.says("430[\"old\"]");
        newer.says("430[\"new\"]");
        rig.settle();
        assertThat(answers).isCompleted();
    }
}
