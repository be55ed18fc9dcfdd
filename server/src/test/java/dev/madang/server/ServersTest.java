package dev.madang.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.madang.protocol.Arguments;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.IntNode;

/** What a namespace asks of other servers through its adapter, and what it does when they ask. */
class ServersTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<CompletableFuture<Gathered<Arguments>>> asked = new ArrayList<>();
    private final List<String> sent = new ArrayList<>();
    private final Rig alone = new Rig();
    private final Rig rig = new Rig(builder -> builder.adapter((namespace, local) -> new TwoServers(local)));
    private Gathered<SocketDetails> elsewhere = Gathered.complete(List.of());

    /** A second server "B" of which the test says what it answers. */
    private final class TwoServers implements Adapter {
        private final Adapter local;

        TwoServers(Adapter local) {
            this.local = local;
        }

        @Override
        public void broadcast(BroadcastTarget target, PreparedEvent event) {
            sent.add(event.name() + " to " + target.rooms());
            local.broadcast(target, event);
        }

        @Override
        public CompletableFuture<BroadcastAcks> broadcastWithAck(
                BroadcastTarget target, Duration timeout, String event, List<? extends @Nullable Object> arguments) {
            return local.broadcastWithAck(target, timeout, event, arguments);
        }

        @Override
        public CompletableFuture<Void> socketsJoin(BroadcastTarget target, Set<String> rooms) {
            return local.socketsJoin(target, rooms);
        }

        @Override
        public CompletableFuture<Void> socketsLeave(BroadcastTarget target, Set<String> rooms) {
            return local.socketsLeave(target, rooms);
        }

        @Override
        public void disconnectSockets(BroadcastTarget target, boolean close) {
            local.disconnectSockets(target, close);
        }

        @Override
        public CompletableFuture<Gathered<SocketDetails>> fetchSockets(BroadcastTarget target, Duration timeout) {
            return local.fetchSockets(target, timeout).thenApply(here -> {
                List<SocketDetails> all = new ArrayList<>(here.answers());
                all.addAll(elsewhere.answers());
                return new Gathered<>(all, elsewhere.missing());
            });
        }

        @Override
        public void serverSideEmit(String event, List<? extends @Nullable Object> arguments) {
            sent.add(event + arguments);
        }

        @Override
        public CompletableFuture<Gathered<Arguments>> serverSideEmitWithAck(
                Duration timeout, String event, List<? extends @Nullable Object> arguments) {
            sent.add(event + arguments + " within " + timeout);
            CompletableFuture<Gathered<Arguments>> answer = new CompletableFuture<>();
            asked.add(answer);
            return answer;
        }

        @Override
        public CompletableFuture<Integer> serverCount() {
            return CompletableFuture.completedFuture(2);
        }

        @Override
        public CompletableFuture<Void> close() {
            return local.close();
        }
    }

    /** One argument of the client's, as the decoder makes it. */
    private Arguments argument(String json) {
        List<Arguments> seen = new ArrayList<>();
        Rig other = Rig.inPlace();
        other.io.onConnection(socket -> socket.on("x", (arguments, ack) -> seen.add(arguments.owned())));
        other.client().says("40", "42[\"x\"," + json + "]");
        return seen.getFirst();
    }

    @Test
    void socketsAreFetchedFromAllLoopsWithWhatIsKnownOfThem() {
        alone.joined(0);
        alone.joined(1);
        alone.joined(1);
        alone.socket("s1").join("a");
        alone.socket("s2").join("a", "b");
        alone.socket("s2").data().put("name", "kim");
        CompletableFuture<List<RemoteSocket>> found = alone.io.in("a").fetchSockets();
        alone.settle();
        Map<String, RemoteSocket> byId = new LinkedHashMap<>();
        found.join().forEach(socket -> byId.put(socket.id(), socket));
        assertThat(byId).containsOnlyKeys("s1", "s2");
        RemoteSocket two = Objects.requireNonNull(byId.get("s2"));
        assertThat(two.rooms()).containsExactly("s2", "a", "b");
        assertThat(two.data()).containsExactly(Map.entry("name", "kim"));
        assertThat(two.handshake().query()).containsEntry("token", "a b");
        assertThat(two.namespace()).isSameAs(alone.io.of("/"));
    }

    @Test
    void fetchedSocketCanBeSpokenToAskedMovedAndDisconnected() {
        TestClient one = alone.joined(0);
        TestClient two = alone.joined(1);
        CompletableFuture<List<RemoteSocket>> found = alone.io.in("s2").fetchSockets();
        alone.settle();
        RemoteSocket socket = found.join().getFirst();
        socket.emit("x", 1);
        socket.join("a", "b");
        alone.settle();
        assertThat(two.hears()).containsExactly("42[\"x\",1]");
        assertThat(alone.socket("s2").rooms()).containsExactlyInAnyOrder("s2", "a", "b");
        socket.leave("a");
        alone.settle();
        assertThat(alone.socket("s2").rooms()).containsExactly("s2", "b");
        CompletableFuture<Arguments> answer = socket.timeout(SECOND).emitWithAck("q");
        alone.settle();
        assertThat(two.hears()).containsExactly("420[\"q\"]");
        two.says("430[42]");
        alone.settle();
        assertThat(answer.join().node(0)).isEqualTo(IntNode.valueOf(42));
        CompletableFuture<Arguments> never = socket.timeout(SECOND).emitWithAck("q");
        alone.settle();
        alone.advance(SECOND);
        assertThat(never.exceptionNow()).isInstanceOf(AckTimeoutException.class);
        two.hears();
        socket.disconnect(false);
        alone.settle();
        assertThat(two.hears()).containsExactly("41");
        assertThat(one.hears()).isEmpty();
        CompletableFuture<Arguments> gone = socket.emitWithAck("q");
        alone.settle();
        assertThat(gone.exceptionNow()).isInstanceOf(DisconnectedException.class);
    }

    @Test
    void disconnectOfAFetchedSocketMayCloseItsConnection() {
        TestClient client = alone.joined();
        CompletableFuture<List<RemoteSocket>> found = alone.io.fetchSockets();
        alone.settle();
        found.join().getFirst().disconnect(true);
        alone.settle();
        assertThat(client.closed).isNotNull();
    }

    @Test
    void serverWhoseSocketsAreMissingIsNamedBesideTheSocketsOfTheOthers() {
        rig.joined();
        elsewhere = new Gathered<>(List.of(), Set.of("B"));
        CompletableFuture<List<RemoteSocket>> found = rig.io.fetchSockets();
        rig.settle();
        MissingServersException missing = (MissingServersException) found.exceptionNow();
        assertThat(missing.missing()).containsExactly("B");
        assertThat(missing.sockets()).extracting(RemoteSocket::id).containsExactly("s1");
        assertThat(missing.responses()).isEmpty();
    }

    @Test
    void socketOfAnotherServerIsSpokenToThroughTheAdapter() {
        rig.joined();
        CompletableFuture<List<RemoteSocket>> here = rig.io.fetchSockets();
        rig.settle();
        Handshake handshake = here.join().getFirst().handshake();
        elsewhere = Gathered.complete(List.of(new SocketDetails("far", handshake, Set.of("far"), Map.of())));
        CompletableFuture<List<RemoteSocket>> all = rig.io.fetchSockets();
        rig.settle();
        RemoteSocket far = all.join().getLast();
        far.emit("x");
        assertThat(sent).containsExactly("x to [far]");
    }

    @Test
    void serverSideEventGoesToOtherServersAndNeverRunsHere() {
        rig.io.on("hello", (arguments, ack) -> rig.note("ran here"));
        rig.io.serverSideEmit("hello", 1, "two");
        rig.settle();
        assertThat(sent).containsExactly("hello[1, two]");
        alone.io.on("hello", (arguments, ack) -> alone.note("ran here"));
        alone.io.serverSideEmit("hello");
        alone.settle();
        assertThat(rig.notes()).isEmpty();
        assertThat(alone.notes()).isEmpty();
    }

    @Test
    void withOneServerAServerSideQuestionHasNoAnswers() {
        assertThat(alone.io.serverSideEmitWithAck(SECOND, "count")).isCompletedWithValue(List.of());
        assertThat(alone.io.of("/").serverCount()).isCompletedWithValue(1);
        assertThat(rig.io.of("/").serverCount()).isCompletedWithValue(2);
    }

    @Test
    void answersOfOtherServersAreGatheredAndASilentOneIsNamed() {
        CompletableFuture<List<Arguments>> all = rig.io.serverSideEmitWithAck(SECOND, "count", "x");
        CompletableFuture<List<Arguments>> part = rig.io.serverSideEmitWithAck(SECOND, "count");
        assertThat(sent).containsExactly("count[x] within PT1S", "count[] within PT1S");
        asked.get(0).complete(Gathered.complete(List.of(argument("7"))));
        assertThat(all.join().getFirst().node(0)).isEqualTo(IntNode.valueOf(7));
        asked.get(1).complete(new Gathered<>(List.of(argument("8")), Set.of("C")));
        MissingServersException missing = (MissingServersException) part.exceptionNow();
        assertThat(missing.responses().getFirst().node(0)).isEqualTo(IntNode.valueOf(8));
        assertThat(missing.missing()).containsExactly("C");
    }

    @Test
    void prependedHandlersHearAnEventOfAnotherServerFirst() {
        Namespace namespace = rig.io.of("/");
        namespace
                .on("n", (arguments, ack) -> rig.note("on"))
                .prepend("n", (arguments, ack) -> rig.note("prepended"))
                .prependOnce("n", (arguments, ack) -> rig.note("once"));
        namespace.received("n", argument("1"), AckReply.NONE);
        namespace.received("n", argument("1"), AckReply.NONE);
        rig.settle();
        assertThat(rig.notes()).containsExactly("once", "prepended", "on", "prepended", "on");
    }

    @Test
    void eventOfAnotherServerRunsTheHandlersInOrderOnHandlerThreads() {
        Namespace namespace = rig.io.of("/");
        List<@Nullable Object> replies = new ArrayList<>();
        namespace.on("n", Integer.class, (number, ack) -> {
            rig.note("n " + number);
            ack.reply(number + 1);
        });
        namespace.once("n", Integer.class, number -> rig.note("once " + number));
        namespace.on("n", (arguments, ack) -> {
            throw new IllegalStateException("expected by this test");
        });
        Ack ack = new Ack() {
            @Override
            public void reply(@Nullable Object... arguments) {
                replies.add(arguments[0]);
            }

            @Override
            public boolean requested() {
                return true;
            }
        };
        namespace.received("n", argument("1"), ack);
        namespace.received("n", argument("2"), ack);
        namespace.received("other", argument("3"), ack);
        assertThat(rig.notes()).isEmpty();
        rig.settle();
        assertThat(rig.notes()).containsExactly("n 1", "once 1", "n 2");
        assertThat(replies).containsExactly(2, 3);
        namespace.off("n").received("n", argument("4"), ack);
        rig.settle();
        assertThat(rig.notes()).isEmpty();
    }

    @Test
    void reservedNamesAreRefused() {
        for (String name : List.of("connect", "connection", "new_namespace")) {
            assertThatIllegalArgumentException().isThrownBy(() -> alone.io.serverSideEmit(name));
            assertThatIllegalArgumentException().isThrownBy(() -> alone.io.serverSideEmitWithAck(SECOND, name));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> alone.io.of("/").on(name, (arguments, ack) -> {}));
        }
    }
}
