package dev.madang.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.madang.protocol.Arguments;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Socket.IO protocol 5, "Acknowledgement"; rules 53 and 54; guarantee R2. */
class AckTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Rig rig = new Rig(builder -> builder.pingInterval(Duration.ofMinutes(10)));

    /** What became of a future, in a word. */
    private <T> List<String> outcome(CompletableFuture<T> future, Function<T, String> text) {
        List<String> outcomes = new ArrayList<>();
        future.whenComplete((value, failure) -> outcomes.add(
                failure == null ? text.apply(value) : failure.getClass().getSimpleName()));
        return outcomes;
    }

    private static String responses(BroadcastAcks acks) {
        return acks.responses().stream().map(each -> each.node(0).toString()).toList() + " of " + acks.recipients();
    }

    @Test
    void r2AnswerIsDeliveredOnceAndLaterOnesAreIgnored() {
        TestClient client = rig.joined();
        Socket socket = rig.socket("s1");
        List<String> outcome = outcome(
                socket.emitWithAck(SECOND, "question", "why"),
                answer -> answer.node(0).toString());
        rig.settle();
        assertThat(client.hears()).containsExactly("420[\"question\",\"why\"]");
        client.says("430[\"because\"]", "430[\"again\"]", "4399[1]");
        rig.settle();
        rig.advance(Duration.ofSeconds(5));
        client.goes();
        rig.settle();
        assertThat(outcome).containsExactly("\"because\"");
        assertThat(client.closed).isNull();
    }

    @Test
    void r2TimeoutIsDeliveredOnceAndTheLateAnswerIgnored() {
        TestClient client = rig.joined();
        List<String> outcome = outcome(rig.socket("s1").emitWithAck(SECOND, "question"), Object::toString);
        rig.settle();
        rig.advance(Duration.ofMillis(999));
        assertThat(outcome).isEmpty();
        rig.advance(Duration.ofMillis(1));
        client.says("430[]");
        rig.settle();
        assertThat(outcome).containsExactly("AckTimeoutException");
        assertThat(rig.socket("s1").answers().size()).isZero();
    }

    @Test
    void r2DisconnectIsDeliveredOnce() {
        TestClient client = rig.joined();
        Socket socket = rig.socket("s1");
        List<String> outcome = outcome(socket.emitWithAck(SECOND, "question"), Object::toString);
        rig.settle();
        client.goes();
        rig.advance(Duration.ofSeconds(2));
        assertThat(outcome).containsExactly("DisconnectedException");
        assertThat(outcome(socket.emitWithAck(SECOND, "more"), Object::toString))
                .containsExactly("DisconnectedException");
    }

    @Test
    void answersAreReadWhileTheHandlerWaits() {
        List<String> answers = new ArrayList<>();
        rig.io.onConnection(socket -> socket.on(
                "ask-me",
                (arguments, ack) -> socket.timeout(SECOND)
                        .emitWithAck("question", arguments.node(0))
                        .thenAccept(answer -> answers.add(answer.node(0).toString()))));
        TestClient client = rig.joined();
        client.says("42[\"ask-me\",5]");
        rig.settle();
        client.says("430[6]");
        rig.settle();
        assertThat(answers).containsExactly("6");
    }

    @Test
    void futuresCompleteOnAHandlerThreadAndNotOnTheLoop() {
        TestClient client = rig.joined();
        CompletableFuture<Arguments> future = rig.socket("s1").emitWithAck(SECOND, "question");
        rig.settle();
        client.says("430[]");
        assertThat(future).isNotDone();
        rig.runHandlers();
        assertThat(future).isCompleted();
    }

    @Test
    void idsComeFromOneCounterPerNamespace() {
        rig.io.of("/a");
        TestClient client = rig.joined();
        client.says("40/a");
        rig.settle();
        client.hears();
        rig.socket("s1").emitWithAck(SECOND, "x");
        rig.socket("s1").emitWithAck(SECOND, "x");
        rig.io.of("/a").sockets().iterator().next().emitWithAck(SECOND, "x");
        rig.settle();
        assertThat(client.hears()).containsExactly("420[\"x\"]", "421[\"x\"]", "42/a,0[\"x\"]");
    }

    @Test
    void r4QuestionBeyondTheLimitFailsThatCall() {
        Rig small = new Rig(builder -> builder.maxPendingAcks(2));
        TestClient client = small.joined();
        Socket socket = small.socket("s1");
        socket.emitWithAck(SECOND, "x");
        socket.emitWithAck(SECOND, "x");
        List<String> third = outcome(socket.emitWithAck(SECOND, "x"), Object::toString);
        small.settle();
        assertThat(third).containsExactly("IllegalStateException");
        assertThat(client.hears()).hasSize(2);
        assertThat(client.closed).isNull();
    }

    @Test
    void firstReplyWinsAndRepliesWithoutAQuestionDoNothing() {
        rig.io.onConnection(socket -> socket.on("x", (arguments, ack) -> {
            rig.note("requested " + ack.requested());
            assertThatIllegalArgumentException().isThrownBy(() -> {
                if (ack.requested()) {
                    ack.reply(Rig.unwritable());
                } else {
                    throw new IllegalArgumentException();
                }
            });
            ack.reply(1);
            ack.reply(2);
        }));
        TestClient client = rig.joined();
        client.says("42[\"x\"]", "428[\"x\"]");
        rig.settle();
        assertThat(client.hears()).containsExactly("438[1]");
        assertThat(rig.notes()).containsExactly("requested false", "requested true");
    }

    @Test
    void replyAfterTheDisconnectDoesNothing() {
        List<Ack> acks = new ArrayList<>();
        rig.io.onConnection(socket -> socket.on("x", (arguments, ack) -> acks.add(ack)));
        TestClient client = rig.joined();
        client.says("421[\"x\"]");
        rig.settle();
        client.says("41");
        rig.settle();
        acks.getFirst().reply();
        rig.settle();
        assertThat(client.hears()).isEmpty();
    }

    @Test
    void broadcastSharesOneIdAndGathersTheAnswersOfAllLoops() {
        TestClient one = rig.joined(0);
        TestClient two = rig.joined(1);
        List<String> outcome = outcome(rig.io.timeout(SECOND).emitWithAck("q", 1), AckTest::responses);
        rig.settle();
        assertThat(one.hears()).containsExactly("420[\"q\",1]");
        assertThat(two.hears()).containsExactly("420[\"q\",1]");
        two.says("430[\"two\"]");
        rig.settle();
        assertThat(outcome).isEmpty();
        one.says("430[\"one\"]", "430[\"one again\"]");
        rig.settle();
        assertThat(outcome).containsExactly("[\"two\", \"one\"] of 2");
    }

    @Test
    void broadcastToNobodyCompletesAtOnce() {
        assertThat(rig.io.emitWithAck("q")).isCompletedWithValue(BroadcastAcks.NONE);
        rig.joined();
        List<String> outcome = outcome(rig.io.to("empty").emitWithAck("q"), AckTest::responses);
        rig.settle();
        assertThat(outcome).containsExactly("[] of 0");
    }

    @Test
    void broadcastTimeoutCarriesTheAnswersSoFarAndLeavesNothingBehind() {
        TestClient one = rig.joined(0);
        rig.joined(1);
        CompletableFuture<BroadcastAcks> future = rig.io.timeout(SECOND).emitWithAck("q");
        List<String> partial = new ArrayList<>();
        future.exceptionally(failure -> {
            partial.add(responses(((AckTimeoutException) failure).partial()));
            return BroadcastAcks.NONE;
        });
        rig.settle();
        one.says("430[\"one\"]");
        rig.settle();
        rig.advance(SECOND);
        assertThat(partial).containsExactly("[\"one\"] of 2");
        assertThat(rig.socket("s1").answers().size()).isZero();
        assertThat(rig.socket("s2").answers().size()).isZero();
    }

    @Test
    void broadcastEndsEarlyWhenAllWhoHaveNotAnsweredAreGone() {
        TestClient one = rig.joined(0);
        TestClient two = rig.joined(1);
        List<String> outcome = outcome(rig.io.timeout(SECOND).emitWithAck("q"), AckTest::responses);
        rig.settle();
        one.says("430[\"one\"]");
        two.goes();
        rig.settle();
        assertThat(outcome).containsExactly("AckTimeoutException");
    }
}
