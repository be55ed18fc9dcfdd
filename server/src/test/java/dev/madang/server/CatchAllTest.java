package dev.madang.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Catch-all listeners, in both directions. */
class CatchAllTest {
    private final Rig rig = new Rig();
    private final TestClient client = rig.joined();
    private final Socket socket = rig.socket("s1");

    private CatchAllListener noting(String who) {
        return (event, arguments) -> {
            StringBuilder text = new StringBuilder(who).append(' ').append(event);
            for (int i = 0; i < arguments.size(); i++) {
                text.append(' ').append(arguments.node(i));
            }
            rig.note(text.toString());
        };
    }

    @Test
    void everyIncomingEventIsSeenBeforeItsHandlers() {
        socket.on("a", String.class, text -> rig.note("handler " + text));
        socket.onAny(noting("any"));
        socket.prependAny(noting("first"));
        client.says("42[\"a\",\"x\"]", "42[\"unknown\",1,{\"b\":[2]}]");
        rig.settle();
        assertThat(rig.notes())
                .containsExactly(
                        "first a \"x\"",
                        "any a \"x\"",
                        "handler x",
                        "first unknown 1 {\"b\":[2]}",
                        "any unknown 1 {\"b\":[2]}");
    }

    @Test
    void listenersAreListedAndForgottenOneByOneOrAllAtOnce() {
        CatchAllListener one = noting("one");
        CatchAllListener two = noting("two");
        socket.onAny(one).onAny(two).onAnyOutgoing(one).prependAnyOutgoing(two);
        assertThat(socket.listenersAny()).containsExactly(one, two);
        assertThat(socket.listenersAnyOutgoing()).containsExactly(two, one);
        socket.offAny(one).offAnyOutgoing(two);
        client.says("42[\"a\"]");
        socket.emit("b");
        rig.settle();
        assertThat(rig.notes()).containsExactlyInAnyOrder("two a", "one b");
        socket.offAny().offAnyOutgoing();
        client.says("42[\"a\"]");
        socket.emit("b");
        rig.settle();
        assertThat(rig.notes()).isEmpty();
        assertThat(socket.listenersAny()).isEmpty();
        assertThat(socket.listenersAnyOutgoing()).isEmpty();
    }

    @Test
    void listenerThatThrowsHidesTheEventFromNobody() {
        socket.onError(error -> rig.note("error " + error.getMessage()));
        socket.onAny((event, arguments) -> {
            throw new IllegalStateException("broken");
        });
        socket.on("a", (arguments, ack) -> rig.note("handler"));
        client.says("42[\"a\"]");
        rig.settle();
        assertThat(rig.notes()).containsExactly("error broken", "handler");
    }

    @Test
    void outgoingEventsAreSeenWhetherSentAskedOrBroadcast() {
        socket.onAnyOutgoing(noting("out"));
        socket.emit("direct", "x", new byte[] {1, 2});
        socket.emitWithAck(Duration.ofSeconds(1), "question", 7);
        rig.io.emit("broadcast", true);
        rig.io.to("s1").emitWithAck("many", 8);
        socket.send("hello");
        rig.settle();
        assertThat(rig.notes())
                .containsExactly(
                        "out direct \"x\" \"AQI=\"",
                        "out question 7",
                        "out broadcast true",
                        "out many 8",
                        "out message \"hello\"");
        assertThat(client.hears())
                .containsExactly(
                        "451-[\"direct\",\"x\",{\"_placeholder\":true,\"num\":0}]",
                        "binary 0102",
                        "420[\"question\",7]",
                        "42[\"broadcast\",true]",
                        "421[\"many\",8]",
                        "42[\"message\",\"hello\"]");
    }

    @Test
    void answersAndDroppedVolatileEventsAreNoOutgoingEventsAndBinaryIsDroppedWhole() {
        socket.onAnyOutgoing(noting("out"));
        socket.on("ask", (arguments, ack) -> ack.reply("answer"));
        client.says("421[\"ask\"]");
        rig.settle();
        client.pendingBytes = 1;
        socket.asVolatile().emit("gone", new byte[] {1});
        rig.settle();
        client.pendingBytes = 0;
        socket.asVolatile().emit("kept", new byte[] {2});
        rig.settle();
        assertThat(rig.notes()).containsExactly("out kept \"Ag==\"");
        assertThat(client.hears())
                .containsExactly("431[\"answer\"]", "451-[\"kept\",{\"_placeholder\":true,\"num\":0}]", "binary 02");
    }

    @Test
    void outgoingListenerMayChangeRoomsAndMembersInTheMiddleOfABroadcast() {
        Rig inPlace = Rig.inPlace();
        inPlace.io.onConnection(each -> each.onAnyOutgoing((event, arguments) -> {
            inPlace.note(each.id() + " " + event);
            each.join("room");
            each.disconnect();
        }));
        TestClient one = inPlace.joined();
        TestClient two = inPlace.joined();
        inPlace.loops[0].inside(() -> inPlace.io.emit("bye"));
        inPlace.settle();
        assertThat(inPlace.notes()).containsExactly("s1 bye", "s2 bye");
        assertThat(one.hears()).containsExactly("42[\"bye\"]", "41");
        assertThat(two.hears()).containsExactly("42[\"bye\"]", "41");
    }

    @Test
    void r5OutgoingEventThatCannotBeReadAgainStopsNoHandlers() {
        List<Throwable> errors = new ArrayList<>();
        socket.onError(errors::add);
        socket.onAnyOutgoing((event, arguments) -> rig.note("out " + event));
        socket.on("x", (arguments, ack) -> rig.note("x"));
        socket.emit("long", new BigInteger("9".repeat(2_000)));
        socket.emit("short", 1);
        rig.settle();
        client.says("42[\"x\"]");
        rig.settle();
        assertThat(client.hears()).hasSize(2);
        assertThat(errors).hasSize(1);
        assertThat(rig.notes()).containsExactly("out short", "x");
    }
}
