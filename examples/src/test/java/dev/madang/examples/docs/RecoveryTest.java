package dev.madang.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.madang.server.ConnectionStateRecovery;
import dev.madang.server.SocketIo;
import dev.madang.testkit.WireClient;
import org.junit.jupiter.api.Test;

/** The snippet of {@code docs/topics/recovery.md}. */
class RecoveryTest {
    @Test
    void whoComesBackIsTheSameSocketInTheSameRoom() {
        try (SocketIo io = server()) {
            int port = io.listen("127.0.0.1", 0).address().getPort();
            String joined;
            String event;
            try (WireClient client = WireClient.connect(port)) {
                joined = client.says("40").answer("40");
                await().until(() -> io.of("/").rooms().containsKey("news"));
                io.to("news").emit("headline", 1);
                event = client.answer("42[\"headline\",1,");
            }
            io.to("news").emit("headline", 2);
            try (WireClient client = WireClient.connect(port)) {
                client.says("40{\"pid\":" + quoted(joined, "\"pid\":") + ",\"offset\":" + quoted(event, ",1,") + "}");
                client.hears("42[\"headline\",2,");
                assertThat(client.answer("40")).contains("\"sid\":" + quoted(joined, "\"sid\":"));
            }
        }
    }

    private static SocketIo server() {
        SocketIo io = SocketIo.builder()
                .connectionStateRecovery(ConnectionStateRecovery.DEFAULT)
                .build();
        io.onConnection(socket -> {
            if (!socket.recovered()) {
                socket.data().put("name", "min");
                socket.join("news");
            }
        });
        return io;
    }

    /** The string in quotes that stands behind a text. */
    private static String quoted(String packet, String before) {
        int start = packet.indexOf(before) + before.length();
        return packet.substring(start, packet.indexOf('"', start + 1) + 1);
    }
}
