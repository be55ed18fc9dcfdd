package dev.madang.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.madang.server.Ack;
import dev.madang.server.SocketIo;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** A Spring application and Socket.IO on one port of a real Reactor Netty. */
final class OnePortTest {
    @SuppressWarnings("NullAway.Init")
    private ConfigurableApplicationContext context;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void start() {
        context = SpringApplication.run(
                Application.class, "--server.port=0", "--server.address=127.0.0.1", "--spring.main.banner-mode=off");
    }

    @AfterEach
    void stop() {
        context.close();
        http.close();
    }

    @Test
    void routesAndSocketIoAlternateOnOneConnection() throws IOException, InterruptedException {
        for (int i = 0; i < 3; i++) {
            assertThat(get("/hello").body()).isEqualTo("hello");
            assertThat(get("/socket.io/?EIO=4&transport=polling").body()).startsWith("0{\"sid\":");
        }
        assertThat(get("/socket.io/?EIO=4&transport=carrier-pigeon").statusCode())
                .isEqualTo(400);
        assertThat(get("/socket.ioo").statusCode()).isEqualTo(404);
    }

    @Test
    void aWebSocketSpeaksAndIsClosedInOrderWhenTheApplicationStops() {
        var listener = new Packets();
        WebSocket socket = webSocket(listener);
        socket.sendText("40", true).join();
        await().until(() -> listener.texts.size() == 2);
        socket.sendText("42[\"echo\",\"안녕\"]", true).join();
        await().until(() -> listener.texts.contains("42[\"echo\",\"안녕\"]"));
        socket.sendText("42[\"watch\",\"TEA\"]", true).join();
        SocketIo io = context.getBean(SocketIo.class);
        await().until(() -> io.of("/").rooms().containsKey("TEA"));
        List<String> reasons = context.getBean(Application.class).reasons;
        context.close();
        await().untilAsserted(() -> assertThat(listener.closed).isTrue());
        assertThat(reasons).containsExactly("server shutting down");
    }

    @Test
    void aDrainedApplicationRefusesNewClientsWhileItTakesLeaveOfTheOthers() throws Exception {
        context.close();
        context = SpringApplication.run(
                Application.class,
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--spring.main.banner-mode=off",
                "--madang.drain=10s");
        Application application = context.getBean(Application.class);
        var listener = new Packets();
        WebSocket socket = webSocket(listener);
        socket.sendText("40", true).join();
        socket.sendText("421[\"answer later\"]", true).join();
        await().until(() -> !application.acks.isEmpty());
        SocketIo io = context.getBean(SocketIo.class);
        Thread closing = Thread.ofVirtual().start(context::close);
        await().until(() -> !io.ready());
        HttpResponse<String> refused = get("/socket.io/?EIO=4&transport=polling");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).contains("5");
        application.acks.getFirst().reply("done");
        closing.join();
        await().untilAsserted(() -> assertThat(listener.closed).isTrue());
        assertThat(listener.texts).contains("431[\"done\"]");
        assertThat(application.reasons).containsExactly("server shutting down");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                        .version(HttpClient.Version.HTTP_1_1)
                        .build(),
                BodyHandlers.ofString());
    }

    private WebSocket webSocket(Packets listener) {
        return http.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port() + "/socket.io/?EIO=4&transport=websocket"), listener)
                .join();
    }

    private int port() {
        var server = ((WebServerApplicationContext) context).getWebServer();
        return server == null ? -1 : server.getPort();
    }

    private static final class Packets implements WebSocket.Listener {
        final List<String> texts = new CopyOnWriteArrayList<>();
        volatile boolean closed;

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            texts.add(text.toString());
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed = true;
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed = true;
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Prices.class)
    static class Application {
        final List<String> reasons = new CopyOnWriteArrayList<>();
        final List<Ack> acks = new CopyOnWriteArrayList<>();

        @Bean
        RouterFunction<ServerResponse> hello() {
            return RouterFunctions.route()
                    .GET("/hello", request -> ServerResponse.ok().bodyValue("hello"))
                    .build();
        }

        @Bean
        Object handlers(SocketIo io) {
            io.onConnection(socket -> {
                socket.on("answer later", (arguments, ack) -> acks.add(ack));
                socket.on("echo", String.class, text -> socket.emit("echo", text));
                socket.onDisconnect(reason -> reasons.add(reason.text()));
            });
            return new Object();
        }
    }
}
