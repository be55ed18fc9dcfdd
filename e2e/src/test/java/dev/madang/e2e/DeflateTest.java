package dev.madang.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.engine.PerMessageDeflate;
import dev.madang.server.ListenOptions;
import dev.madang.server.ListenerProvider;
import dev.madang.server.SocketIo;
import org.junit.jupiter.api.Test;

/** permessage-deflate with the JavaScript clients and the WebSocket library under them, for each of its parameters. */
class DeflateTest {
    private static final String AGREED = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    @Test
    void everyParameterIsAgreedOnOrDeclinedAndTheTextComesBack() {
        Node.ready();
        try (SocketIo io = SocketIo.builder()
                .perMessageDeflate(PerMessageDeflate.threshold(1_024))
                .build()) {
            io.onConnection(socket -> {
                socket.on("big", String.class, text -> socket.emit("big", text));
                socket.on("plain", String.class, text -> socket.compress(false).emit("plain", text));
                socket.on("both", String.class, byte[].class, (text, bytes) -> socket.emit("both", text, bytes));
            });
            ListenerProvider.Listener listener = io.listen(ListenOptions.at("127.0.0.1", 0));
            String url = "http://127.0.0.1:" + listener.address().getPort();
            assertThat(Node.run("deflate.mjs", url))
                    .containsExactly(
                            "all defaults: " + AGREED + ": small small whole",
                            "no context takeover asked for: " + AGREED + ": small small whole",
                            "any client window: " + AGREED + ": small small whole",
                            "a client window of 9: " + AGREED + ": small small whole",
                            "a server window of 15: " + AGREED + "; server_max_window_bits=15: small small whole",
                            "a server window of 10: nothing: whole whole whole",
                            "no threshold: " + AGREED + ": small small whole",
                            "nothing offered: nothing: whole whole whole",
                            "socket.io 4.7.5 websocket: small",
                            "socket.io 4.7.5 polling,websocket: small",
                            "socket.io 4.8.4 websocket: small",
                            "socket.io 4.8.4 polling,websocket: small");
        }
    }
}
