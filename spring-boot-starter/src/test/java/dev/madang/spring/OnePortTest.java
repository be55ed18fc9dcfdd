package dev.madang.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.madang.server.Ack;
import dev.madang.server.SocketIo;
import dev.madang.testkit.Http;
import dev.madang.testkit.WireClient;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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

    private final Http http = new Http();

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
    void routesAndSocketIoAlternateOnOneConnection() {
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
        WireClient client = WireClient.connect(port());
        client.says("40").hears("40");
        client.says("42[\"echo\",\"안녕\"]").hears("42[\"echo\",\"안녕\"]");
        client.says("42[\"watch\",\"TEA\"]");
        SocketIo io = context.getBean(SocketIo.class);
        await().until(() -> io.of("/").rooms().containsKey("TEA"));
        List<String> reasons = context.getBean(Application.class).reasons;
        context.close();
        client.closed();
        client.close();
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
        WireClient client = WireClient.connect(port());
        client.says("40").says("421[\"answer later\"]");
        await().until(() -> !application.acks.isEmpty());
        SocketIo io = context.getBean(SocketIo.class);
        Thread closing = Thread.ofVirtual().start(context::close);
        await().until(() -> !io.ready());
        HttpResponse<String> refused = get("/socket.io/?EIO=4&transport=polling");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).contains("5");
        application.acks.getFirst().reply("done");
        closing.join();
        client.hears("431[\"done\"]").closed();
        client.close();
        assertThat(application.reasons).containsExactly("server shutting down");
    }

    private HttpResponse<String> get(String path) {
        return http.get("http://127.0.0.1:" + port() + path);
    }

    private int port() {
        var server = ((WebServerApplicationContext) context).getWebServer();
        return server == null ? -1 : server.getPort();
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
