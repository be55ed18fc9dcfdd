package dev.madang.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class EngineOptionsTest {
    @Test
    void defaultsAreThoseOfTheReference() {
        EngineOptions options = EngineOptions.builder().build();
        assertThat(options.path()).isEqualTo("/engine.io");
        assertThat(options.addTrailingSlash()).isTrue();
        assertThat(options.pingInterval()).isEqualTo(Duration.ofSeconds(25));
        assertThat(options.pingTimeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(options.upgradeTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.maxPayload()).isEqualTo(1_000_000);
        assertThat(options.transports()).containsExactlyInAnyOrder("polling", "websocket");
        assertThat(options.allowUpgrades()).isTrue();
        assertThat(options.allowEIO3()).isFalse();
        assertThat(options.maxPacketsPerPayload()).isEqualTo(4_096);
        assertThat(options.maxQueuedBytes()).isEqualTo(1_048_576);
        assertThat(options.maxQueuedPackets()).isEqualTo(1_024);
    }

    @Test
    void refusedValuesAreNamed() {
        refused("path", builder -> builder.path("socket.io"));
        refused("path", builder -> builder.path("/socket.io?x"));
        refused("path", builder -> builder.path("/socket io"));
        refused("pingInterval", builder -> builder.pingInterval(Duration.ZERO));
        refused("pingTimeout", builder -> builder.pingTimeout(Duration.ofNanos(999_999)));
        refused("upgradeTimeout", builder -> builder.upgradeTimeout(Duration.ofSeconds(Long.MAX_VALUE)));
        refused("maxPayload", builder -> builder.maxPayload(0));
        refused("transports", builder -> builder.transports());
        refused("transports", builder -> builder.transports("polling", "webtransport"));
        refused("maxPacketsPerPayload", builder -> builder.maxPacketsPerPayload(-1));
        refused("maxQueuedBytes", builder -> builder.maxQueuedBytes(0));
        refused("maxQueuedPackets", builder -> builder.maxQueuedPackets(0));
    }

    @Test
    void whatIsNotAskedForIsOff() {
        EngineOptions options = EngineOptions.builder().build();
        assertThat(options.cookie()).isNull();
        assertThat(options.initialPacket()).isNull();
        assertThat(options.httpCompression()).isFalse();
        assertThat(options.httpCompressionThreshold()).isEqualTo(1_024);
        assertThat(options.jsonp()).isFalse();
        assertThat(options.admissionTimeout()).hasSeconds(20);
        refused("admissionTimeout", builder -> builder.admissionTimeout(Duration.ZERO));
        refused("httpCompressionThreshold", builder -> builder.httpCompressionThreshold(-1));
        EngineOptions copy = EngineOptions.builder()
                .cookie(SessionCookie.standard())
                .initialPacket("x")
                .httpCompression(true)
                .httpCompressionThreshold(7)
                .jsonp(true)
                .admissionTimeout(Duration.ofSeconds(1))
                .build()
                .toBuilder()
                .build();
        assertThat(copy.cookie()).isNotNull();
        assertThat(copy.initialPacket()).isNotNull();
        assertThat(copy.httpCompression()).isTrue();
        assertThat(copy.httpCompressionThreshold()).isEqualTo(7);
        assertThat(copy.jsonp()).isTrue();
        assertThat(copy.admissionTimeout()).hasSeconds(1);
    }

    private static void refused(String option, Consumer<EngineOptions.Builder> change) {
        assertThatThrownBy(() -> change.accept(EngineOptions.builder()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(option + " ");
    }

    @Test
    void builtOptionsDoNotChangeWithTheirBuilder() {
        EngineOptions.Builder builder = EngineOptions.builder().maxPayload(10);
        EngineOptions options = builder.build();
        builder.maxPayload(20);
        assertThat(options.maxPayload()).isEqualTo(10);
        assertThat(options.toBuilder().path("/x").build().maxPayload()).isEqualTo(10);
    }

    @Test
    void everythingBelowThePathMatches() {
        EngineOptions options = EngineOptions.builder().path("/socket.io/").build();
        assertThat(options.path()).isEqualTo("/socket.io");
        assertThat(options.matches("/socket.io/")).isTrue();
        assertThat(options.matches("/socket.io/foo/bar/")).isTrue();
        assertThat(options.matches("/socket.io")).isFalse();
        assertThat(options.matches("/socket.iox/")).isFalse();
        assertThat(options.matches("/")).isFalse();
    }

    @Test
    void withoutTrailingSlashThePathItselfMatchesAsWell() {
        EngineOptions options = EngineOptions.builder()
                .path("/socket.io")
                .addTrailingSlash(false)
                .build();
        assertThat(options.matches("/socket.io")).isTrue();
        assertThat(options.matches("/socket.io/")).isTrue();
        assertThat(options.matches("/socket.iox")).isFalse();
    }

    @Test
    void rootMatchesEverything() {
        EngineOptions slash = EngineOptions.builder().path("/").build();
        assertThat(slash.matches("/")).isTrue();
        assertThat(slash.matches("/anything")).isTrue();
        EngineOptions bare =
                EngineOptions.builder().path("/").addTrailingSlash(false).build();
        assertThat(bare.matches("/anything")).isTrue();
    }
}
