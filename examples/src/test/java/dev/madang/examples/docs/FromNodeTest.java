package dev.madang.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.engine.OriginPolicy;
import dev.madang.server.SocketIo;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The snippets of {@code docs/topics/from-node.md} and {@code docs/topics/from-netty-socketio.md}. */
class FromNodeTest {
    /** What a client sends as an object. */
    record Draft(String title, int pages) {}

    @Test
    void aServerAsItWouldBeWrittenForNode() throws Exception {
        var io = SocketIo.builder()
                .origins(OriginPolicy.allow("https://example.com"))
                .pingInterval(Duration.ofSeconds(25))
                .maxPayload(1_000_000)
                .build();

        io.use((socket, next) -> next.proceed());

        io.onConnection(socket -> {
            socket.use((event, arguments, next) -> next.proceed());
            socket.onAny((event, arguments) -> {});

            socket.on("save", Draft.class, (draft, ack) -> ack.reply(draft.pages()));
            socket.on("many", (arguments, ack) -> ack.reply(arguments.size()));
            socket.once("hello", String.class, name -> socket.data().put("name", name));

            socket.join("readers");
            socket.onDisconnect(reason -> {});
        });

        io.of(Pattern.compile("^/shop-\\d+$")).onConnection(socket -> {
            socket.emit("welcome", socket.namespace().name());
        });

        var listener = io.listen("127.0.0.1", 0);
        try (io;
                Visitor visitor = Visitor.of(listener);
                Visitor shop = Visitor.of(listener, "/shop-7", "").listen("welcome")) {
            assertThat(visitor.next()).isEqualTo("connect");
            visitor.ask("save", new org.json.JSONObject("{\"title\":\"t\",\"pages\":3}"));
            assertThat(visitor.next()).isEqualTo("ack [3]");
            visitor.ask("many", 1, 2, 3, 4, 5);
            assertThat(visitor.next()).isEqualTo("ack [5]");
            assertThat(shop.next()).isEqualTo("connect");
            assertThat(shop.next()).isEqualTo("welcome [/shop-7]");
        }
    }
}
