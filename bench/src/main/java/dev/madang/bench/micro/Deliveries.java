package dev.madang.bench.micro;

import dev.madang.server.HandlerMode;
import dev.madang.server.SocketIo;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Sockets on one loop, from a received frame to the frames that go out; no network. */
@State(Scope.Thread)
public class Deliveries {
    /** How many are in the room. */
    public static final int ROOM = 1000;

    private static final String TEXT = "abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz01";
    private final InlineLoop loop = new InlineLoop();
    private final SocketIo io =
            SocketIo.builder().handlers(HandlerMode.EVENT_LOOP).build();
    private final List<Deaf> clients = new ArrayList<>();
    private final byte[] echo = ("42[\"echo\",\"" + TEXT + "\"]").getBytes(StandardCharsets.UTF_8);

    /** A server without clients. */
    public Deliveries() {}

    /** Lets the clients in. */
    @Setup
    public void gather() {
        io.onConnection(socket -> {
            socket.join("room");
            socket.on("echo", String.class, text -> socket.emit("echo", text));
        });
        for (int i = 0; i < ROOM; i++) {
            clients.add(new Deaf(io.engine(), loop));
        }
        loop.runAll();
        if (io.of("/").sockets().size() != ROOM) {
            throw new IllegalStateException("not all are in");
        }
    }

    /** One event to all of a room; counted per delivery. */
    @Benchmark
    @OperationsPerInvocation(ROOM)
    public long broadcast() {
        io.to("room").emit("news", TEXT);
        loop.runAll();
        return clients.get(0).bytes();
    }

    /** One event in, one out. */
    @Benchmark
    public long echo() {
        clients.get(0).says(echo);
        loop.runAll();
        return clients.get(0).bytes();
    }
}
