package dev.madang.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.madang.server.SocketIo;
import dev.madang.testkit.Http;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** Properties of the starter, as clients of a real application notice them. */
final class PropertiesOnTheWireTest {
    private static final String POLL = "/socket.io/?EIO=4&transport=polling";
    private static final String OLD = "/socket.io/?EIO=3&transport=polling";
    private static final String HASH = "$2a$04$2fkYodbtqW1K3J.BvhT8SuEnFTIrFjkAcZ0eK/HAgSOWxxHRcVn4e";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Http http = new Http();
    private @Nullable ConfigurableApplicationContext context;

    @AfterEach
    void stop() {
        if (context != null) {
            context.close();
        }
        http.close();
    }

    private int start(String... properties) {
        String[] all = Stream.concat(
                        Stream.of(
                                "server.port=0",
                                "server.address=127.0.0.1",
                                "spring.main.banner-mode=off",
                                "spring.reactor.netty.shutdown-quiet-period=0s"),
                        Stream.of(properties))
                .map(property -> "--" + property)
                .toArray(String[]::new);
        ConfigurableApplicationContext started = SpringApplication.run(Application.class, all);
        context = started;
        var server = ((WebServerApplicationContext) started).getWebServer();
        return server == null ? -1 : server.getPort();
    }

    private SocketIo io() {
        return Objects.requireNonNull(context).getBean(SocketIo.class);
    }

    private HttpResponse<String> get(int port, String target, String... headers) {
        return http.get("http://127.0.0.1:" + port + target, headers);
    }

    private HttpResponse<String> post(int port, String target, String body) {
        return http.post("http://127.0.0.1:" + port + target, body);
    }

    private String open(int port, String... headers) {
        String body = get(port, POLL, headers).body();
        int sid = body.indexOf("\"sid\":\"") + 7;
        return POLL + "&sid=" + body.substring(sid, body.indexOf('"', sid));
    }

    /** The answer of a namespace to a client that joins it. */
    private String join(int port, String session, String packet) {
        assertThat(post(port, session, packet).body()).isEqualTo("ok");
        return get(port, session).body();
    }

    @Test
    void nothingOfThisIsOnUnlessItIsAskedFor() throws IOException {
        int port = start();
        assertThat(get(port, OLD).statusCode()).isEqualTo(400);
        assertThat(extensions(port)).isEmpty();
        assertThat(get(port, POLL + "&j=0").body()).startsWith("0{");
        String session = open(port);
        assertThat(join(port, session, "40")).startsWith("40{\"sid\":").doesNotContain("\"pid\":");
        assertThat(join(port, session, "40/admin,")).isEqualTo("44/admin,{\"message\":\"Invalid namespace\"}");
    }

    @Test
    void oldClientsMayConnect() {
        HttpResponse<String> open = get(start("madang.allow-eio3=true"), OLD + "&b64=1");
        assertThat(open.body()).matches("(?s)[0-9]+:0\\{\"sid\":.*");
    }

    @Test
    void messagesAreCompressedFromTheThresholdOn() throws IOException {
        int port = start("madang.per-message-deflate.enabled=true", "madang.perMessageDeflate.threshold=7");
        assertThat(extensions(port)).isPresent().get().asString().contains("permessage-deflate");
        var deflate = io().engine().options().perMessageDeflate();
        assertThat(deflate.threshold()).isEqualTo(7);
        assertThat(deflate.level()).isEqualTo(-1);
    }

    private static Optional<String> extensions(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            String request =
                    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                            + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                            + "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            assertThat(in.readLine()).isEqualTo("HTTP/1.1 101 Switching Protocols");
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                if (line.startsWith("Sec-WebSocket-Extensions:")) {
                    return Optional.of(line);
                }
            }
            return Optional.empty();
        }
    }

    @Test
    void socketsAreKeptForClientsThatComeBack() {
        int with = start(
                "madang.connection-state-recovery.enabled=true",
                "madang.connection-state-recovery.max-disconnection-duration=5s",
                "madang.connection-state-recovery.skip-middlewares=false");
        assertThat(join(with, open(with), "40")).contains("\"pid\":");
        var recovery = Objects.requireNonNull(io().options().connectionStateRecovery());
        assertThat(recovery.maxDisconnectionDuration()).hasSeconds(5);
        assertThat(recovery.skipMiddlewares()).isFalse();
    }

    @Test
    void emptyNamespacesOfClientsGo() {
        int port = start("madang.cleanup-empty-child-namespaces=true");
        String session = open(port);
        assertThat(join(port, session, "40/child-1,")).startsWith("40/child-1,");
        assertThat(names()).contains("/child-1");
        assertThat(post(port, session, "41/child-1,").body()).isEqualTo("ok");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(names()).doesNotContain("/child-1"));
    }

    private List<String> names() {
        return io().namespaces().stream().map(namespace -> namespace.name()).toList();
    }

    @Test
    void sessionBelongsToTheAddressThatOpenedIt() {
        int port = start("madang.bind-session-to-address=true", "madang.proxies=127.0.0.1");
        String session = open(port, "X-Forwarded-For", "192.0.2.1:5678");
        HttpResponse<String> stranger = get(port, session, "X-Forwarded-For", "192.0.2.2");
        assertThat(stranger.body()).isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
    }

    @Test
    void scriptsMayPollIfTheyAreAllowedTo() {
        assertThat(get(start("madang.jsonp=true"), POLL + "&j=0").body()).startsWith("___eio[0](");
    }

    @Test
    void administratorsComeInWithTheirPassword() {
        int port = start(
                "madang.admin.enabled=true",
                "madang.admin.username=mina",
                "madang.admin.password=" + HASH,
                "madang.admin.namespace=/staff",
                "madang.admin.mode=production",
                "madang.admin.server-id=first",
                "madang.admin.readonly=true");
        String wrong = "40/staff,{\"username\":\"mina\",\"password\":\"wrong\"}";
        assertThat(join(port, open(port), wrong)).isEqualTo("44/staff,{\"message\":\"invalid credentials\"}");
        String right = "40/staff,{\"username\":\"mina\",\"password\":\"correct horse\"}";
        String session = open(port);
        StringBuilder told = new StringBuilder(join(port, session, right));
        while (told.indexOf("[\"server_stats\"") < 0) {
            told.append(get(port, session).body());
        }
        assertThat(told).contains("[\"config\"", "\"serverId\":\"first\"").doesNotContain("ALL_EVENTS");
        assertThat(told).doesNotContain("\"JOIN\"");
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {
        @Bean
        Object namespaces(SocketIo io) {
            io.of((name, auth) -> name.startsWith("/child-"));
            return new Object();
        }
    }
}
