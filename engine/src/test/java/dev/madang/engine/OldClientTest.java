package dev.madang.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.protocol.EngineCodec;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Engine.IO protocol 3: {@code allowEIO3}, rules 2, 14, 16, 26, 35, 36, 39, 40. Ping 300 ms, timeout 200 ms. */
class OldClientTest {
    private static final String POLLING = "GET /engine.io/?EIO=3&transport=polling";
    private static final String WEB_SOCKET = "GET /engine.io/?EIO=3&transport=websocket";
    private static final String UNSUPPORTED = "{\"code\":5,\"message\":\"Unsupported protocol version\"}";
    private static final String UNKNOWN = "{\"code\":1,\"message\":\"Session ID unknown\"}";
    private static final String BINARY = "Content-Type: application/octet-stream";

    private final TestServer server = new TestServer(options -> options.allowEIO3(true));

    private Recorder openPolling(String parameters) {
        server.request(POLLING + parameters);
        Recorder listener = server.listener();
        listener.echo = true;
        return listener;
    }

    private Wire openWebSocket(String parameters) {
        Wire wire = server.webSocket(WEB_SOCKET + parameters);
        wire.news();
        server.listener().echo = true;
        return wire;
    }

    private static String hex(Request request) {
        HttpAnswer answer = request.answer();
        return request.header("Content-Type")
                + " "
                + HexFormat.ofDelimiter(" ").formatHex(answer.body(), 0, answer.length());
    }

    @Test
    void oldClientIsRefusedUnlessAllowed() {
        TestServer strict = new TestServer();
        strict.request(POLLING).isAnswered(400, UNSUPPORTED);
        assertThat(strict.webSocket(WEB_SOCKET).refusal()).isEqualTo("400 Unsupported protocol version");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&EIO=", "&EIO=2", "&EIO=5", "&EIO=03", "&EIO=3.0", "&EIO=abc"})
    void oldClientNamesItsProtocol(String parameter) {
        server.request("GET /engine.io/?transport=polling" + parameter).isAnswered(400, UNSUPPORTED);
        assertThat(server.webSocket("GET /engine.io/?transport=websocket" + parameter)
                        .refusal())
                .isEqualTo("400 Unsupported protocol version");
        assertThat(server.listeners).isEmpty();
    }

    @Test
    void openPacketIsThatOfNewClientsWithItsLengthInFront() {
        server.request(POLLING).isAnswered(200, "96:" + TestServer.OPEN);
        assertThat(TestServer.OPEN).hasSize(96);
        assertThat(server.session().protocol()).isEqualTo(3);
        server.request("GET /engine.io/?EIO=4&transport=polling");
        assertThat(server.listener("s2").session().protocol()).isEqualTo(4);
    }

    @Test
    void openPacketOverWebSocketIsThatOfNewClients() {
        server.webSocket(WEB_SOCKET).receives(TestServer.OPEN_WEBSOCKET);
        assertThat(server.session().protocol()).isEqualTo(3);
    }

    @Test
    void messagesTravelInPayloadsWithLengths() {
        Recorder listener = openPolling("");
        server.post("s1", "6:4hello3:4😀2:4é").isAnswered(200, "ok");
        listener.hears("hello", "😀", "é");
        Request get = server.get("s1").isAnswered(200, "6:4hello3:4😀2:4é");
        assertThat(get.header("Content-Type")).isEqualTo("text/plain; charset=UTF-8");
    }

    @Test
    void bytesMakeTheWholeBodyBinary() {
        Recorder listener = openPolling("");
        server.post("s1", "6:4hello10:b4AQIDBA==").isAnswered(200, "ok");
        listener.hears("hello", "hex:01020304");
        assertThat(hex(server.get("s1")))
                .isEqualTo("application/octet-stream 00 06 ff 34 68 65 6c 6c 6f 01 05 ff 04 01 02 03 04");
    }

    @Test
    void bytesAreBase64ForAClientThatSaidSoInItsHandshake() {
        openPolling("&b64=1");
        server.post("s1", "6:4hello10:b4AQIDBA==").isAnswered(200, "ok");
        server.get("s1").isAnswered(200, "6:4hello10:b4AQIDBA==");
    }

    @Test
    void bodyFromTheClientMayBeBinary() {
        Recorder listener = openPolling("");
        server.post("s1", "\u0000\u0001\u007f", BINARY).isAnswered(400, "");
        listener.hears("closed: parse error (in a payload of protocol 3 each packet has its length in front)");
    }

    @Test
    void binaryBodyIsReadByItsContentType() {
        Recorder listener = openPolling("");
        Request post = new Request(
                Request.head("POST /engine.io/?EIO=3&transport=polling&sid=s1", BINARY),
                server.first,
                HexFormat.of().parseHex("0006ff3468656c6c6f0105ff0401020304"),
                false);
        server.begin(post);
        server.time.settle();
        post.isAnswered(200, "ok");
        listener.hears("hello", "hex:01020304");
    }

    @Test
    void bodyIsRefusedIfItIsNoPayload() {
        Recorder listener = openPolling("");
        server.post("s1", "2:4aabc").isAnswered(400, "");
        listener.hears("a", "closed: parse error (in a payload of protocol 3 each packet has its length in front)");
        server.get("s1").isAnswered(400, UNKNOWN);
    }

    @Test
    void payloadOfANewClientIsNoneForAnOldOneNorTheOtherWayRound() {
        Recorder old = openPolling("");
        server.post("s1", "4hello").isAnswered(400, "");
        assertThat(old.over()).isTrue();
        server.request("GET /engine.io/?EIO=4&transport=polling");
        server.post("s2", "8:4hello12").isAnswered(400, "");
        assertThat(server.listener("s2").over()).isTrue();
    }

    @Test
    void binaryFramesCarryTheTypeAsAByte() {
        Wire wire = openWebSocket("");
        wire.sendsBinary(4, 1, 2, 3, 4).receives("hex:0401020304");
        wire.sends("4hello").receives("4hello");
        wire.sends("b4AQI=").receives("hex:040102");
        server.listener().hears("hex:01020304", "hello", "hex:0102");
    }

    @Test
    void bytesAreTextFramesForAClientThatSaidSo() {
        Wire wire = openWebSocket("&b64=1");
        wire.sendsBinary(4, 1, 2).receives("b4AQI=");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 5, 6, 7, 52})
    void binaryFrameIsAMessageOrTheEnd(int type) {
        Wire wire = openWebSocket("");
        wire.sendsBinary(type, 1, 2).isClosed("1002 parse error");
        server.listener().hears("closed: parse error (a binary packet is a message, which is type 4)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "7", "b", "b1AQI=", "b4A"})
    void textFrameIsAPacketOrTheEnd(String frame) {
        openWebSocket("").sends(frame).isClosed("1002 parse error");
    }

    @Test
    void clientPingsAndTheServerAnswersWithTheSameData() {
        Wire wire = openWebSocket("");
        for (int i = 0; i < 5; i++) {
            server.advance(499);
            wire.sends("2").receives("3");
        }
        wire.sends("2data").receives("3data").isOpen();
    }

    @Test
    void pingIsAnsweredOverPolling() {
        openPolling("");
        for (int i = 0; i < 3; i++) {
            server.advance(499);
            server.post("s1", "1:2").isAnswered(200, "ok");
            server.get("s1").isAnswered(200, "1:3");
        }
        server.listener().hears();
    }

    @Test
    void silentClientIsClosedAfterIntervalAndTimeout() {
        Wire wire = openWebSocket("");
        server.advance(300);
        wire.sends("4still here").receives("4still here");
        server.advance(199);
        wire.isOpen();
        server.advance(1);
        wire.isClosed("1008 ping timeout").receives();
        server.listener().hears("still here", "closed: ping timeout (no ping within 500 ms)");
    }

    @Test
    void waitingPollIsToldOfThePingTimeout() {
        openPolling("");
        Request get = server.get("s1");
        server.advance(499);
        get.waits();
        server.advance(1);
        get.isAnswered(200, "1:1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void requestBehindTheDeadlineFindsNoSessionEvenIfTheTimerIsLate(String method) {
        openPolling("");
        server.time.lag(500);
        Request late = method.equals("GET") ? server.get("s1") : server.post("s1", "1:2");
        late.isAnswered(400, UNKNOWN);
        server.listener().hears("closed: ping timeout (no ping within 500 ms)");
    }

    @Test
    void clientWhosePingsWereNotReadIsNotClosed() {
        Wire wire = openWebSocket("");
        server.on(session -> session.reading(false));
        server.advance(2000);
        wire.isOpen();
        server.on(session -> session.reading(true));
        server.advance(499);
        wire.isOpen();
        server.advance(1);
        wire.isClosed("1008 ping timeout");
    }

    @Test
    void pongFromAnOldClientIsTheWrongDirection() {
        openWebSocket("").sends("3").isClosed("1002 transport error");
        server.listener().hears("closed: transport error (invalid heartbeat direction)");
    }

    @Test
    void pongsThatNobodyFetchesCountAgainstTheQueue() {
        Recorder listener = openPolling("");
        server.post("s1", "1:2".repeat(1024)).isAnswered(200, "ok");
        listener.hears();
        server.post("s1", "1:2");
        listener.hears("closed: slow client (send queue over its limit)");
        Wire wire = new TestServer(options -> options.allowEIO3(true)).webSocket(WEB_SOCKET);
        wire.stall();
        for (int i = 0; i < 2000 && wire.open(); i++) {
            wire.sends("2");
        }
        wire.isClosed("1006 slow client");
    }

    @Test
    void secondPollEndsTheSession() {
        openPolling("");
        Request first = server.get("s1").waits();
        server.get("s1").isAnswered(400, "");
        first.isAnswered(200, "1:1");
        server.get("s1").isAnswered(400, UNKNOWN);
    }

    @Test
    void closePacketReleasesTheWaitingPoll() {
        openPolling("");
        Request get = server.get("s1");
        server.post("s1", "1:1").isAnswered(200, "ok");
        get.isAnswered(200, "1:6");
        server.listener().hears("closed: transport close (close packet from client)");
    }

    @Test
    void serverCloseWaitsForTheNextPoll() {
        openPolling("");
        server.on(session -> session.close(CloseReason.FORCED_CLOSE, "enough"));
        server.get("s1").isAnswered(200, "1:61:1");
        server.listener().hears("closed: forced close (enough)");
    }

    @Test
    void upgradeTakesTheQueueAlongInFramesOfTheOldForm() {
        openPolling("");
        Wire wire = server.webSocket(WEB_SOCKET + "&sid=s1").sends("2probe");
        wire.receives("3probe");
        Request get = server.get("s1");
        server.advance(100);
        get.isAnswered(200, "1:6");
        server.on(session -> {
            session.send(EngineCodec.textMessage("a"));
            session.send(EngineCodec.message(true, new byte[] {1, 2}, 0, 2));
        });
        wire.sends("5").receives("4a", "hex:040102");
        wire.sends("2").receives("3");
        server.get("s1").isAnswered(400, "{\"code\":3,\"message\":\"Bad request\"}");
        server.advance(499);
        wire.isOpen();
        server.advance(1);
        wire.isClosed("1008 ping timeout");
    }

    @Test
    void eachTransportHasItsOwnWayWithBytes() {
        openPolling("&b64=1");
        server.post("s1", "6:b4AQI=").isAnswered(200, "ok");
        server.get("s1").isAnswered(200, "6:b4AQI=");
        Wire wire = server.webSocket(WEB_SOCKET + "&sid=s1").sends("2probe").sends("5");
        wire.receives("3probe");
        wire.sendsBinary(4, 7).receives("hex:0407");
    }

    @Test
    void secondWebSocketOfASessionIsClosedAndTheFirstGoesOn() {
        Wire wire = openWebSocket("");
        server.webSocket(WEB_SOCKET + "&sid=s1").isClosed("1000 ");
        wire.sends("4hello").receives("4hello");
    }
}
