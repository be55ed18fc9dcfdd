package dev.madang.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** {@code compress(false)} reaches the transport of every recipient, with each way of sending. */
class CompressFlagTest {
    private final Rig rig = Rig.inPlace();

    @Test
    void eventsMayBeCompressedUnlessSaidOtherwise() {
        TestClient client = rig.joined();
        Socket socket = rig.socket("s1");
        rig.loops[0].inside(() -> {
            socket.emit("a");
            socket.compress(false).emit("b");
            socket.compress(false).compress(true).emit("c");
            socket.asVolatile().compress(false).emit("d");
        });
        assertThat(client.hears()).containsExactly("42[\"a\"]", "42[\"b\"]", "42[\"c\"]", "42[\"d\"]");
        assertThat(client.plain()).containsExactly("42[\"b\"]", "42[\"d\"]");
    }

    @Test
    void anEventFromAnotherThreadKeepsTheFlag() {
        TestClient client = rig.joined();
        rig.socket("s1").compress(false).emit("a");
        rig.socket("s1").emit("b");
        rig.settle();
        assertThat(client.plain()).containsExactly("42[\"a\"]");
    }

    @Test
    void questionsKeepTheFlag() {
        TestClient client = rig.joined();
        rig.socket("s1").compress(false).timeout(Duration.ofSeconds(1)).emitWithAck("a");
        rig.socket("s1").timeout(Duration.ofSeconds(1)).emitWithAck("b");
        rig.settle();
        assertThat(client.plain()).containsExactly("420[\"a\"]");
    }

    @Test
    void broadcastsKeepTheFlagForAllTheirRecipients() {
        TestClient one = rig.joined(0);
        TestClient two = rig.joined(1);
        rig.io.compress(false).emit("a");
        rig.io.emit("b");
        rig.socket("s1").compress(false).broadcast().emit("c");
        rig.io.to("s1").compress(false).timeout(Duration.ofSeconds(1)).emitWithAck("d");
        rig.settle();
        assertThat(one.plain()).containsExactly("42[\"a\"]", "420[\"d\"]");
        assertThat(two.plain()).containsExactly("42[\"a\"]", "42[\"c\"]");
    }

    @Test
    void attachmentsGoTheWayOfTheirPacket() {
        TestClient client = rig.joined();
        rig.loops[0].inside(() -> rig.socket("s1").compress(false).emit("a", new byte[] {1, 2}));
        assertThat(client.plain()).containsExactly("451-[\"a\",{\"_placeholder\":true,\"num\":0}]", "binary 0102");
    }
}
