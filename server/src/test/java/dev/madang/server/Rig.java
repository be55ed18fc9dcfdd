package dev.madang.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A server in virtual time: two loops, and handlers that run when the test says so. Socket ids are s1, s2, … */
final class Rig {
    final SocketIo io;
    final ManualLoop[] loops = {new ManualLoop(0), new ManualLoop(1)};
    final List<String> notes = new ArrayList<>();
    final Queue<Runnable> handlers = new ConcurrentLinkedQueue<>();
    int handlerStarts;

    Rig() {
        this(builder -> builder);
    }

    Rig(UnaryOperator<SocketIoOptions.Builder> change) {
        AtomicInteger ids = new AtomicInteger();
        io = change.apply(SocketIo.builder()
                        .handlers(HandlerMode.executor(handlers::add))
                        .ids(() -> "s" + ids.incrementAndGet()))
                .build();
    }

    static Rig inPlace() {
        return new Rig(builder -> builder.handlers(HandlerMode.EVENT_LOOP));
    }

    TestClient client() {
        return client(0);
    }

    TestClient client(int loop) {
        return new TestClient(io.engine(), loops[loop]);
    }

    /** A client of Socket.IO 2, which the server joins to the main namespace unasked. */
    TestClient old(int loop) {
        TestClient client = new TestClient(io.engine(), loops[loop], "3");
        settle();
        return client;
    }

    /** A client that has joined the main namespace and heard of it. */
    TestClient joined(int loop) {
        TestClient client = client(loop);
        client.says("40");
        settle();
        client.hears();
        return client;
    }

    TestClient joined() {
        return joined(0);
    }

    Socket socket(String id) {
        return Objects.requireNonNull(io.of("/").socket(id));
    }

    void note(String text) {
        notes.add(text);
    }

    List<String> notes() {
        List<String> all = List.copyOf(notes);
        notes.clear();
        return all;
    }

    void runHandlers() {
        for (Runnable task = handlers.poll(); task != null; task = handlers.poll()) {
            handlerStarts++;
            task.run();
        }
    }

    /** Runs loops and handlers until nothing is left to do at this time. */
    void settle() {
        boolean busy = true;
        while (busy) {
            busy = !handlers.isEmpty();
            runHandlers();
            for (ManualLoop loop : loops) {
                busy |= loop.run();
            }
        }
    }

    /** A value without a JSON form: a list that holds itself. */
    static Object unwritable() {
        List<Object> endless = new ArrayList<>();
        endless.add(endless);
        return endless;
    }

    void advance(Duration duration) {
        for (ManualLoop loop : loops) {
            loop.advance(duration);
        }
        settle();
    }
}
