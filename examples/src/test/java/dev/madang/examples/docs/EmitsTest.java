package dev.madang.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.server.SocketIo;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The snippets of {@code docs/topics/emits.md}: every line is run, and who hears of it is compared with the page. */
class EmitsTest {
    private final BlockingQueue<String> log = new LinkedBlockingQueue<>();
    private final byte[] image = {1, 2, 3};

    @Test
    void fromASocket() throws Exception {
        try (SocketIo io = SocketIo.create()) {
            io.onConnection(socket -> socket.on("go", String.class, (id, ack) -> {
                // to this client
                socket.emit("hello", "one", 2, image);

                // to all others of the namespace
                socket.broadcast().emit("hello", "others");

                // to all others in a room, or in several: each gets it once
                socket.to("room1").emit("hello", "room");
                socket.to("room1", "room2").emit("hello", "rooms");

                // to all others in a room, but not those in another
                socket.to("room1").except("room2").emit("hello", "some");

                // to one client, by the id of its socket
                socket.to(id).emit("hello", "you");

                // to others on this server only
                socket.local().emit("hello", "near");

                // may be dropped where it cannot go out at once
                socket.broadcast().asVolatile().emit("hello", "perhaps");

                // without compression, if compression is on
                socket.compress(false).emit("hello", "plain");

                // asking this client
                socket.emitWithAck(Duration.ofSeconds(5), "ask", "how are you?")
                        .thenAccept(answer -> log.add("socket " + answer.get(0, String.class)));

                // asking all others in a room
                socket.to("room1")
                        .timeout(Duration.ofSeconds(5))
                        .emitWithAck("ask", "how are you?")
                        .thenAccept(
                                answers -> log.add("room " + answers.responses().size()));

                // answering the client's event
                ack.reply("done");
            }));
            var listener = io.listen("127.0.0.1", 0);
            try (Visitor one = Visitor.of(listener).listen("hello");
                    Visitor two = Visitor.of(listener).listen("hello")) {
                assertThat(one.next()).isEqualTo("connect");
                assertThat(two.next()).isEqualTo("connect");
                io.socketsJoin("room1").join();
                one.socket().on("ask", arguments -> ((io.socket.client.Ack) arguments[1]).call("fine"));
                two.socket().on("ask", arguments -> ((io.socket.client.Ack) arguments[1]).call("well"));
                one.ask("go", two.socket().id());

                assertThat(one.next()).startsWith("hello [one, 2");
                assertThat(one.next()).isEqualTo("hello [plain]");
                assertThat(one.next()).isEqualTo("ack [done]");
                for (String to : new String[] {"others", "room", "rooms", "some", "you", "near"}) {
                    assertThat(two.next()).isEqualTo("hello [" + to + "]");
                }
                assertThat(new String[] {log.poll(30, TimeUnit.SECONDS), log.poll(30, TimeUnit.SECONDS)})
                        .containsExactlyInAnyOrder("socket fine", "room 1");
            }
        }
    }

    @Test
    void fromTheServer() throws Exception {
        try (SocketIo io = SocketIo.create()) {
            io.of("/admin").onConnection(socket -> {});
            var listener = io.listen("127.0.0.1", 0);
            try (Visitor visitor = Visitor.of(listener).listen("hello");
                    Visitor admin = Visitor.of(listener, "/admin", "").listen("hello")) {
                assertThat(visitor.next()).isEqualTo("connect");
                assertThat(admin.next()).isEqualTo("connect");
                visitor.socket().on("ask", arguments -> ((io.socket.client.Ack) arguments[1]).call("fine"));
                String id = visitor.socket().id();

                // all clients of a namespace
                io.emit("hello", "everybody");
                io.of("/admin").emit("hello", "admins");

                // move sockets, on all servers; the futures say when it is done
                io.in(id).socketsJoin("room1").join();
                io.to("room1").emit("hello", "room");
                io.in("room1").socketsLeave("room1").join();

                // ask all
                var answers =
                        io.timeout(Duration.ofSeconds(5)).emitWithAck("ask", 1).join();
                log.add("all " + answers.responses().size());

                // who is there
                for (var socket : io.in(id).fetchSockets().join()) {
                    log.add(socket.id() + " in " + socket.rooms());
                }

                // encode once, send many times
                var event = io.of("/").prepare("hello", "prepared");
                io.emit(event);
                io.to(id).emit(event);

                // away with them
                io.in(id).disconnectSockets(true);

                assertThat(visitor.next()).isEqualTo("hello [everybody]");
                assertThat(admin.next()).isEqualTo("hello [admins]");
                assertThat(visitor.next()).isEqualTo("hello [room]");
                assertThat(log).containsExactly("all 1", id + " in [" + id + "]");
                assertThat(visitor.next()).isEqualTo("hello [prepared]");
                assertThat(visitor.next()).isEqualTo("hello [prepared]");
                assertThat(visitor.next()).startsWith("disconnect ");
            }
        }
    }
}
