package dev.madang.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What happens when the machine has no room for another connection (A16). */
class AcceptorTest {
    @Test
    void a16AcceptingPausesForASecondWhenThereAreNoFileDescriptors() {
        EmbeddedChannel listening = new EmbeddedChannel(new Acceptor(List.of(), channel -> {}));
        listening.freezeTime();
        listening.pipeline().fireExceptionCaught(new IOException("Too many open files"));
        assertThat(listening.config().isAutoRead()).isFalse();
        assertThat(listening.isOpen()).isTrue();
        listening.advanceTimeBy(999, TimeUnit.MILLISECONDS);
        listening.runScheduledPendingTasks();
        assertThat(listening.config().isAutoRead()).isFalse();
        listening.advanceTimeBy(1, TimeUnit.MILLISECONDS);
        listening.runScheduledPendingTasks();
        assertThat(listening.config().isAutoRead()).isTrue();
        listening.close();
    }
}
