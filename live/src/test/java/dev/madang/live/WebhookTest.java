package dev.madang.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.madang.live.moderation.WebhookSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WebhookTest {
    private static final String POST = "feed0000000000000000feed";
    private static final String YOUNG = "\"guest\":\"younghee-0123456789abcdef\",\"name\":\"영희\"";
    private static final String MODERATOR = "\"guest\":\"" + Moderators.SECRET + "\",\"name\":\"지기\"";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void whatIsPublishedIsToldWithASignature() throws Exception {
        try (var ear = new Ear();
                var server = LiveServer.start(folder, ear.settings("--madang.limits=off"));
                var writer = server.second(YOUNG)) {
            writer.request("add", comment("안녕"));
            String body = ear.until("comment.published");
            assertThat(body)
                    .matches(
                            "\\{\"id\":\"[0-9a-f]{24}\",\"event\":\"comment.published\",\"at\":\\d{13},\"post\":\""
                                    + POST
                                    + "\",\"comment\":\\{\"id\":\"[0-9a-f]{24}\",\"name\":\"영희\",\"text\":\"안녕\",\"at\":\\d{13}}}");
            String signature = ear.signatures.take();
            String seconds = signature.replaceAll("t=(\\d+),.*", "$1");
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Ear.SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            String hex = HexFormat.of().formatHex(mac.doFinal((seconds + "." + body).getBytes(StandardCharsets.UTF_8)));
            assertThat(signature).isEqualTo("t=" + seconds + ",v1=" + hex);
        }
    }

    @Test
    void whatWasHiddenInTheMeantimeIsToldWithoutItsText() throws Exception {
        try (var ear = new Ear();
                var server = LiveServer.start(folder, List.of(Moderators.class), ear.settings("--madang.limits=off"));
                var writer = server.second(YOUNG);
                var moderator = server.second(MODERATOR)) {
            ear.answers(body -> new Ear.Reply(503, ""));
            String id = writer.request("add", comment("나쁜 말")).replaceAll(".*?\"id\":\"([0-9a-f]{24})\".*", "$1");
            moderator.request("moderate", "{\"post\":\"" + POST + "\",\"id\":\"" + id + "\",\"action\":\"hide\"}");
            ear.signatures.take();
            ear.heard.clear();
            ear.answers(body -> new Ear.Reply(200, ""));
            ear.until("comment.hidden");
            assertThat(ear.heard).anyMatch(body -> body.contains("comment.published"));
            assertThat(ear.heard.subList(ear.heard.size() - 2, ear.heard.size()))
                    .noneMatch(body -> body.contains("나쁜 말") || body.contains("영희"));
        }
    }

    @Test
    void whatWasNotTakenIsToldAfterARestart() throws Exception {
        try (var ear = new Ear()) {
            ear.answers(body -> new Ear.Reply(500, ""));
            try (var server = LiveServer.start(folder, ear.settings());
                    var writer = server.second(YOUNG)) {
                writer.request("add", comment("첫째"));
                ear.signatures.take();
            }
            ear.answers(body -> new Ear.Reply(200, ""));
            try (var server = LiveServer.start(folder, ear.settings());
                    var writer = server.second(YOUNG)) {
                writer.request("add", comment("둘째"));
                assertThat(ear.until("첫째")).contains("comment.published");
                assertThat(ear.until("둘째")).contains("comment.published");
            }
        }
    }

    @Test
    void aFilterOutsidePublishesHoldsAndRejects() throws Exception {
        try (var ear = new Ear();
                var server =
                        LiveServer.start(folder, ear.settings("--madang.limits=off", "--madang.webhook.filter=on"));
                var writer = server.second(YOUNG)) {
            ear.answers(body -> new Ear.Reply(
                    200,
                    "{\"status\":\"" + (body.contains("광고") ? "reject" : body.contains("수상") ? "hold" : "publish")
                            + "\"}"));
            assertThat(writer.request("add", comment("보통"))).contains("\"held\":false");
            assertThat(ear.heard.getFirst())
                    .matches("\\{\"event\":\"comment.check\",\"at\":\\d{13},\"post\":\"" + POST
                            + "\",\"comment\":\\{\"name\":\"영희\",\"text\":\"보통\",\"edit\":false}}");
            assertThat(writer.request("add", comment("수상한 글"))).contains("\"held\":true");
            assertThat(writer.request("add", comment("광고"))).contains("\"code\":\"rejected\"");
            assertThat(ear.until("comment.pending")).doesNotContain("수상한 글", "영희");
        }
    }

    @Test
    void aFilterThatDoesNotAnswerHoldsIfTheSettingsSaySo() throws Exception {
        var over = new CountDownLatch(1);
        try (var ear = new Ear();
                var server = LiveServer.start(
                        folder,
                        ear.settings(
                                "--madang.limits=off",
                                "--madang.webhook.filter=on",
                                "--madang.webhook.filter-timeout=200ms",
                                "--madang.webhook.filter-failure=hold"));
                var writer = server.second(YOUNG)) {
            ear.answers(body -> {
                try {
                    over.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return new Ear.Reply(200, "{\"status\":\"publish\"}");
            });
            assertThat(writer.request("add", comment("아무 말"))).contains("\"held\":true");
            over.countDown();
            ear.answers(body -> new Ear.Reply(302, ""));
            assertThat(writer.request("add", comment("다른 말"))).contains("\"held\":true");
        }
    }

    @Test
    void settingsThatCannotBeMeantAreRefused() {
        Duration time = Duration.ofSeconds(1);
        assertThatThrownBy(() ->
                        new WebhookSettings("http://example.com/", "short", false, time, WebhookSettings.Failure.HOLD))
                .hasMessageContaining("madang.webhook.secret");
        for (String url : List.of("file:///etc/passwd", "ftp://example.com/", "http://a:b@example.com/", "nonsense")) {
            assertThatThrownBy(() -> new WebhookSettings(url, Ear.SECRET, false, time, WebhookSettings.Failure.HOLD))
                    .hasMessageContaining("madang.webhook.url");
        }
        assertThatThrownBy(() -> new WebhookSettings(null, null, true, time, WebhookSettings.Failure.HOLD))
                .hasMessageContaining("madang.webhook.filter");
    }

    private static String comment(String text) {
        return "{\"post\":\"" + POST + "\",\"text\":\"" + text + "\"}";
    }
}
