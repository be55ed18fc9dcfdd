package dev.madang.e2e;

import dev.madang.examples.Chat;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages in a browser, two windows at once. */
class BrowserTest {
    @ParameterizedTest
    @ValueSource(strings = {"own", "cdn"})
    void theChatExampleServesItsOwnPageAndThoseOfTheTutorialsReaders(String kind) {
        String chromium = Need.chromium().toString();
        Node.ready();
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        try (Chat chat = Chat.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), nowhere)) {
            List<String> lines = Node.run("chat-page.mjs", "http://127.0.0.1:" + chat.port(), chromium, kind);
            Golden.assertSame("chat-page.jsonl", lines);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"comments", "chat"})
    void whatOneWindowSendsTheOtherShowsOnceAlsoAfterALostConnection(String kind, @TempDir Path folder) {
        String chromium = Need.chromium().toString();
        Node.ready();
        try (ServerProcess server = ServerProcess.live(folder, ServerProcess.freePort())) {
            List<String> lines = Node.run("live-page.mjs", Integer.toString(server.port()), chromium, kind);
            Golden.assertSame("live-page.jsonl", lines);
        }
    }
}
