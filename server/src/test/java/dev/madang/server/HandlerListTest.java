package dev.madang.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Handlers by name: order, once, forgetting. */
class HandlerListTest {
    private final Rig rig = new Rig();
    private final TestClient client = rig.joined();
    private final Socket socket = rig.socket("s1");

    private void twice() {
        client.says("421[\"a\",1,2,3,4]", "422[\"a\",1,2,3,4]");
        rig.settle();
    }

    @Test
    void prependedHandlersComeFirst() {
        socket.on("a", (arguments, ack) -> rig.note("on"))
                .prepend("a", (arguments, ack) -> rig.note("prepended"))
                .prependOnce("a", (arguments, ack) -> rig.note("once"));
        twice();
        assertThat(rig.notes()).containsExactly("once", "prepended", "on", "prepended", "on");
    }

    @Test
    void everyTypedFormCanBeHandledOnce() {
        socket.once("a", int.class, a -> rig.note("1"))
                .once("a", int.class, (a, ack) -> rig.note("1a"))
                .once("a", int.class, int.class, (int1, int2) -> rig.note("2"))
                .once("a", int.class, int.class, (a, b, ack) -> rig.note("2a"))
                .once("a", int.class, int.class, int.class, (a, b, c) -> rig.note("3"))
                .once("a", int.class, int.class, int.class, (a, b, c, ack) -> rig.note("3a"))
                .once("a", int.class, int.class, int.class, int.class, (a, b, c, d) -> rig.note("4"))
                .once("a", int.class, int.class, int.class, int.class, (a, b, c, d, ack) -> {
                    rig.note("4a " + (a + b + c + d));
                    ack.reply("ok");
                });
        twice();
        assertThat(rig.notes()).containsExactly("1", "1a", "2", "2a", "3", "3a", "4", "4a 10");
        assertThat(client.hears()).containsExactly("431[\"ok\"]");
    }

    @Test
    void oneHandlerIsForgottenWhetherRawOrTyped() {
        EventHandler raw = (arguments, ack) -> rig.note("raw");
        EventHandler.One<Integer> typed = a -> rig.note("typed");
        socket.on("a", raw).on("a", Integer.class, typed).on("a", raw).on("b", raw);
        assertThat(socket.listeners("a")).containsExactly(raw, typed, raw);
        socket.off("a", raw).off("a", (Object) "nobody");
        client.says("42[\"a\",1]");
        rig.settle();
        assertThat(rig.notes()).containsExactly("raw", "typed");
        socket.off("a", typed);
        assertThat(socket.listeners("a")).containsExactly(raw);
        socket.off("a");
        assertThat(socket.listeners("a")).isEmpty();
        assertThat(socket.listeners("b")).containsExactly(raw);
    }

    @Test
    void disconnectHandlersGetReasonAndDescription() {
        socket.onDisconnecting((reason, description) -> rig.note(reason + ": " + description + " " + socket.rooms()));
        socket.onDisconnect((reason, description) -> rig.note(reason + ": " + description + " " + socket.rooms()));
        client.says("42{}");
        rig.settle();
        socket.onDisconnect((reason, description) -> rig.note("late " + reason));
        assertThat(rig.notes())
                .containsExactly(
                        "parse error: the payload has the form that its packet type asks for [s1]",
                        "parse error: the payload has the form that its packet type asks for []",
                        "late parse error");
    }

    @Test
    void requestAndProtocolOfTheConnectionAreKnown() {
        assertThat(socket.protocol()).isEqualTo(4);
        assertThat(socket.request().header("x-seen")).isEqualTo("1");
        assertThat(socket.transport()).isEqualTo("websocket");
    }
}
