package dev.madang.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.server.ConnectionStateRecovery;
import dev.madang.server.SocketIo;
import dev.madang.testkit.WireClient;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TickerTest {
    private static final int ROUNDS = 40;
    private static final Pattern TRADE = Pattern.compile("42\\[\"trade\",\\{\"symbol\":\"MDG\".*\"number\":(\\d+)},.*");
    private final SocketIo io = SocketIo.builder()
            .connectionStateRecovery(ConnectionStateRecovery.DEFAULT)
            .build();
    private final Ticker ticker = Ticker.open(io);
    private final Stage stage = new Stage(io);

    @AfterEach
    void end() {
        stage.close();
    }

    @Test
    void onlyWatchedSymbolsAreSent() {
        WireClient client = stage.client();
        client.says("420[\"watch\",[\"OND\"]]").hears("430[{\"watching\":[\"OND\"]}]");
        rounds(1);
        String tick = client.answer("42[\"tick\"");
        assertThat(tick)
                .startsWith("42[\"tick\",{\"symbol\":\"OND\",\"price\":")
                .contains("\"number\":1}");
        client.says("421[\"watch\",[]]").hears("431[");
        rounds(ROUNDS);
        assertThat(client.says("422[\"watch\",[]]").before("432[")).doesNotContain("tick");
    }

    @Test
    void whoseConnectionBreaksGetsTheMissedTradesFirstAndIsInItsRoomsStill() throws InterruptedException {
        CountDownLatch gone = new CountDownLatch(1);
        io.onConnection(socket -> socket.onDisconnect(reason -> gone.countDown()));
        WireClient client = stage.connected();
        String pid = client.says("40").answer("40{").replaceAll(".*\"pid\":\"([^\"]+)\".*", "$1");
        client.says("420[\"watch\",[\"MDG\"]]").hears("430[");
        rounds(ROUNDS);
        String last = client.answer("42[\"trade\"");
        client.close();
        assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
        rounds(ROUNDS);

        String offset = last.replaceAll(".*,\"([^\"]+)\"]", "$1");
        WireClient back = stage.connected().says("40{\"pid\":\"" + pid + "\",\"offset\":\"" + offset + "\"}");
        long expected = number(last);
        String missed = back.before("40{")
                + "\n"
                + back.says("421[\"watch\",[\"MDG\"]]").before("431[");
        assertThat(missed).contains("\"trade\"").doesNotContain("\"tick\"").doesNotContain("\"market\"");
        for (String packet :
                missed.lines().filter(line -> line.startsWith("42[")).toList()) {
            assertThat(number(packet)).as(packet).isEqualTo(++expected);
        }
        assertThat(tick(back, "MDG")).startsWith("42[\"tick\",{\"symbol\":\"MDG\"");
    }

    @Test
    void anUnknownSymbolIsRefused() {
        WireClient client = stage.client();
        client.says("420[\"watch\",[\"MDG\",\"XXX\"]]").hears("430[{\"error\":\"no such symbol\"}]");
        client.says("421[\"watch\",\"MDG\"]").hears("431[{\"error\":\"no such symbol\"}]");
    }

    /** The next tick: prices may be dropped, so they move until one has come. */
    private String tick(WireClient client, String symbol) {
        for (int id = 10; id < 1000; id++) {
            rounds(1);
            String packets =
                    client.says("42" + id + "[\"watch\",[\"" + symbol + "\"]]").before("43" + id + "[");
            for (String line : packets.lines().toList()) {
                if (line.startsWith("42[\"tick\"")) {
                    return line;
                }
            }
        }
        throw new AssertionError("no tick");
    }

    private void rounds(int count) {
        for (int i = 0; i < count * 6; i++) {
            ticker.step();
        }
    }

    private static long number(String packet) {
        Matcher trade = TRADE.matcher(packet);
        assertThat(trade.matches()).as(packet).isTrue();
        return Long.parseLong(trade.group(1));
    }
}
