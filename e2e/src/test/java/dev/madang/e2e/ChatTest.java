package dev.madang.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.examples.Chat;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tutorial's chat: clients cannot tell the example from the Node server whose transcript is the golden one. */
class ChatTest {
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final Chat chat = start();

    private Chat start() {
        return Chat.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        chat.close();
    }

    @ParameterizedTest
    @MethodSource("dev.madang.e2e.Clients#all")
    void javaScriptClientsReceiveWhatANodeServerSends(String version, String mode) {
        Path file = Node.FOLDER.resolve("src/test/resources/scenario/chat.json");
        Golden.assertSame("chat.jsonl", Node.run("scenario.mjs", url(), version, mode, file.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket", "upgrade"})
    void theJavaClientReceivesTheSame(String mode) {
        Golden.assertSameTrees("chat.jsonl", JavaPlayer.play(url(), mode, "chat"));
    }

    @Test
    void itLogsWhoConnectsFromWhereAndWhoIsThere() {
        JavaPlayer.play(url(), "websocket", "chat");

        String text = log.toString(StandardCharsets.UTF_8);
        List<String> lines = text.lines().toList();
        assertThat(lines.get(0)).isEqualTo("http://localhost:" + chat.port() + " 에서 서버 구동 중...");
        assertThat(lines.get(1)).isEqualTo("connection!");
        assertThat(lines.get(2)).matches("socket ID :  [\\w-]{20}");
        assertThat(lines.get(3)).isEqualTo("client IP :  127.0.0.1");
        assertThat(text)
                .containsPattern("\\n\\{\\n  '?[\\w-]{20}'?: \\{ nickname: 'users nickname', point: 0 },\\n"
                        + "  '?[\\w-]{20}'?: \\{ nickname: 'users nickname', point: 0 }\\n}\\n");
    }

    private String url() {
        return "http://127.0.0.1:" + chat.port();
    }
}
