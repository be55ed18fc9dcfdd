package dev.madang.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.server.ConnectionStateRecovery;
import dev.madang.server.SocketIo;
import dev.madang.testkit.WireClient;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GameTest {
    private static final int TEN_SECONDS = 200;
    private final SocketIo io = SocketIo.builder()
            .connectionStateRecovery(ConnectionStateRecovery.DEFAULT)
            .build();
    private final Game game = Game.open(io);
    private final Stage stage = new Stage(io);
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    @AfterEach
    void end() {
        stage.close();
    }

    @Test
    void whoWalksAlongARowColoursAllOfIt() throws Exception {
        IO.Options options = new IO.Options();
        options.transports = new String[] {"websocket"};
        options.forceNew = true;
        Socket socket = IO.socket(URI.create("http://127.0.0.1:" + stage.port()), options);
        AtomicIntegerArray cells = new AtomicIntegerArray(Game.COLUMNS * Game.ROWS);
        socket.on("cells", arguments -> {
            byte[] changes = (byte[]) arguments[0];
            for (int i = 0; i < changes.length; i += 3) {
                cells.set((changes[i] & 0xff) << 8 | changes[i + 1] & 0xff, changes[i + 2]);
            }
        });
        socket.connect();
        assertThat(enter(socket)).isEqualTo("{\"player\":1}");
        for (int way : new int[] {4, 2}) {
            socket.emit("steer", way);
            assertThat(enter(socket)).isEqualTo("{\"error\":\"you are in already\"}");
            for (int i = 0; i < 3 * Game.COLUMNS; i++) {
                game.step();
            }
        }
        Awaitility.await().untilAsserted(() -> {
            int coloured = 0;
            for (int i = 0; i < cells.length(); i++) {
                coloured += cells.get(i);
            }
            assertThat(coloured).isEqualTo(Game.COLUMNS);
        });
        socket.disconnect();
    }

    @Test
    void whoseConnectionBreaksGoesOnIfItIsBackInTimeAndIsForgottenOtherwise() throws InterruptedException {
        BlockingQueue<String> gone = new LinkedBlockingQueue<>();
        io.onConnection(socket -> socket.onDisconnect(reason -> gone.add(socket.id())));
        WireClient client = stage.connected();
        String pid = client.says("40").answer("40{").replaceAll(".*\"pid\":\"([^\"]+)\".*", "$1");
        client.says("420[\"enter\",\"Ann\"]");
        String offset = client.answer("42[\"names\",{\"1\":\"Ann\"}").replaceAll(".*,\"([^\"]+)\"]", "$1");
        client.hears("430[{\"player\":1}]").close();
        assertThat(gone.poll(30, TimeUnit.SECONDS)).isNotNull();
        for (int i = 0; i < TEN_SECONDS; i++) {
            game.step();
        }

        WireClient back = stage.connected().says("40{\"pid\":\"" + pid + "\",\"offset\":\"" + offset + "\"}");
        back.hears("40{").says("421[\"enter\",\"Ann\"]").hears("431[{\"error\":\"you are in already\"}]");
        for (int i = 0; i <= TEN_SECONDS; i++) {
            game.step();
        }
        assertThat(stage.client().answer("451-[\"yard\"")).contains("\"names\":{\"1\":\"Ann\"}");

        back.close();
        assertThat(gone.poll(30, TimeUnit.SECONDS)).isNotNull();
        for (int i = 0; i <= TEN_SECONDS; i++) {
            game.step();
        }
        assertThat(stage.client().answer("451-[\"yard\"")).contains("\"names\":{}");
    }

    @Test
    void aWrongNameIsRefusedAndAWrongWayChangesNothing() {
        WireClient client = stage.client();
        for (String name : new String[] {"\"\"", "\"   \"", "\"1234567890123\"", "7", "null"}) {
            client.says("420[\"enter\"," + name + "]").hears("430[{\"error\":\"a name has 1 to 12 characters\"}]");
        }
        client.says("42[\"steer\",2]").says("421[\"enter\",\"Ann\"]").hears("431[{\"player\":1}]");
        client.says("42[\"steer\",5]").says("42[\"steer\",-1]").says("42[\"steer\",\"up\"]");
        client.says("422[\"enter\",\"Ann\"]").hears("432[{\"error\":\"you are in already\"}]");
        for (int i = 0; i < 30; i++) {
            game.step();
        }
        String told = client.says("423[\"enter\",\"Ann\"]").before("433[");
        assertThat(told.lines().filter(line -> line.startsWith("451-[\"cells\"")))
                .as("the cell it stands on, and no more")
                .hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void aRoundEndsAfterNinetySecondsWithAnEmptyCourtyard() {
        WireClient client = stage.client();
        client.says("420[\"enter\",\"Ann\"]").hears("430[");
        for (int i = 0; i < 90 * Game.STEPS_PER_SECOND; i++) {
            game.step();
        }
        client.hears("42[\"round\",90");
    }

    private String enter(Socket socket) throws InterruptedException {
        socket.emit("enter", new Object[] {"Ann"}, answer -> answers.add(answer[0].toString()));
        String answer = answers.poll(30, TimeUnit.SECONDS);
        return answer == null ? "no answer" : answer;
    }
}
