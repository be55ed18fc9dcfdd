package dev.madang.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What is not given is as the documents say; what is given counts. */
class OptionsTest {
    private static final Duration THREE_SECONDS = Duration.ofSeconds(3);
    private static final Duration NEARLY = Duration.ofMillis(2_999);
    private static final Duration THE_REST = Duration.ofMillis(1);

    @Test
    void defaultsAreThoseOfTheReferenceAndOfTheDocuments() {
        SocketIoOptions options = SocketIo.builder().options();
        assertThat(options.engine().path()).isEqualTo("/socket.io");
        assertThat(options.connectTimeout()).hasSeconds(45);
        assertThat(options.attachmentTimeout()).hasSeconds(30);
        assertThat(options.ackTimeout()).hasSeconds(10);
        assertThat(options.shutdownTimeout()).hasSeconds(10);
        assertThat(options.maxRooms()).isEqualTo(1_024);
        assertThat(options.maxNamespaces()).isEqualTo(32);
        assertThat(options.maxDynamicNamespaces()).isEqualTo(10_000);
        assertThat(options.cleanupEmptyChildNamespaces()).isFalse();
        assertThat(options.maxPendingAcks()).isEqualTo(1_024);
        assertThat(options.maxWaitingEvents()).isEqualTo(256);
        assertThat(options.maxWaitingBytes()).isEqualTo(1_048_576);
        assertThat(options.decoderLimits().attachments()).isEqualTo(10);
        assertThat(options.connectionStateRecovery()).isNull();
        assertThat(options.serveClient()).isTrue();
        assertThat(ConnectionStateRecovery.DEFAULT)
                .isEqualTo(new ConnectionStateRecovery(Duration.ofMinutes(2), true, 100_000, 67_108_864, 100_000));
    }

    @Test
    void timeToJoinANamespaceIsTheOneGiven() {
        Rig rig = new Rig(builder -> builder.connectTimeout(THREE_SECONDS));
        TestClient client = rig.client();
        rig.advance(NEARLY);
        assertThat(client.closed).isNull();
        rig.advance(THE_REST);
        assertThat(client.closed).startsWith("1000");
    }

    @Test
    void timeForAttachmentsIsTheOneGiven() {
        Rig rig = new Rig(builder -> builder.attachmentTimeout(THREE_SECONDS));
        TestClient client = rig.joined();
        client.says("451-[\"x\",{\"_placeholder\":true,\"num\":0}]");
        rig.advance(NEARLY);
        assertThat(client.closed).isNull();
        rig.advance(THE_REST);
        assertThat(client.closed).startsWith("1000");
    }

    @Test
    void questionToManyWaitsAsLongAsTheServersAckTimeout() {
        Rig rig = new Rig(builder -> builder.ackTimeout(THREE_SECONDS));
        rig.joined();
        CompletableFuture<BroadcastAcks> answers = rig.io.emitWithAck("question");
        rig.settle();
        rig.advance(NEARLY);
        assertThat(answers).isNotDone();
        rig.advance(THE_REST);
        assertThat(answers).isCompletedExceptionally();
    }

    @Test
    void durationsOverAYearAreRefusedByNameWhenTheOptionsAreMade() {
        Duration forever = Duration.ofSeconds(Long.MAX_VALUE);
        refused("connectTimeout", builder -> builder.connectTimeout(forever));
        refused("attachmentTimeout", builder -> builder.attachmentTimeout(forever));
        refused("ackTimeout", builder -> builder.ackTimeout(forever));
        refused("shutdownTimeout", builder -> builder.shutdownTimeout(forever));
        refused("maxDisconnectionDuration", builder -> builder.connectionStateRecovery(forever, true));
        assertThat(SocketIo.builder()
                        .connectTimeout(Duration.ofDays(365))
                        .options()
                        .connectTimeout())
                .hasDays(365);
    }

    private static void refused(String option, Function<SocketIoOptions.Builder, SocketIoOptions.Builder> change) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> change.apply(SocketIo.builder()).options())
                .withMessageContaining(option);
    }
}
