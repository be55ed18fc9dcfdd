package dev.madang.netty;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.madang.engine.EngineOptions;
import dev.madang.engine.HttpAnswer;
import dev.madang.engine.OriginPolicy;
import dev.madang.engine.RequestHead;
import dev.madang.netty.RawClient.Answer;
import dev.madang.server.ListenOptions;
import dev.madang.server.ListenerProvider;
import dev.madang.server.SocketIo;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLConnection;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The standalone server: pages, the client's files, TLS, the end. */
class NettyServerTest {
    private static final InetSocketAddress LOOPBACK = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @Test
    void serverClosesWhileConnectionsComeIn() throws Exception {
        for (int round = 0; round < 20; round++) {
            EchoServer echo = new EchoServer(NettyServer.Transport.NATIVE);
            AtomicBoolean over = new AtomicBoolean();
            Thread visitors = Thread.ofPlatform().start(() -> connectUntilRefused(echo.address(), over));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> echo.engine.sessions() > 0 || !visitors.isAlive());
            echo.server.close().toCompletableFuture().get(60, TimeUnit.SECONDS);
            over.set(true);
            assertThat(visitors.join(Duration.ofSeconds(60))).isTrue();
        }
    }

    private static void connectUntilRefused(InetSocketAddress address, AtomicBoolean over) {
        Deque<Socket> all = new ArrayDeque<>();
        byte[] open = RawClient.head("GET", EchoServer.POLL).getBytes(StandardCharsets.US_ASCII);
        try {
            while (!over.get()) {
                Socket socket = new Socket(address.getAddress(), address.getPort());
                all.add(socket);
                socket.getOutputStream().write(open);
                if (all.size() > 20) {
                    all.remove().close();
                }
            }
        } catch (IOException refused) {
            over.set(true);
        }
        all.forEach(NettyServerTest::drop);
    }

    private static void drop(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void socketIoFindsThisServer() throws Exception {
        try (SocketIo io = SocketIo.builder().build()) {
            io.onConnection(socket -> socket.emit("hello", "world"));
            ListenerProvider.Listener listener = io.listen(ListenOptions.at("127.0.0.1", 0));
            try (RawClient client =
                    new RawClient(listener.address()).upgrade("/socket.io/?EIO=4&transport=websocket")) {
                assertThat(client.text()).startsWith("0{");
                client.text("40");
                assertThat(client.text()).startsWith("40{\"sid\":\"");
                assertThat(client.text()).isEqualTo("42[\"hello\",\"world\"]");
            }
        }
    }

    @Test
    void pagesAreServedBesideTheEngine() {
        try (EchoServer server = new EchoServer(
                        builder -> builder.page("/", "text/html; charset=utf-8", "<p>hi".getBytes()), o -> o);
                RawClient client = server.client()) {
            Answer page = client.get("/?a=b").answer();
            assertThat(page.body()).isEqualTo("<p>hi");
            assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
            assertThat(client.get("/missing").answer().status()).isEqualTo(404);
            assertThat(client.post("/", "x").answer().status()).isEqualTo(405);
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void clientFilesAreNotServedWhereTheOptionSaysNo() {
        try (SocketIo io = SocketIo.builder().serveClient(false).build()) {
            List<ListenerProvider.Listener> listeners =
                    List.of(io.listen("127.0.0.1", 0), io.listen(ListenOptions.at("127.0.0.1", 0)));
            for (ListenerProvider.Listener listener : listeners) {
                try (RawClient client = new RawClient(listener.address())) {
                    Answer answer = client.get("/socket.io/socket.io.min.js").answer();
                    assertThat(answer.status() + answer.body())
                            .isEqualTo("400{\"code\":0,\"message\":\"Transport unknown\"}");
                }
            }
        }
    }

    @Test
    void clientFilesHaveATagAndAreNotSentTwice() throws IOException {
        Assumptions.assumeTrue(
                ClientBundles.class.getResource("client/VERSION") != null, "the build had no npm: no client files");
        try (EchoServer server = new EchoServer(
                        builder -> builder, options -> options.origins(OriginPolicy.allow("http://a.example")));
                RawClient client = server.client()) {
            Answer first = client.get("/engine.io/socket.io.min.js", "Origin: http://a.example")
                    .answer();
            assertThat(first.status()).isEqualTo(200);
            assertThat(first.header("ETag")).isEqualTo("\"4.8.4\"");
            assertThat(first.header("Cache-Control")).isEqualTo("public, max-age=0");
            assertThat(first.header("Content-Type")).isEqualTo("application/javascript; charset=utf-8");
            assertThat(first.header("Access-Control-Allow-Origin")).isEqualTo("http://a.example");
            assertThat(first.body()).contains("Socket.IO v4.8.4");
            Answer second = client.get("/engine.io/socket.io.min.js", "If-None-Match: W/\"4.8.4\"")
                    .answer();
            assertThat(second.status()).isEqualTo(304);
            assertThat(second.header("Content-Length")).isEmpty();
            assertThat(client.get("/engine.io/socket.io.js.map").answer().header("Content-Type"))
                    .isEqualTo("application/json; charset=utf-8");
            Answer head = client.send(RawClient.head("HEAD", "/engine.io/socket.io.esm.min.js"))
                    .answer(false);
            assertThat(Integer.parseInt(head.header("Content-Length"))).isGreaterThan(40_000);
            assertThat(client.get("/engine.io/other.js").answer().status()).isEqualTo(400);
        }
    }

    @Test
    void clientFilesComeCompressed() throws Exception {
        Assumptions.assumeTrue(
                ClientBundles.class.getResource("client/VERSION") != null, "the build had no npm: no client files");
        try (EchoServer server = new EchoServer(builder -> builder, options -> options)) {
            URLConnection connection = URI.create(
                            "http://127.0.0.1:" + server.address().getPort() + "/engine.io/socket.io.msgpack.min.js")
                    .toURL()
                    .openConnection();
            connection.setReadTimeout(30_000);
            connection.setRequestProperty("Accept-Encoding", "br, gzip;q=0.8");
            assertThat(connection.getHeaderField("Content-Encoding")).isEqualTo("gzip");
            try (InputStream in = new GZIPInputStream(connection.getInputStream())) {
                assertThat(new String(in.readAllBytes())).contains("Socket.IO v4.8.4");
            }
        }
    }

    @Test
    void clientFilesThatAreNotThereAreExplained() {
        RequestHead head = new RequestHead("GET", "/engine.io/socket.io.js", Map.of(), List.of(), LOOPBACK, false);
        HttpAnswer absent = Objects.requireNonNull(new ClientBundles("nowhere/")
                .answer(head, EngineOptions.builder().build()));
        assertThat(absent.status()).isEqualTo(404);
        assertThat(new String(absent.body())).contains("npm");
    }

    @ParameterizedTest
    @EnumSource(NettyServer.Transport.class)
    void nothingIsLeftAfterClose(NettyServer.Transport transport) {
        EchoServer server =
                new EchoServer(builder -> builder.transport(transport).loops(2), options -> options);
        InetSocketAddress address = server.address();
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            RawClient client = server.client();
            clients.add(client);
            if (i % 2 == 0) {
                client.upgrade(EchoServer.WS);
            } else {
                client.get(EchoServer.POLL + "&sid=" + EchoServer.open(client));
            }
        }
        server.engine
                .close()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        server.server
                .close()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        Awaitility.await()
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.startsWith("madang-") || name.startsWith("globalEventExecutor")));
        clients.forEach(RawClient::close);
        assertThatThrownBy(() -> new RawClient(address)).isInstanceOf(UncheckedIOException.class);
        assertThat(server.engine.sessions()).isZero();
    }

    @Test
    void takenPortIsAnErrorThatNamesTheAddress() {
        try (EchoServer server = new EchoServer(NettyServer.Transport.NATIVE)) {
            assertThatThrownBy(() -> NettyServer.builder(server.engine)
                            .address(server.address())
                            .listen())
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(Integer.toString(server.address().getPort()));
        }
    }

    @ParameterizedTest
    @EnumSource(NettyServer.Transport.class)
    void tlsCarriesPollingAndWebSocketBetweenLoops(NettyServer.Transport transport, @TempDir Path folder)
            throws Exception {
        Path chain = folder.resolve("cert.pem");
        Path key = folder.resolve("key.pem");
        selfSigned(folder, chain, key);
        SSLContext trusting = trusting();
        try (EchoServer server = new EchoServer(
                        builder -> builder.transport(transport).loops(2).tls(chain, key), options -> options);
                RawClient polling = tls(trusting, server);
                RawClient webSocket = tls(trusting, server)) {
            String sid = EchoServer.open(polling);
            webSocket.upgrade(EchoServer.WS + "&sid=" + sid);
            assertThat(webSocket.text("2probe").text()).isEqualTo("3probe");
            assertThat(polling.get(EchoServer.POLL + "&sid=" + sid).answer().body())
                    .isEqualTo("6");
            webSocket.text("5");
            String large = "4" + "x".repeat(90_000);
            assertThat(webSocket.text(large).text()).isEqualTo(large);

            aClientThatIsNotOursSpeaksOverTls(trusting, server);
        }
    }

    private static void aClientThatIsNotOursSpeaksOverTls(SSLContext trusting, EchoServer server) throws Exception {
        HttpClient http = HttpClient.newBuilder().sslContext(trusting).build();
        try {
            LinkedBlockingQueue<String> texts = new LinkedBlockingQueue<>();
            WebSocket jdk = http.newWebSocketBuilder()
                    .buildAsync(
                            URI.create("wss://localhost:" + server.address().getPort() + EchoServer.WS),
                            listener(texts))
                    .get(30, TimeUnit.SECONDS);
            assertThat(next(texts)).startsWith("0{");
            jdk.sendText("4a", false).get(30, TimeUnit.SECONDS);
            jdk.sendPing(ByteBuffer.wrap(new byte[] {1})).get(30, TimeUnit.SECONDS);
            jdk.sendText("b", true).get(30, TimeUnit.SECONDS);
            assertThat(next(texts)).isEqualTo("pong");
            assertThat(next(texts)).isEqualTo("4ab");
            jdk.sendClose(1000, "").get(30, TimeUnit.SECONDS);
            assertThat(next(texts)).isEqualTo("close 1000");
        } finally {
            http.shutdownNow();
        }
    }

    private static String next(LinkedBlockingQueue<String> texts) throws InterruptedException {
        return requireNonNull(texts.poll(30, TimeUnit.SECONDS), "nothing came");
    }

    private static WebSocket.Listener listener(LinkedBlockingQueue<String> texts) {
        return new WebSocket.Listener() {
            @Override
            public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
                texts.add(data.toString());
                webSocket.request(1);
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
                texts.add("pong");
                webSocket.request(1);
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
                texts.add("close " + statusCode);
                return CompletableFuture.completedFuture(null);
            }
        };
    }

    private static RawClient tls(SSLContext trusting, EchoServer server) throws IOException {
        Socket socket = trusting.getSocketFactory()
                .createSocket(server.address().getAddress(), server.address().getPort());
        return new RawClient(socket);
    }

    private static void selfSigned(Path folder, Path chain, Path key) throws Exception {
        Path store = folder.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "a",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        Files.writeString(chain, pem("CERTIFICATE", keys.getCertificate("a").getEncoded()));
        Files.writeString(
                key,
                pem("PRIVATE KEY", keys.getKey("a", "changeit".toCharArray()).getEncoded()));
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + kind
                + "-----\n";
    }

    private static SSLContext trusting() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustAll()}, null);
        return context;
    }

    private static final class TrustAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
