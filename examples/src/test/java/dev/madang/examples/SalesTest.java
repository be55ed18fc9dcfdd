package dev.madang.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.server.SocketIo;
import dev.madang.testkit.WireClient;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SalesTest {
    private final SocketIo io = SocketIo.create();
    private final Sales sales = Sales.open(io, "secret", () -> Instant.ofEpochMilli(6_000_000));
    private final Stage stage = new Stage(io);

    @AfterEach
    void end() {
        stage.close();
    }

    @Test
    void whoComesLaterGetsTheSumsAndThenEachNewOrder() {
        WireClient till = till();
        till.says("42/till,1[\"add\",{\"product\":\"cake\",\"count\":2}]").hears("43/till,1[{\"number\":1}]");

        WireClient screen = stage.client();
        assertThat(screen.answer("42[\"board\""))
                .contains("\"sold\":{\"cake\":{\"count\":2,\"won\":15600}}")
                .contains("\"minutes\":{\"100\":{\"count\":2,\"won\":15600}}")
                .contains("\"number\":1");

        till.says("42/till,2[\"add\",{\"product\":\"latte\",\"count\":1}]").hears("43/till,2[{\"number\":2}]");
        screen.hears("42[\"order\",{\"number\":2,\"product\":\"latte\",\"count\":1,\"won\":5500,\"time\":6000000}]");
    }

    @Test
    void noOrderIsLostOrToldTwiceWhileAScreenJoins() {
        for (int i = 0; i < 20; i++) {
            sales.step();
        }
        WireClient screen = stage.connected().says("40");
        for (int i = 0; i < 200; i++) {
            sales.step();
        }
        String board = screen.answer("42[\"board\"");
        long next = Long.parseLong(board.replaceAll(".*\"number\":(\\d+)}]", "$1"));
        sales.step();
        for (long number = next + 1; number <= 221; number++) {
            assertThat(screen.next()).startsWith("42[\"order\",{\"number\":" + number + ",");
        }
    }

    @Test
    void onlyWhoHasTheTokenMayAddOrders() {
        WireClient stranger = stage.connected();
        stranger.says("40/till,{\"token\":\"guess\"}").hears("44/till,{\"message\":\"wrong token\"}");
        stranger.says("40/till,").hears("44/till,{\"message\":\"wrong token\"}");
    }

    @Test
    void aWrongOrderIsRefused() {
        WireClient till = till();
        till.says("42/till,1[\"add\",{\"product\":\"gold\",\"count\":1}]")
                .hears("43/till,1[{\"error\":\"no such product\"}]");
        for (String count : new String[] {"0", "100", "1.5", "\"2\"", "null"}) {
            till.says("42/till,2[\"add\",{\"product\":\"cake\",\"count\":" + count + "}]")
                    .hears("43/till,2[{\"error\":\"count is a number from 1 to 99\"}]");
        }
        assertThat(stage.client().answer("42[\"board\"")).contains("\"sold\":{}");
    }

    private WireClient till() {
        return stage.connected().says("40/till,{\"token\":\"secret\"}").hears("40/till,{");
    }
}
