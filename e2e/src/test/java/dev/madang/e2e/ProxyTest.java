package dev.madang.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.conformance.V5;
import dev.madang.server.SocketIo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The configurations of {@code docs/topics/behind-a-proxy.md} work, and let nobody smuggle requests through. */
class ProxyTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "nginx,polling",
        "nginx,websocket",
        "nginx,upgrade",
        "haproxy,polling",
        "haproxy,websocket",
        "haproxy,upgrade"
    })
    void clientsNoticeNoProxy(String kind, String mode) {
        try (V5 server = V5.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
                Proxy proxy = Proxy.start(kind, folder, server.port())) {
            play(proxy, mode);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "haproxy"})
    void withStickySessionsAPollingClientKeepsItsServer(String kind) {
        try (V5 one = V5.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
                V5 two = V5.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
                Proxy proxy = Proxy.start(kind, folder, one.port(), two.port())) {
            play(proxy, "polling");
        }
    }

    private static void play(Proxy proxy, String mode) {
        Path file = Node.FOLDER.resolve("src/test/resources/scenario/conformance.json");
        Golden.assertSame("conformance.jsonl", Node.run("scenario.mjs", proxy.url(), "4.8.4", mode, file.toString()));
    }

    /*
     * Each of these hides a second request behind one whose length a careless proxy and a careless server would read
     * differently. The hidden one is a handshake, so a session more than those that were asked for openly is the proof.
     */
    @ParameterizedTest
    @CsvSource({
        "nginx,'Content-Length: 5\r\nTransfer-Encoding: chunked'",
        "nginx,'Transfer-Encoding: xchunked'",
        "nginx,'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity'",
        "nginx,'Transfer-Encoding : chunked'",
        "nginx,'Transfer-Encoding:\u000bchunked'",
        "nginx,'Content-Length: 0\r\nContent-Length: 5'",
        "haproxy,'Content-Length: 5\r\nTransfer-Encoding: chunked'",
        "haproxy,'Transfer-Encoding: xchunked'",
        "haproxy,'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity'",
        "haproxy,'Transfer-Encoding : chunked'",
        "haproxy,'Transfer-Encoding:\u000bchunked'",
        "haproxy,'Content-Length: 0\r\nContent-Length: 5'",
    })
    void nobodySmugglesARequestThroughAProxy(String kind, String lengths) throws Exception {
        AtomicInteger handshakes = new AtomicInteger();
        CountDownLatch marked = new CountDownLatch(1);
        try (SocketIo io = SocketIo.builder()
                        .allowRequest(head -> {
                            if ("marker".equals(head.query().get("who"))) {
                                marked.countDown();
                            } else {
                                handshakes.incrementAndGet();
                            }
                            return java.util.concurrent.CompletableFuture.completedFuture(java.util.Optional.empty());
                        })
                        .build();
                Proxy proxy = Proxy.start(
                        kind, folder, io.listen("127.0.0.1", 0).address().getPort())) {
            String hidden = "GET /socket.io/?EIO=4&transport=polling&who=hidden HTTP/1.1\r\nHost: a\r\n\r\n";
            exchange(
                    proxy,
                    "POST /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: a\r\n" + lengths + "\r\n\r\n0\r\n\r\n"
                            + hidden);
            exchange(
                    proxy,
                    "GET /socket.io/?EIO=4&transport=polling&who=marker HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

            assertThat(marked.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(handshakes).hasValue(0);
        }
    }

    /** Sends, and reads the first bytes of the answer: a proxy that refuses says so at once. */
    private static void exchange(Proxy proxy, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(socket.getInputStream().readNBytes(12)).isNotEmpty();
        }
    }
}
