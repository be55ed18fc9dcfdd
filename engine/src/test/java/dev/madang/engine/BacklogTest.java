package dev.madang.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.protocol.EngineCodec;
import org.junit.jupiter.api.Test;

/** Rule 23: a body is not compressed when every packet in it says so. */
class BacklogTest {
    private final Backlog backlog = new Backlog(EngineOptions.builder().build());

    private void add(boolean compress) {
        backlog.add(EngineCodec.textMessage("x"), compress);
    }

    @Test
    void aBodyMayBeCompressedIfOnePacketMay() {
        assertThat(backlog.compressible()).isFalse();
        add(false);
        add(false);
        assertThat(backlog.compressible()).isFalse();
        add(true);
        add(false);
        assertThat(backlog.compressible()).isTrue();
    }

    @Test
    void theNextBodyBeginsAnew() {
        add(true);
        backlog.clear();
        add(false);
        assertThat(backlog.compressible()).isFalse();
        backlog.clear();
        add(true);
        assertThat(backlog.compressible()).isTrue();
    }
}
