package dev.madang.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.admin.AdminOptions;
import dev.madang.admin.AdminUi;
import dev.madang.engine.OriginPolicy;
import dev.madang.server.SocketIo;
import org.junit.jupiter.api.Test;

/** The official Admin UI's own page, from its npm package, in a browser. */
class AdminUiPageTest {
    private static final String HASH = "$2a$04$2fkYodbtqW1K3J.BvhT8SuEnFTIrFjkAcZ0eK/HAgSOWxxHRcVn4e";

    @Test
    void administratorLogsInSeesASocketAndItsRoomAndDisconnectsIt() {
        String chromium = Need.chromium().toString();
        Node.ready();
        AdminUi admin = new AdminUi(AdminOptions.builder().basic("mina", HASH).build());
        try (SocketIo io = SocketIo.builder()
                .monitor(admin)
                .origins(OriginPolicy.allowIf((origin, request) -> origin.startsWith("http://127.0.0.1:"))
                        .credentials(true))
                .build()) {
            admin.instrument(io);
            io.onConnection(socket -> socket.on("join", String.class, room -> socket.join(room)));
            int port = io.listen("127.0.0.1", 0).address().getPort();
            assertThat(Node.run("admin-ui.mjs", "http://127.0.0.1:" + port, chromium))
                    .containsExactly(
                            "a wrong password is told",
                            "the right one opens the page",
                            "the client's socket is listed",
                            "its room is listed",
                            "io server disconnect",
                            "the page disconnects it");
        }
    }
}
