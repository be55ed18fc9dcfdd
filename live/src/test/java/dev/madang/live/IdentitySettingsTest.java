package dev.madang.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.madang.live.identity.HostSite;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;

/** Identity over time, and by its settings. */
final class IdentitySettingsTest {
    private static final String POST = "95b7f0c2a1b2c3d4e5f60718";
    private static final String YOUNG = HostSite.token("u-7", "영희");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void aTokenThatEndsWhileItsSocketIsOpenMustBeRenewed() {
        Later.seconds.set(0);
        String form = "{\"post\":\"" + POST + "\",\"text\":\"안녕\"}";
        try (var later = LiveServer.start(
                        folder, List.of(Later.class), "--madang.identity.jwt.secret=" + HostSite.SECRET);
                var user = later.second("\"token\":\"" + YOUNG + "\"");
                var first = NamespaceClient.connect(later.port(), "", "{\"token\":\"" + YOUNG + "\"}")) {
            assertThat(user.request("add", form)).contains("\"kind\":\"user\"");
            first.send("[\"new_comment\",{\"postId\":\"" + POST + "\",\"content\":\"글\"}]");
            assertThat(first.event()).startsWith("[\"comment_confirmed\"");
            Later.seconds.set(4_000);
            assertThat(user.request("add", form)).contains("\"token_expired\"");
            assertThat(user.request("more", "{\"post\":\"" + POST + "\"}")).contains("\"ok\":true");
            first.send("[\"new_comment\",{\"userId\":\"u-7\",\"postId\":\"" + POST + "\",\"content\":\"글\"}]");
            assertThat(first.event()).contains("토큰이 만료되었습니다.");
            String fresh = HostSite.token("u-7", "영희", Instant.now().plusSeconds(8_000));
            assertThat(user.request("auth", "{\"token\":\"" + fresh + "\"}")).contains("\"role\":\"member\"");
            assertThat(user.request("add", form)).contains("\"kind\":\"user\"");
        }
    }

    @Test
    void whereGuestsMayNotWriteTheyReadAndAreAskedForAToken() {
        try (var closed = LiveServer.start(
                        folder, "--madang.identity.guests=off", "--madang.identity.jwt.secret=" + HostSite.SECRET);
                var guest = closed.second("\"name\":\"손님\"");
                var first = closed.client()) {
            assertThat(guest.request("join", "{\"post\":\"" + POST + "\"}")).contains("\"refusal\":\"token_missing\"");
            assertThat(guest.request("add", "{\"post\":\"" + POST + "\",\"text\":\"안녕\"}"))
                    .isEqualTo("{\"ok\":false,\"code\":\"token_missing\",\"error\":\"인증 토큰이 필요합니다.\"}");
            first.send("[\"new_comment\",{\"userId\":\"u-7\",\"postId\":\"" + POST + "\",\"content\":\"글\"}]");
            assertThat(first.event()).contains("인증 토큰이 필요합니다.");
        }
    }

    @Test
    void aSecretThatIsTooShortEndsTheStart() {
        assertThatThrownBy(() -> LiveServer.start(folder, "--madang.identity.jwt.secret=short"))
                .hasStackTraceContaining("madang.identity.jwt.secret must have at least 32 bytes");
    }

    /** Takes the place of the application's clock: it can be put forward. */
    static class Later {
        private static final AtomicInteger seconds = new AtomicInteger();

        @Bean
        Clock clock() {
            return new Clock() {
                @Override
                public Instant instant() {
                    return Instant.now().plusSeconds(seconds.get());
                }

                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }
            };
        }
    }
}
