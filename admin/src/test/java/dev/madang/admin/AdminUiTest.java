package dev.madang.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.madang.testkit.WireClient;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What administrators see and do: from raw clients. */
class AdminUiTest {
    private static final String TIME = "\"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z\"";

    /** Has no JSON form. */
    private static final class Odd {
        @SuppressWarnings("unused")
        public String getText() {
            throw new IllegalStateException("no text");
        }
    }

    @Test
    void administratorIsToldTheFeaturesTheNumbersAndAllSockets() {
        try (Site site = Site.open(io -> {
            io.of("/news");
            io.onConnection(socket -> {
                socket.data().put("name", "mina");
                socket.data().put("odd", new Odd());
                socket.join("lobby").thenRun(() -> socket.emit("ready"));
            });
        })) {
            WireClient client = site.client();
            String id = client.says("40{\"token\":\"s3cret\"}").answer("40");
            id = id.substring(10, 30);
            client.hears("42[\"ready\"]");
            WireClient admin = site.client().says("40/admin,");
            assertThat(admin.answer("42/admin,[\"config\""))
                    .isEqualTo(
                            "42/admin,[\"config\",{\"supportedFeatures\":[\"EMIT\",\"JOIN\",\"LEAVE\",\"DISCONNECT\","
                                    + "\"MJOIN\",\"MLEAVE\",\"MDISCONNECT\",\"AGGREGATED_EVENTS\",\"ALL_EVENTS\"]}]");
            assertThat(admin.answer("42/admin,[\"server_stats\""))
                    .contains("{\"serverId\":\"one\",\"hostname\":\"", ",\"pid\":", ",\"uptime\":")
                    .contains("\"clientsCount\":2,\"pollingClientsCount\":0,\"aggregatedEvents\":[]")
                    .containsPattern("\\{[^{]*\"/news\"[^}]*}")
                    .containsPattern("\\{[^{]*\"/admin\"[^}]*}");
            String all = admin.answer("42/admin,[\"all_sockets\"");
            assertThat(all)
                    .containsPattern(
                            "\\{\"id\":\"" + id + "\",\"clientId\":\"[0-9a-f]{12}\",\"transport\":\"websocket\","
                                    + "\"nsp\":\"/\",\"data\":\\{[^}]*\"name\":\"mina\"[^}]*},\"handshake\":\\{\"address\":\"127.0.0.1\"")
                    .contains("\"rooms\":[\"" + id + "\",\"lobby\"]")
                    .contains("\"cookie\":\"(hidden)\"")
                    .doesNotContain("s3cret")
                    .doesNotContain("secret=1")
                    .doesNotContain("_admin");
        }
    }

    @Test
    void whatHappensToASocketIsToldInOrder() {
        try (Site site = Site.open(io -> {
            io.of(Pattern.compile("^/room-\\d+$")).onConnection(socket -> {
                socket.on("join", (arguments, ack) -> socket.join("den").thenRun(() -> ack.reply("in")));
                socket.on("leave", (arguments, ack) -> socket.leave("den").thenRun(() -> ack.reply("out")));
                socket.emit("welcome", 1, new byte[] {1});
            });
        })) {
            WireClient admin = site.administrator();
            admin.hears("42/admin,[\"all_sockets\"");
            WireClient client = site.client();
            String id = client.joins("/room-7,");
            String nsp = "\"/room-7\"";
            assertThat(admin.answer("42/admin,[\"room_joined\"," + nsp))
                    .matches(Pattern.quote("42/admin,[\"room_joined\"," + nsp + ",\"" + id + "\",\"" + id + "\",")
                            + TIME + "]");
            assertThat(admin.answer("42/admin,[\"socket_connected\""))
                    .contains("\"id\":\"" + id + "\"", "\"nsp\":" + nsp, "\"rooms\":[\"" + id + "\"]");
            assertThat(admin.answer("451-/admin,[\"event_sent\""))
                    .startsWith("451-/admin,[\"event_sent\"," + nsp + ",\"" + id
                            + "\",[\"welcome\",1,{\"_placeholder\":true,\"num\":0}],");
            client.says("42/room-7,1[\"join\",{\"a\":[1]}]").hears("43/room-7,1[\"in\"]");
            assertThat(admin.answer("42/admin,[\"event_received\""))
                    .startsWith("42/admin,[\"event_received\"," + nsp + ",\"" + id + "\",[\"join\",{\"a\":[1]}],");
            admin.hears("42/admin,[\"room_joined\"," + nsp + ",\"den\",\"" + id + "\"");
            client.says("42/room-7,2[\"leave\"]").hears("43/room-7,2[\"out\"]");
            admin.hears("42/admin,[\"room_left\"," + nsp + ",\"den\",\"" + id + "\"");
            client.close();
            assertThat(admin.answer("42/admin,[\"socket_disconnected\""))
                    .startsWith("42/admin,[\"socket_disconnected\"," + nsp + ",\"" + id + "\",\"transport ");
        }
    }

    @Test
    void administratorsAreShownButNotWhatTheyAreTold() {
        try (Site site = Site.open(io -> {})) {
            WireClient one = site.administrator();
            one.hears("42/admin,[\"all_sockets\"");
            WireClient two = site.client();
            String id = two.joins("/admin,");
            assertThat(one.answer("42/admin,[\"socket_connected\"")).contains(id);
            two.says("42/admin,[\"emit\",\"/admin\",null,\"marker\"]");
            assertThat(one.before("42/admin,[\"marker\"]"))
                    .doesNotContain("event_sent")
                    .doesNotContain("event_received");
        }
    }

    @Test
    void dataThatChangesIsToldWithinTheNextSeconds() {
        try (Site site = Site.open(io -> io.onConnection(socket ->
                socket.on("name", String.class, name -> socket.data().put("user", Map.of("name", name)))))) {
            WireClient admin = site.administrator();
            WireClient client = site.client();
            String id = client.joins("/");
            client.says("42[\"name\",\"mina\"]");
            assertThat(admin.answer("42/admin,[\"socket_updated\""))
                    .contains("\"id\":\"" + id + "\"", "\"nsp\":\"/\"", "\"data\":{\"user\":{\"name\":\"mina\"}}")
                    .doesNotContain("_admin");
        }
    }

    @Test
    void trafficIsToldInBucketsOfASecond() {
        try (Site site = Site.open(io -> {})) {
            WireClient admin = site.administrator();
            WireClient client = site.client();
            client.joins("/");
            client.close();
            StringBuilder told = new StringBuilder();
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                told.append(admin.answer("42/admin,[\"server_stats\""));
                return told.indexOf("\"rawDisconnection\"") > 0;
            });
            assertThat(told.toString())
                    .containsPattern("\"timestamp\":[0-9]+000\\b")
                    .contains("\"rawConnection\"", "\"packetsIn\"", "\"packetsOut\"", "\"bytesIn\"", "\"bytesOut\"")
                    .containsPattern("\"subType\":\"transport (close|error)\"");
        }
    }

    @Test
    void commandsReachTheSocketsOfTheirNamespaceAndRoom() {
        try (Site site = Site.open(io -> io.of("/news"))) {
            WireClient admin = site.administrator();
            WireClient one = site.client();
            WireClient two = site.client();
            WireClient main = site.client();
            String first = one.joins("/news,");
            two.joins("/news,");
            main.joins("/");
            admin.says("42/admin,[\"join\",\"/news\",\"desk\",\"" + first + "\"]");
            admin.hears("42/admin,[\"room_joined\",\"/news\",\"desk\",\"" + first + "\"");
            admin.says("42/admin,[\"emit\",\"/news\",\"desk\",\"hello\",{\"n\":1},null]");
            admin.says("42/admin,[\"emit\",\"/news\",null,\"all\"]");
            admin.says("42/admin,[\"emit\",\"/nowhere\",null,\"all\"]");
            one.hears("42/news,[\"hello\",{\"n\":1},null]");
            assertThat(two.before("42/news,[\"all\"]")).doesNotContain("hello");
            admin.says("42/admin,[\"leave\",\"/news\",\"desk\"]");
            admin.hears("42/admin,[\"room_left\",\"/news\",\"desk\",\"" + first + "\"");
            admin.says("42/admin,[\"_disconnect\",\"/news\",false,\"" + first + "\"]");
            one.hears("41/news,");
            admin.says("42/admin,[\"emit\",\"/news\",null,\"again\"]");
            two.hears("42/news,[\"again\"]");
            admin.says("42/admin,[\"_disconnect\",\"/\",true]");
            main.hears("41");
            assertThat(site.io.namespaces())
                    .noneMatch(namespace -> namespace.name().equals("/nowhere"));
        }
    }

    @Test
    void readonlyNobodyListensToCommands() {
        try (Site site = new Site(options -> options.noAuthentication().readonly(true), io -> {})) {
            WireClient admin = site.administrator();
            assertThat(admin.answer("42/admin,[\"config\""))
                    .isEqualTo("42/admin,[\"config\",{\"supportedFeatures\":[\"AGGREGATED_EVENTS\",\"ALL_EVENTS\"]}]");
            WireClient client = site.client();
            client.joins("/");
            for (String command : new String[] {"emit", "join", "leave", "_disconnect"}) {
                assertThat(site.io.of("/admin").sockets())
                        .allSatisfy(
                                socket -> assertThat(socket.listeners(command)).isEmpty());
            }
            admin.says("42/admin,[\"emit\",\"/\",null,\"hello\"]");
            admin.says("42/admin,[\"_disconnect\",\"/\",true]");
            admin.says("41/admin,");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> site.io.of("/admin").sockets().isEmpty());
            site.io.emit("marker");
            assertThat(client.before("42[\"marker\"]")).isEmpty();
        }
    }

    @Test
    void inProductionOnlyNumbersAreTold() {
        try (Site site = new Site(
                options -> options.noAuthentication().mode(AdminOptions.Mode.PRODUCTION),
                io -> io.onConnection(socket -> socket.on("say", String.class, text -> socket.join(text))))) {
            WireClient admin = site.administrator();
            assertThat(admin.answer("42/admin,[\"config\"")).endsWith("\"AGGREGATED_EVENTS\"]}]");
            WireClient client = site.client();
            client.joins("/");
            client.says("42[\"say\",\"hello\"]");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> site.io.of("/").rooms().containsKey("hello"));
            site.io.emit("shout");
            client.hears("42[\"shout\"]");
            client.close();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> site.io.of("/").sockets().isEmpty());
            site.io.of("/admin").emit("marker");
            String told = admin.before("42/admin,[\"marker\"]");
            assertThat(told.lines()).allMatch(line -> line.startsWith("42/admin,[\"server_stats\""));
            assertThat(told).doesNotContain("hello");
        }
    }

    @Test
    void threadsEndWithTheServer() {
        Site site = Site.open(io -> {});
        site.administrator();
        assertThat(threads()).isPositive();
        site.close();
        await().atMost(Duration.ofSeconds(30)).until(() -> threads() == 0);
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("madang-admin"))
                .count();
    }
}
