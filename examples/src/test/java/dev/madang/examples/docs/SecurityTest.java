package dev.madang.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.engine.OriginPolicy;
import dev.madang.server.SocketIo;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The snippets of {@code docs/topics/security.md}. */
class SecurityTest {
    private final Map<String, String> tokens = Map.of("t-1", "ann");

    @Test
    void whoHasNoTokenDoesNotGetIn() throws Exception {
        try (SocketIo io = SocketIo.create()) {
            io.use((socket, next) -> {
                String token = socket.handshake().auth().path("token").asString("");
                String user = tokens.get(token);
                if (user == null) {
                    next.refuse("unauthorized", Map.of("retry", false));
                } else {
                    socket.data().put("user", user);
                    next.proceed();
                }
            });
            io.onConnection(socket -> socket.emit("hello", socket.data().get("user")));
            var listener = io.listen("127.0.0.1", 0);
            try (Visitor ann = Visitor.of(listener, "/", "t-1").listen("hello");
                    Visitor nobody = Visitor.of(listener, "/", "")) {
                assertThat(ann.next()).isEqualTo("connect");
                assertThat(ann.next()).isEqualTo("hello [ann]");
                assertThat(nobody.next()).startsWith("connect_error").contains("unauthorized");
            }
        }
    }

    @Test
    void pagesOfOtherHostsAreListed() throws Exception {
        SocketIo io = SocketIo.builder()
                .origins(OriginPolicy.allow("https://shop.example", "https://admin.shop.example"))
                .allowRequest(head -> CompletableFuture.completedFuture(
                        head.header("X-Blocked") == null ? Optional.empty() : Optional.of("blocked")))
                .build();
        try (io;
                Visitor visitor = Visitor.of(io.listen("127.0.0.1", 0))) {
            assertThat(visitor.next()).isEqualTo("connect");
        }
    }

    @Test
    void aRoomIsAskedForNotTaken() throws Exception {
        try (SocketIo io = SocketIo.create()) {
            io.onConnection(socket -> {
                socket.on("join", String.class, (room, ack) -> {
                    if (!room.startsWith("public-")) {
                        ack.reply("no");
                        return;
                    }
                    socket.join(room);
                    ack.reply("yes");
                });
            });
            try (Visitor visitor = Visitor.of(io.listen("127.0.0.1", 0))) {
                assertThat(visitor.next()).isEqualTo("connect");
                visitor.ask("join", "staff").ask("join", "public-1");
                assertThat(visitor.next()).isEqualTo("ack [no]");
                assertThat(visitor.next()).isEqualTo("ack [yes]");
            }
        }
    }
}
