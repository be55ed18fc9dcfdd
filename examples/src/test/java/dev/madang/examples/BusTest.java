package dev.madang.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.server.SocketIo;
import dev.madang.testkit.WireClient;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BusTest {
    private static final Pattern SECONDS = Pattern.compile("\"seconds\":(\\d+)");
    private final SocketIo io = SocketIo.create();
    private final Bus bus = Bus.open(io);
    private final Stage stage = new Stage(io);

    @AfterEach
    void end() {
        stage.close();
    }

    @Test
    void whoComesGetsTheMap() {
        assertThat(stage.client().answer("42[\"map\""))
                .contains("\"id\":\"101\"")
                .contains("\"name\":\"마당/Courtyard\"");
    }

    @Test
    void onlyTheBusesOfAWatchedRouteAreSent() {
        WireClient client = stage.client();
        client.says("420[\"watch\",[\"202\"]]").hears("430[{\"watching\":[\"202\"]}]");
        Set<String> seen = new HashSet<>();
        for (int round = 1; round < 1000 && seen.size() < 3; round++) {
            for (int i = 0; i < 9; i++) {
                bus.step();
            }
            String packets = client.says("42" + round + "[\"watch\",[\"202\"]]").before("43" + round + "[");
            packets.lines()
                    .filter(line -> line.startsWith("42[\"bus\""))
                    .map(line -> line.substring(9, 16))
                    .forEach(seen::add);
        }
        assertThat(seen).containsExactlyInAnyOrder("\"202-1\"", "\"202-2\"", "\"202-3\"");
    }

    @Test
    void aRiderIsToldTheNextBusThenHowLongAndThatItIsHere() {
        WireClient client = stage.client();
        client.says("421[\"ride\",{\"x\":875,\"y\":455}]");
        String answer = client.answer("431[");
        assertThat(answer).contains("\"route\":\"202\"").contains("\"corner\":4");
        long seconds = seconds(answer);
        String told = "";
        for (int step = 0; step < 9 * 4 * (seconds + 1) && !told.startsWith("42[\"arrived\""); step++) {
            bus.step();
            if ((step + 1) % 9 == 0) {
                told = answerAbout(client);
                assertThat(told.startsWith("42[\"arrived\"") || seconds(told) <= seconds)
                        .as(told)
                        .isTrue();
            }
        }
        assertThat(told).startsWith("42[\"arrived\",\"202-");
        client.hears("42[\"waiting\",[]]");
    }

    @Test
    void othersSeeWhoWaitsUntilTheyGo() {
        WireClient watcher = stage.client();
        watcher.hears("42[\"waiting\",[]]");
        WireClient rider = stage.client();
        rider.says("42[\"ride\",{\"x\":120,\"y\":520}]");
        assertThat(watcher.answer("42[\"waiting\",[{")).contains("\"route\":\"101\",\"bus\":");
        rider.close();
        watcher.hears("42[\"waiting\",[]]");
    }

    @Test
    void aPlaceOffTheMapAndAnUnknownRouteAreRefused() {
        WireClient client = stage.client();
        client.says("421[\"ride\",{\"x\":-3,\"y\":20}]").hears("431[{\"error\":\"that place is not on the map\"}]");
        client.says("422[\"ride\",\"here\"]").hears("432[{\"error\":\"that place is not on the map\"}]");
        client.says("423[\"watch\",[\"999\"]]").hears("433[{\"error\":\"no such route\"}]");
        client.says("424[\"watch\",7]").hears("434[{\"error\":\"no such route\"}]");
    }

    private static String answerAbout(WireClient client) {
        String packet = client.next();
        while (!packet.startsWith("42[\"eta\"") && !packet.startsWith("42[\"arrived\"")) {
            packet = client.next();
        }
        return packet;
    }

    private static long seconds(String packet) {
        Matcher seconds = SECONDS.matcher(packet);
        assertThat(seconds.find()).as(packet).isTrue();
        return Long.parseLong(seconds.group(1));
    }
}
