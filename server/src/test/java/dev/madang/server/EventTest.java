package dev.madang.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.madang.protocol.ArgumentException;
import dev.madang.protocol.Arguments;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Socket.IO protocol 5, "Sending and receiving data"; rules 44, 46 to 51, 57; the mailbox. */
class EventTest {
    private final Rig rig = new Rig();

    private void echo() {
        rig.io.onConnection(socket -> {
            socket.on("message", (arguments, ack) -> socket.emit("message-back", nodes(arguments)));
            socket.on("message-with-ack", (arguments, ack) -> ack.reply(nodes(arguments)));
            socket.onDisconnect(reason -> rig.note(reason.text()));
        });
    }

    private static Object[] nodes(Arguments arguments) {
        Object[] nodes = new Object[arguments.size()];
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = arguments.node(i);
        }
        return nodes;
    }

    @Test
    void handlerThatRunsInPlaceAndLeavesDoesNotHideTheEventsOfOtherNamespaces() {
        Rig direct = new Rig(builder -> builder.handlers(HandlerMode.executor(Runnable::run)));
        direct.io.of("/a").onConnection(socket -> socket.on("x", (arguments, ack) -> direct.note("x")));
        direct.io.onConnection(socket -> socket.on("leave", (arguments, ack) -> socket.disconnect()));
        TestClient client = direct.client();
        client.says("40", "40/a,");
        client.says("42[\"leave\"]", "42/a,[\"x\"]");
        assertThat(direct.notes()).containsExactly("x");
    }

    @Test
    void argumentsComeBackAsTheyWere() {
        echo();
        TestClient client = rig.joined();
        client.says("42[\"message\",1,\"2\",{\"3\":[true]}]");
        rig.settle();
        assertThat(client.hears()).containsExactly("42[\"message-back\",1,\"2\",{\"3\":[true]}]");
    }

    @Test
    void attachmentsComeBackBehindTheirPacket() {
        echo();
        TestClient client = rig.joined();
        client.says("452-[\"message\",{\"_placeholder\":true,\"num\":0},{\"num\":1,\"_placeholder\":true}]");
        client.saysBinary(1, 2, 3);
        rig.settle();
        assertThat(client.hears()).isEmpty();
        client.saysBinary(4, 5, 6);
        rig.settle();
        assertThat(client.hears())
                .containsExactly(
                        "452-[\"message-back\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]",
                        "binary 010203",
                        "binary 040506");
    }

    @Test
    void ackCarriesTheIdOfTheEvent() {
        echo();
        rig.io.of("/custom").onConnection(socket -> socket.on("x", (arguments, ack) -> ack.reply("y")));
        TestClient client = rig.joined();
        client.says("42456[\"message-with-ack\",1,\"2\",{\"3\":[false]}]");
        client.says("40/custom");
        client.says("42/custom,7[\"x\"]");
        rig.settle();
        assertThat(client.hears())
                .containsExactly("40/custom,{\"sid\":\"s2\"}", "43456[1,\"2\",{\"3\":[false]}]", "43/custom,7[\"y\"]");
    }

    @Test
    void binaryAckIsOfTypeSix() {
        echo();
        TestClient client = rig.joined();
        client.says("451-789[\"message-with-ack\",{\"_placeholder\":true,\"num\":0}]");
        client.saysBinary(255);
        rig.settle();
        assertThat(client.hears()).containsExactly("461-789[{\"_placeholder\":true,\"num\":0}]", "binary ff");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "42{}",
                "42abc[\"x\"]",
                "4abc",
                "40[]",
                "42[true]",
                "42[null]",
                "42[{}]",
                "47",
                "45",
                "451",
                "45a-",
                "451.23-",
                "4511-[\"x\"]",
                "42[\"connect\"]",
                "42[\"disconnecting\"]",
                "451-[\"x\",{\"_placeholder\":true,\"num\":\"0\"}]",
                "43{}",
                "41{}"
            })
    void badPacketEndsTheConnectionInOrderWithParseError(String packet) {
        echo();
        TestClient client = rig.joined();
        client.says(packet);
        if (packet.startsWith("451-")) {
            client.saysBinary(1);
        }
        rig.settle();
        assertThat(client.closed).isNotNull();
        assertThat(rig.notes()).containsExactly("parse error");
    }

    @Test
    void packetsBehindABadOneAreNotRead() {
        echo();
        TestClient client = rig.joined();
        client.says("42{}", "42[\"message\"]");
        rig.settle();
        assertThat(client.hears()).isEmpty();
    }

    @Test
    void textWhileAttachmentsAreAwaitedAndBinaryWhileNoneAreEndTheConnection() {
        echo();
        TestClient one = rig.joined();
        one.says("451-[\"message\",{\"_placeholder\":true,\"num\":0}]", "42[\"message\"]");
        TestClient other = rig.joined();
        other.saysBinary(1);
        rig.settle();
        assertThat(rig.notes()).containsExactly("parse error", "parse error");
    }

    @Test
    void attachmentsThatDoNotComeInTimeEndTheConnection() {
        Rig patient = new Rig(builder -> builder.pingInterval(Duration.ofMinutes(10)));
        TestClient client = patient.joined();
        client.says("451-[\"message\",{\"_placeholder\":true,\"num\":0}]");
        patient.advance(Duration.ofSeconds(29));
        assertThat(client.closed).isNull();
        patient.advance(Duration.ofSeconds(1));
        assertThat(client.closed).isNotNull();
    }

    @Test
    void attachmentsThatComeInTimeStopTheClock() {
        Rig patient = new Rig(builder -> builder.pingInterval(Duration.ofMinutes(10)));
        TestClient client = patient.joined();
        client.says("451-[\"message\",{\"_placeholder\":true,\"num\":0}]");
        client.saysBinary(1);
        patient.advance(Duration.ofSeconds(60));
        assertThat(client.closed).isNull();
    }

    @Test
    void numericEventNameIsItsText() {
        rig.io.onConnection(socket -> socket.on("7", (arguments, ack) -> rig.note("seven")));
        rig.joined().says("42[7]");
        rig.settle();
        assertThat(rig.notes()).containsExactly("seven");
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"})
    void reservedNamesCannotBeSentOrHandled(String name) {
        rig.joined();
        Socket socket = rig.socket("s1");
        assertThatIllegalArgumentException().isThrownBy(() -> socket.emit(name));
        assertThatIllegalArgumentException().isThrownBy(() -> rig.io.emit(name));
        assertThatIllegalArgumentException().isThrownBy(() -> rig.io.emitWithAck(name));
        assertThatIllegalArgumentException().isThrownBy(() -> rig.io.of("/").prepare(name));
        assertThatIllegalArgumentException().isThrownBy(() -> socket.on(name, (arguments, ack) -> {}));
    }

    @Test
    void typedHandlersGetTheirTypes() {
        rig.io.onConnection(socket -> {
            socket.on("one", String.class, text -> rig.note(text));
            socket.on("two", Integer.class, JsonNode.class, (number, tree) -> rig.note(number + " " + tree));
            socket.on("three", String.class, (text, ack) -> ack.reply(text + text));
            socket.on("four", byte[].class, bytes -> rig.note("bytes " + bytes.length));
        });
        TestClient client = rig.joined();
        client.says(
                "42[\"one\",\"a\"]",
                "42[\"two\",2,{\"b\":1}]",
                "42[\"two\",3]",
                "421[\"three\",\"c\"]",
                "451-[\"four\",{\"_placeholder\":true,\"num\":0}]");
        client.saysBinary(1, 2);
        rig.settle();
        assertThat(rig.notes()).containsExactly("a", "2 {\"b\":1}", "3 ", "bytes 2");
        assertThat(client.hears()).containsExactly("431[\"cc\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"42[\"n\"]", "42[\"n\",null]", "42[\"n\",\"x\"]", "42[\"n\",{}]"})
    void typedHandlerIsNotCalledWithAMissingOrWrongArgument(String packet) {
        List<Throwable> errors = new ArrayList<>();
        rig.io.onConnection(socket -> {
            socket.on("n", Integer.class, number -> rig.note("called"));
            socket.onError(errors::add);
        });
        rig.joined().says(packet);
        rig.settle();
        assertThat(rig.notes()).isEmpty();
        assertThat(errors).singleElement().isInstanceOf(ArgumentException.class);
    }

    @Test
    void handlersOfOneEventRunInTheOrderInWhichTheyWereAdded() {
        rig.io.onConnection(socket -> {
            socket.on("x", (arguments, ack) -> rig.note("first"));
            socket.once("x", (arguments, ack) -> rig.note("once"));
            socket.on("x", (arguments, ack) -> rig.note("last"));
            socket.on("y", (arguments, ack) -> socket.off("x"));
        });
        rig.joined().says("42[\"x\"]", "42[\"x\"]", "42[\"y\"]", "42[\"x\"]");
        rig.settle();
        assertThat(rig.notes()).containsExactly("first", "once", "last", "first", "last");
    }

    @Test
    void handlerThatThrowsDisturbsNobody() {
        List<Throwable> errors = new ArrayList<>();
        rig.io.onConnection(socket -> {
            socket.on("x", (arguments, ack) -> {
                throw new IllegalStateException("mine");
            });
            socket.on("x", (arguments, ack) -> rig.note("other handler"));
            socket.on("y", (arguments, ack) -> rig.note("next event"));
            socket.onError(error -> {
                errors.add(error);
                throw new IllegalStateException("again");
            });
        });
        TestClient client = rig.joined();
        client.says("42[\"x\"]", "42[\"y\"]");
        rig.settle();
        assertThat(rig.notes()).containsExactly("other handler", "next event");
        assertThat(errors).singleElement().asString().contains("mine");
        assertThat(client.closed).isNull();
    }

    @Test
    void oneThreadStartServesAWholeReadBatch() {
        rig.io.onConnection(socket -> socket.on("x", Integer.class, number -> rig.note("" + number)));
        TestClient client = rig.joined();
        int before = rig.handlerStarts;
        client.says("42[\"x\",1]", "42[\"x\",2]", "42[\"x\",3]");
        rig.settle();
        assertThat(rig.notes()).containsExactly("1", "2", "3");
        assertThat(rig.handlerStarts - before).isOne();
    }

    @Test
    void threadThatRunsServesWhatComesMeanwhile() {
        TestClient[] client = new TestClient[1];
        rig.io.onConnection(socket -> socket.on("x", Integer.class, number -> {
            rig.note("begin " + number);
            if (number == 1) {
                client[0].says("42[\"x\",2]");
            }
            rig.note("end " + number);
        }));
        client[0] = rig.joined();
        int before = rig.handlerStarts;
        client[0].says("42[\"x\",1]");
        rig.settle();
        assertThat(rig.notes()).containsExactly("begin 1", "end 1", "begin 2", "end 2");
        assertThat(rig.handlerStarts - before).isOne();
    }

    @Test
    void inEventLoopModeAnEventIsHandledWithinTheCallThatBringsIt() {
        Rig inPlace = Rig.inPlace();
        inPlace.io.onConnection(socket -> socket.on("x", (arguments, ack) -> {
            inPlace.note("in loop " + inPlace.loops[0].inLoop() + ", owned " + arguments.isOwned());
            ack.reply("done");
        }));
        TestClient client = inPlace.client();
        client.says("40");
        client.says("420[\"x\",{\"a\":1}]");
        assertThat(inPlace.notes()).containsExactly("in loop true, owned false");
        assertThat(client.hears()).containsExactly("40{\"sid\":\"s1\"}", "430[\"done\"]");
    }

    @Test
    void inEventLoopModeADisconnectWithinAHandlerWaitsForItsEnd() {
        Rig inPlace = Rig.inPlace();
        inPlace.io.onConnection(socket -> {
            socket.on("x", (arguments, ack) -> {
                socket.disconnect();
                inPlace.note("handler ends");
            });
            socket.onDisconnect(reason -> inPlace.note(reason.text()));
        });
        TestClient client = inPlace.client();
        client.says("40", "42[\"x\"]");
        assertThat(inPlace.notes()).containsExactly("handler ends", "server namespace disconnect");
    }

    @Test
    void eventsBehindADisconnectAreIgnored() {
        rig.io.onConnection(socket -> socket.on("x", (arguments, ack) -> {
            rig.note("x");
            socket.disconnect();
        }));
        TestClient client = rig.joined();
        client.says("42[\"x\"]", "42[\"x\"]");
        rig.settle();
        client.says("42[\"x\"]", "430[]", "41");
        rig.settle();
        assertThat(rig.notes()).containsExactly("x");
        assertThat(client.closed).isNull();
        assertThat(client.hears()).containsExactly("41");
    }

    @Test
    void eventsThatCameBeforeTheClientLeftAreStillHandled() {
        rig.io.onConnection(socket -> {
            socket.on("x", (arguments, ack) -> rig.note("x"));
            socket.onDisconnect(reason -> rig.note(reason.text()));
        });
        rig.joined().says("42[\"x\"]", "42[\"x\"]", "41");
        rig.settle();
        assertThat(rig.notes()).containsExactly("x", "x", "client namespace disconnect");
    }
}
