package dev.madang.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.protocol.DecoderLimits;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows of {@code docs/parity.md} that no other test proves: small things of the reference, seen by a raw client. */
class ParityTest {
    private final Rig rig = new Rig();

    @Test
    void eachNamespaceGivesItsOwnId() {
        rig.io.of("/custom");
        TestClient client = rig.client();
        client.says("40");
        rig.settle();
        client.says("40/custom");
        rig.settle();
        assertThat(client.hears()).containsExactly("40{\"sid\":\"s1\"}", "40/custom,{\"sid\":\"s2\"}");
    }

    @Test
    void dataStaysWithTheSocketAndIsItsAlone() {
        rig.io.onConnection(socket -> {
            socket.on("set", String.class, value -> socket.data().put("x", value));
            socket.on(
                    "get",
                    (arguments, ack) ->
                            socket.emit("is", String.valueOf(socket.data().get("x"))));
        });
        TestClient one = rig.joined();
        TestClient other = rig.joined();
        one.says("42[\"set\",\"mine\"]");
        rig.settle();
        one.says("42[\"get\"]");
        other.says("42[\"get\"]");
        rig.settle();
        assertThat(one.hears()).containsExactly("42[\"is\",\"mine\"]");
        assertThat(other.hears()).containsExactly("42[\"is\",\"null\"]");
    }

    @Test
    void handlerForOnceHearsOneEventAndNoHandlerHearsAnythingBehindOff() {
        rig.io.onConnection(socket -> {
            socket.once("once", (arguments, ack) -> rig.note("once"));
            socket.on("off", (arguments, ack) -> rig.note("off"));
            socket.on("stop", (arguments, ack) -> socket.off("off"));
        });
        rig.joined().says("42[\"once\"]", "42[\"once\"]", "42[\"off\"]", "42[\"stop\"]", "42[\"off\"]");
        rig.settle();
        assertThat(rig.notes()).containsExactly("once", "off");
    }

    @Test
    void socketIsConnectedFromItsConnectReplyToItsDisconnect() {
        rig.io.use((socket, next) -> {
            rig.note("middleware " + socket.connected());
            next.proceed();
        });
        rig.io.onConnection(socket -> {
            rig.note("connection " + socket.connected());
            socket.onDisconnect(reason -> rig.note(reason.text() + " " + socket.connected()));
        });
        TestClient client = rig.joined();
        client.goes();
        rig.settle();
        assertThat(rig.notes()).containsExactly("middleware false", "connection true", "transport close false");
    }

    @Test
    void socketKnowsItsTransportAndItsPeer() {
        rig.io.onConnection(socket -> rig.note(socket.transport() + " " + socket.remoteAddress()));
        rig.joined();
        assertThat(rig.notes()).containsExactly("websocket 127.0.0.1");
    }

    @Test
    void adapterGivenAsAnOptionCarriesTheBroadcastsAndSeesTheirFlags() {
        List<BroadcastTarget> seen = new ArrayList<>();
        Rig watched = new Rig(builder -> builder.adapter((namespace, local) -> watching(local, seen)));
        TestClient client = watched.joined();
        watched.io.local().emit("a");
        watched.io.emit("b");
        watched.io.compress(false).asVolatile().emit("c");
        watched.socket("s1").local().emit("d");
        watched.settle();
        assertThat(seen).extracting(BroadcastTarget::local).containsExactly(true, false, false, true);
        assertThat(seen).extracting(BroadcastTarget::compress).containsExactly(true, true, false, true);
        assertThat(seen).extracting(BroadcastTarget::isVolatile).containsExactly(false, false, true, false);
        assertThat(client.hears()).containsExactly("42[\"a\"]", "42[\"b\"]", "42[\"c\"]");
    }

    private static Adapter watching(Adapter local, List<BroadcastTarget> seen) {
        return (Adapter) Proxy.newProxyInstance(
                Adapter.class.getClassLoader(), new Class<?>[] {Adapter.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("broadcast")) {
                        seen.add((BroadcastTarget) arguments[0]);
                    }
                    return method.invoke(local, arguments);
                });
    }

    @Test
    void sendIsTheEventMessage() {
        TestClient client = rig.joined();
        rig.socket("s1").send("a", 1);
        rig.settle();
        assertThat(client.hears()).containsExactly("42[\"message\",\"a\",1]");
    }

    @Test
    void oneServerCountsItself() {
        assertThat(rig.io.of("/").serverCount()).isCompletedWithValue(1);
    }

    @Test
    void optionsCanBeRead() {
        SocketIoOptions options = SocketIo.builder()
                .path("/chat/")
                .connectTimeout(Duration.ofSeconds(3))
                .serveClient(false)
                .adapter(AdapterFactory.IN_MEMORY)
                .options();
        assertThat(options.engine().path()).isEqualTo("/chat");
        assertThat(options.connectTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(options.serveClient()).isFalse();
        assertThat(options.adapter()).isSameAs(AdapterFactory.IN_MEMORY);
    }

    @Test
    void moreAttachmentsThanTheOptionAllowsEndTheConnection() {
        DecoderLimits one = new DecoderLimits(1, 1_000, 64, 64, 256);
        Rig strict = new Rig(builder -> builder.decoderLimits(one));
        strict.io.onConnection(socket -> {
            socket.on("x", (arguments, ack) -> strict.note("x " + arguments.size()));
            socket.onDisconnect(reason -> strict.note(reason.text()));
        });
        TestClient client = strict.joined();
        client.says("451-[\"x\",{\"_placeholder\":true,\"num\":0}]");
        client.saysBinary(1);
        client.says("452-[\"x\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
        strict.settle();
        assertThat(strict.notes()).containsExactly("x 1", "parse error");
    }
}
