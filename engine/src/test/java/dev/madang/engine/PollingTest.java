package dev.madang.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.protocol.EngineCodec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages over long-polling (Engine.IO protocol 4, "HTTP long-polling"). */
class PollingTest {
    private final TestServer server = new TestServer();
    private final Recorder listener = server.openPolling();

    @Test
    void postedPayloadIsDeliveredInOrderAndAnsweredOk() {
        Request post =
                server.post("s1", "4test1\u001e4test2\u001ebAQIDBA==\u001e4마당").isAnswered(200, "ok");
        assertThat(post.answer().headers()).containsExactly("Content-Type", "text/html", "cache-control", "no-store");
        listener.hears("test1", "test2", "hex:01020304", "마당");
        assertThat(listener.batches()).isEqualTo(1);
    }

    @Test
    void getWaitsUntilThereIsSomethingToSend() {
        Request get = server.get("s1").waits();
        server.sends("hello");
        get.isAnswered(200, "4hello");
        assertThat(get.answer().headers())
                .containsExactly("Content-Type", "text/plain; charset=UTF-8", "cache-control", "no-store");
    }

    @Test
    void packetsOfOneTaskShareOneBody() {
        Request get = server.get("s1");
        server.sends("a", "b", "c");
        get.isAnswered(200, "4a\u001e4b\u001e4c");
    }

    @Test
    void echoesOfOnePostShareOneBody() {
        listener.echo = true;
        Request get = server.get("s1");
        server.post("s1", "4a\u001ebAQIDBA==\u001e4c").isAnswered(200, "ok");
        get.isAnswered(200, "4a\u001ebAQIDBA==\u001e4c");
    }

    @Test
    void packetsWithoutAnOpenGetWaitAndGoOutTogetherInOrder() {
        server.sends("a");
        server.sends("b");
        server.on(session -> session.send(EngineCodec.message(true, new byte[] {-1}, 0, 1)));
        assertThat(server.session().bufferedBytes()).isEqualTo(5);
        server.get("s1").isAnswered(200, "4a\u001e4b\u001eb/w==");
        assertThat(server.session().bufferedBytes()).isZero();
        server.get("s1").waits();
    }

    @Test
    void sessionIsWritableWhileAGetWaitsWithNothingQueued() {
        server.on(session -> assertThat(session.writable()).isFalse());
        server.get("s1");
        server.on(session -> {
            assertThat(session.writable()).isTrue();
            session.send(EngineCodec.textMessage("a"));
            assertThat(session.writable()).isFalse();
        });
        server.on(session -> assertThat(session.writable()).isFalse());
    }

    @Test
    void secondGetEndsTheSession() {
        Request first = server.get("s1");
        Request second = server.get("s1");
        first.isAnswered(200, "1");
        second.isAnswered(400, "");
        listener.hears("closed: transport error (overlap from client)");
        server.get("s1").isAnswered(400, "{\"code\":1,\"message\":\"Session ID unknown\"}");
    }

    @Test
    void secondPostEndsTheSession() {
        Request get = server.get("s1");
        Request first = server.beginPost("s1", "4a");
        Request second = server.post("s1", "4b");
        second.isAnswered(400, "");
        first.isAnswered(400, "");
        get.isAnswered(200, "1");
        first.bodyArrives();
        server.time.settle();
        listener.hears("closed: transport error (data request overlap from client)");
    }

    @Test
    void abortedGetEndsTheSession() {
        Request get = server.get("s1");
        get.abort(server.engine);
        server.time.settle();
        listener.hears("closed: transport error (poll connection closed prematurely)");
        server.get("s1").isAnswered(400, "{\"code\":1,\"message\":\"Session ID unknown\"}");
        assertThat(get.answered()).isFalse();
    }

    @Test
    void abortedPostEndsTheSession() {
        Request get = server.get("s1");
        Request post = server.beginPost("s1", "4a");
        post.abort(server.engine);
        server.time.settle();
        listener.hears("closed: transport error (data request connection closed prematurely)");
        get.isAnswered(200, "1");
    }

    @Test
    void abortBehindTheAnswerIsOfNoInterest() {
        Request get = server.get("s1");
        server.sends("a");
        get.abort(server.engine);
        server.time.settle();
        listener.hears();
    }

    @Test
    void octetStreamIsRefusedAndEndsTheSession() {
        for (String type : List.of("application/octet-stream", "Application/Octet-Stream; x=y")) {
            TestServer fresh = new TestServer();
            fresh.openPolling();
            fresh.post("s1", "4a", "Content-Type: " + type).isAnswered(400, "");
            fresh.listener().hears("closed: transport error (invalid content)");
        }
        server.post("s1", "4a", "Content-Type: text/plain;charset=UTF-8").isAnswered(200, "ok");
    }

    @Test
    void bodyOverTheLimitIsRefusedWithoutEndingTheSession() {
        TestServer small = new TestServer(options -> options.maxPayload(10));
        small.openPolling();
        small.post("s1", "4마당마당").isAnswered(413, "");
        small.post("s1", "4마당마").isAnswered(200, "ok");
        small.listener().hears("마당마");
    }

    @Test
    void otherMethodsOfASessionAreAServerError() {
        for (String method : List.of("PUT", "DELETE", "HEAD", "OPTIONS")) {
            server.request(method + " /engine.io/?EIO=4&transport=polling&sid=s1")
                    .isAnswered(500, "");
        }
        server.post("s1", "4still here").isAnswered(200, "ok");
        listener.hears("still here");
    }

    @Test
    void malformedPayloadStopsAtTheFirstBadPacketAndEndsTheSession() {
        Request get = server.get("s1");
        server.post("s1", "4a\u001eabc\u001e4b").isAnswered(400, "");
        get.isAnswered(200, "1");
        listener.hears("a", "closed: parse error (the Engine.IO packet type is not one of 0 to 6)");
        server.get("s1").isAnswered(400, "{\"code\":1,\"message\":\"Session ID unknown\"}");
    }

    @Test
    void everyMalformedPayloadIsAParseError() {
        for (String body : List.of("", "\u001e", "4a\u001e", "7", "b*", "x", "4a\u001e\u001e4b")) {
            TestServer fresh = new TestServer();
            fresh.openPolling();
            fresh.post("s1", body).isAnswered(400, "");
            assertThat(fresh.listener().heard().get(fresh.listener().heard().size() - 1))
                    .as(body)
                    .startsWith("closed: parse error");
        }
    }

    @Test
    void payloadOfTooManyPacketsIsAParseError() {
        TestServer tight = new TestServer(options -> options.maxPacketsPerPayload(3));
        tight.openPolling();
        tight.post("s1", "4a\u001e4b\u001e4c").isAnswered(200, "ok");
        tight.post("s1", "4\u001e4\u001e4\u001e4").isAnswered(400, "");
        tight.listener().hears("a", "b", "c", "", "", "", "closed: parse error (a payload holds too many packets)");
    }

    @Test
    void explorerGetsNoXssWarning() {
        for (String agent : List.of("Mozilla/4.0 (compatible;MSIE 8.0)", "Mozilla/5.0 (Trident/7.0; rv:11.0)")) {
            Request request = server.request("GET /engine.io/?EIO=4&transport=polling", "User-Agent: " + agent);
            assertThat(request.header("X-XSS-Protection")).isEqualTo("0");
        }
        Request request = server.request("GET /engine.io/?EIO=4&transport=polling", "User-Agent: Mozilla/5.0");
        assertThat(request.header("X-XSS-Protection")).isNull();
    }

    @Test
    void secondOpenPacketEndsTheSession() {
        server.post("s1", "4a\u001e0{}\u001e4b").isAnswered(400, "");
        listener.hears("a", "closed: transport error (unexpected open packet)");
    }

    @Test
    void strayNoopAndUpgradePacketsAreIgnored() {
        server.post("s1", "6\u001e5\u001e4a").isAnswered(200, "ok");
        listener.hears("a");
    }
}
