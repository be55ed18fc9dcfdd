package dev.madang.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our handler in somebody else's pipeline, with automatic reading and without. */
class EmbeddingTest {
    private final Queue<Runnable> slow = new ConcurrentLinkedQueue<>();

    /** Answers with the request's path; those to /slow when the test says so. Reads like Reactor Netty: on demand. */
    private final class Site extends ChannelInboundHandlerAdapter {
        private String path = "";

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof HttpRequest request) {
                path = request.uri();
            }
            if (message instanceof LastHttpContent) {
                String answered = path;
                if (path.equals("/slow")) {
                    slow.add(() -> ctx.executor().execute(() -> answer(ctx, answered)));
                } else {
                    answer(ctx, answered);
                }
            } else {
                ctx.read();
            }
            ReferenceCountUtil.release(message);
        }

        private void answer(ChannelHandlerContext ctx, String text) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(body));
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length);
            ctx.writeAndFlush(response);
            ctx.read();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bothServersAlternateOnOneConnection(boolean autoRead) {
        try (EchoServer echo = new EchoServer(NettyServer.Transport.NIO);
                EmbeddedServer server = new EmbeddedServer(echo.engine, autoRead, Site::new);
                RawClient client = new RawClient(server.address())) {
            assertThat(client.get("/a").answer().body()).isEqualTo("/a");
            String session = EchoServer.POLL + "&sid=" + EchoServer.open(client);
            assertThat(client.post("/b", "x".repeat(100_000)).answer().body()).isEqualTo("/b");
            assertThat(client.post(session, "4" + "y".repeat(90_000)).answer().body())
                    .isEqualTo("ok");
            assertThat(client.get(session).answer().body()).hasSize(90_001);
            assertThat(client.get("/socket.io.html").answer().body()).isEqualTo("/socket.io.html");
            client.upgrade(EchoServer.WS);
            assertThat(client.text()).startsWith("0{");
            String large = "4" + "z".repeat(90_000);
            assertThat(client.text(large).text()).isEqualTo(large);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void requestsWaitBehindASlowAnswerOfTheOthers(boolean autoRead) {
        try (EchoServer echo = new EchoServer(NettyServer.Transport.NIO);
                EmbeddedServer server = new EmbeddedServer(echo.engine, autoRead, Site::new);
                RawClient client = new RawClient(server.address())) {
            client.send(RawClient.head("GET", "/slow")
                    + RawClient.head("GET", EchoServer.POLL)
                    + RawClient.head("GET", "/next"));
            await().untilAsserted(() -> assertThat(slow).hasSize(1));
            assertThat(echo.sessions).isEmpty();
            slow.remove().run();
            assertThat(client.answer().body()).isEqualTo("/slow");
            assertThat(client.answer().body()).startsWith("0{");
            assertThat(client.answer().body()).isEqualTo("/next");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void upgradeWaitsBehindASlowAnswerOfTheOthersAndKeepsItsFrames(boolean autoRead) {
        try (EchoServer echo = new EchoServer(NettyServer.Transport.NIO);
                EmbeddedServer server = new EmbeddedServer(echo.engine, autoRead, Site::new);
                RawClient client = new RawClient(server.address())) {
            client.send(RawClient.head("GET", "/slow") + RawClient.upgradeHead(EchoServer.WS));
            client.text("4early");
            await().untilAsserted(() -> assertThat(slow).hasSize(1));
            slow.remove().run();
            assertThat(client.answer().body()).isEqualTo("/slow");
            assertThat(client.answer().status()).isEqualTo(101);
            assertThat(client.text()).startsWith("0{");
            assertThat(client.text()).isEqualTo("4early");
        }
    }

    @Test
    void clientThatLeavesDuringItsPollIsNoticedWithoutAutomaticReading() {
        try (EchoServer echo = new EchoServer(NettyServer.Transport.NIO);
                EmbeddedServer server = new EmbeddedServer(echo.engine, false, Site::new);
                RawClient client = new RawClient(server.address())) {
            client.get(EchoServer.POLL + "&sid=" + EchoServer.open(client));
            client.close();
            await().untilAsserted(() -> assertThat(echo.endings).containsExactly("transport error"));
        }
    }
}
