package dev.madang.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/** Our handler inside Reactor Netty, as in a Spring WebFlux application: one port for both. */
class ReactorNettyTest {
    private final Sinks.One<String> slow = Sinks.one();

    private DisposableServer server(EchoServer echo, LoopResources loops) {
        SocketIoHandlers handlers = SocketIoHandlers.builder(echo.engine).build();
        return HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .runOn(loops)
                .doOnChannelInit((observer, channel, remote) ->
                        channel.pipeline().addAfter(NettyPipeline.HttpCodec, "socket.io", handlers.create()))
                .route(routes -> routes.get("/fast", (in, out) -> out.sendString(Mono.just("fast")))
                        .get("/slow", (in, out) -> out.sendString(slow.asMono()))
                        .post("/echo", (in, out) -> out.send(in.receive().retain())))
                .bindNow();
    }

    @Test
    void bothAnswerOnOneConnectionInOrder() {
        LoopResources loops = LoopResources.create("reactor-test", 2, true);
        try (EchoServer echo = new EchoServer(NettyServer.Transport.NIO)) {
            DisposableServer server = server(echo, loops);
            try (RawClient client = new RawClient(new java.net.InetSocketAddress("127.0.0.1", server.port()))) {
                for (int round = 0; round < 3; round++) {
                    assertThat(body(client.get("/fast"))).isEqualTo("fast");
                    String session = EchoServer.POLL + "&sid=" + EchoServer.open(client);
                    assertThat(client.post(session, "4" + "y".repeat(90_000))
                                    .answer()
                                    .body())
                            .isEqualTo("ok");
                    assertThat(client.get(session).answer().body()).hasSize(90_001);
                    assertThat(body(client.post("/echo", "some"))).isEqualTo("some");
                }
                client.send(RawClient.head("GET", "/slow") + RawClient.upgradeHead(EchoServer.WS));
                client.text("4early");
                assertThat(echo.sessions).hasSize(3);
                slow.tryEmitValue("slow");
                assertThat(body(client)).isEqualTo("slow");
                assertThat(client.answer().status()).isEqualTo(101);
                assertThat(client.text()).startsWith("0{");
                assertThat(client.text()).isEqualTo("4early");
                String large = "4" + "z".repeat(90_000);
                assertThat(client.text(large).text()).isEqualTo(large);
                client.send(RawClient.masked(0x88, new byte[] {3, -24}));
                assertThat(client.frame().code()).isEqualTo(1000);
                assertThat(client.ended()).isTrue();
            } finally {
                server.disposeNow();
            }
        } finally {
            loops.disposeLater(Duration.ZERO, Duration.ofSeconds(2)).block();
        }
    }

    @Test
    void webSocketMovesToTheLoopOfItsPollingSession() {
        LoopResources loops = LoopResources.create("reactor-test", 2, true);
        try (EchoServer echo = new EchoServer(NettyServer.Transport.NIO)) {
            DisposableServer server = server(echo, loops);
            java.net.InetSocketAddress address = new java.net.InetSocketAddress("127.0.0.1", server.port());
            try {
                for (int round = 0; round < 6; round++) {
                    try (RawClient polling = new RawClient(address);
                            RawClient webSocket = new RawClient(address)) {
                        String session = EchoServer.POLL + "&sid=" + EchoServer.open(polling);
                        webSocket.upgrade(EchoServer.WS + session.substring(session.indexOf("&sid")));
                        assertThat(webSocket.text("2probe").text()).isEqualTo("3probe");
                        assertThat(polling.get(session).answer().body()).isEqualTo("6");
                        webSocket.text("5");
                        assertThat(webSocket.text("4" + round).text()).isEqualTo("4" + round);
                    }
                }
                await().untilAsserted(() -> assertThat(echo.engine.sessions()).isZero());
            } finally {
                server.disposeNow();
            }
        } finally {
            loops.disposeLater(Duration.ZERO, Duration.ofSeconds(2)).block();
        }
    }

    /** The body of an answer, chunked or not. */
    private static String body(RawClient client) {
        RawClient.Answer answer = client.answer();
        assertThat(answer.status()).isEqualTo(200);
        if (!answer.header("Transfer-Encoding").equals("chunked")) {
            return answer.body();
        }
        StringBuilder body = new StringBuilder();
        for (int size = Integer.parseInt(client.line(), 16); size > 0; size = Integer.parseInt(client.line(), 16)) {
            body.append(new String(client.bytes(size), StandardCharsets.UTF_8));
            client.line();
        }
        client.line();
        return body.toString();
    }
}
