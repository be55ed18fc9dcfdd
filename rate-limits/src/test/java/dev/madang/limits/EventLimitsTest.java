package dev.madang.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.server.Monitor;
import dev.madang.server.Socket;
import dev.madang.server.SocketIo;
import dev.madang.testkit.WireClient;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events that come too fast, from real clients, in virtual time. */
class EventLimitsTest {
    private final ManualTime time = new ManualTime();
    private final Queue<WireClient> clients = new ConcurrentLinkedQueue<>();
    private final AtomicInteger stopped = new AtomicInteger();
    private final SocketIo io = SocketIo.builder()
            .monitor(new Monitor() {
                @Override
                public void eventStopped(Socket socket, String event) {
                    stopped.incrementAndGet();
                }
            })
            .build();
    private final Queue<String> handled = new ConcurrentLinkedQueue<>();
    private final Queue<RateLimited> refused = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() {
        io.close();
        clients.forEach(WireClient::close);
    }

    private int limited(UnaryOperator<EventLimits.Builder> choose) {
        io.use(choose.apply(EventLimits.builder().clock(time).onRefused(refused::add))
                .build());
        io.onConnection(socket -> {
            socket.on("say", String.class, (text, ack) -> {
                handled.add(text);
                ack.reply("ok");
            });
            socket.on("other", (arguments, ack) -> ack.reply("ok"));
        });
        return io.listen("127.0.0.1", 0).address().getPort();
    }

    private WireClient client(int port) {
        WireClient client = WireClient.connect(port).says("40").hears("40");
        clients.add(client);
        return client;
    }

    @Test
    void eventThatComesTooFastIsNotHandledAndItsAckSaysWhenToTryAgain() {
        WireClient client =
                client(limited(limits -> limits.perSocket(Rate.perSecond(10).withBurst(2))));
        client.says("420[\"say\",\"a\"]").hears("430[\"ok\"]");
        client.says("421[\"say\",\"b\"]").hears("431[\"ok\"]");
        client.says("422[\"say\",\"c\"]").hears("432[{\"error\":\"rate_limited\",\"retryAfter\":100}]");
        time.advance(Duration.ofMillis(100));
        client.says("423[\"say\",\"d\"]").hears("433[\"ok\"]");
        assertThat(handled).containsExactly("a", "b", "d");
        assertThat(stopped).hasValue(1);
        assertThat(refused).hasSize(1).first().satisfies(each -> {
            assertThat(each.event()).isEqualTo("say");
            assertThat(each.retryAfter()).isEqualTo(Duration.ofMillis(100));
            assertThat(each.disconnected()).isFalse();
        });
    }

    @Test
    void eventWithoutAckIsAnsweredByAnEventOncePerSecond() {
        WireClient client = client(limited(limits -> limits.perSocket(Rate.perSecond(1))));
        client.says("42[\"say\",\"a\"]").says("42[\"say\",\"b\"]").says("42[\"say\",\"c\"]");
        client.hears("42[\"rate_limited\",{\"event\":\"say\",\"retryAfter\":1000}]");
        client.says("420[\"say\",\"d\"]");
        assertThat(client.next()).startsWith("430[{\"error\":\"rate_limited\"");
        time.advance(Duration.ofMillis(500));
        time.advance(Duration.ofMillis(500));
        client.says("42[\"say\",\"e\"]").says("42[\"say\",\"f\"]").hears("42[\"rate_limited\"");
        assertThat(handled).containsExactly("a", "e");
    }

    @Test
    void eventOfItsOwnRateLeavesTheOthersAlone() {
        WireClient client =
                client(limited(limits -> limits.event("say", Rate.perMinute(1)).perSocket(Rate.perSecond(100))));
        client.says("420[\"say\",\"a\"]").hears("430[\"ok\"]");
        client.says("421[\"say\",\"b\"]").hears("431[{\"error\"");
        client.says("422[\"other\"]").hears("432[\"ok\"]");
    }

    @Test
    void socketsOfOneAddressShareItsBucket() {
        int port = limited(limits -> limits.perSocket(Rate.perSecond(10)).perAddress(Rate.perSecond(2)));
        WireClient one = client(port);
        WireClient two = client(port);
        one.says("420[\"say\",\"a\"]").hears("430[\"ok\"]");
        two.says("420[\"say\",\"b\"]").hears("430[\"ok\"]");
        one.says("421[\"say\",\"c\"]").hears("431[{\"error\"");
        two.says("421[\"say\",\"d\"]").hears("431[{\"error\"");
        assertThat(handled).containsExactly("a", "b");
    }

    @Test
    void a22WhoGoesOnAndOnIsDisconnectedAndTheOthersAreNot() {
        int port = limited(limits ->
                limits.perSocket(Rate.perSecond(1)).patience(Rate.perMinute(1).withBurst(3)));
        WireClient bystander = client(port);
        WireClient flood = client(port);
        for (int i = 0; i < 5; i++) {
            flood.says("42[\"say\",\"x\"]");
        }
        flood.hears("41").closed();
        bystander.says("420[\"say\",\"a\"]").hears("430[\"ok\"]");
        assertThat(refused).hasSize(4);
        assertThat(refused.stream().filter(RateLimited::disconnected)).hasSize(1);
    }

    @Test
    void withoutLimitsNothingIsLimited() {
        WireClient client = client(limited(limits -> limits));
        for (int i = 0; i < 200; i++) {
            client.says("42" + i + "[\"say\",\"x\"]").hears("43" + i + "[\"ok\"]");
        }
        assertThat(refused).isEmpty();
    }
}
