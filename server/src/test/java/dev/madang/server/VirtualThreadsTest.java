package dev.madang.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The default handler threads: virtual ones, which may block. */
class VirtualThreadsTest {
    private final Rig rig =
            new Rig(builder -> builder.handlers(HandlerMode.VIRTUAL_THREADS).shutdownTimeout(Duration.ofSeconds(1)));
    private final List<String> heard = new CopyOnWriteArrayList<>();

    private void until(TestClient client, String message) {
        await().pollInterval(Duration.ofMillis(1)).until(() -> {
            rig.settle();
            heard.addAll(client.hears());
            return heard.contains(message);
        });
    }

    @Test
    void handlerMayBlockUntilItsClientAnswers() {
        rig.io.onConnection(socket -> socket.on(
                "ask-me",
                String.class,
                text -> socket.emit(
                        "answered",
                        socket.emitWithAck(Duration.ofSeconds(10), "question", text)
                                .join()
                                .node(0))));
        TestClient client = rig.joined();
        client.says("42[\"ask-me\",\"why\"]");
        until(client, "420[\"question\",\"why\"]");
        client.says("430[\"because\"]");
        until(client, "42[\"answered\",\"because\"]");
    }

    @Test
    void handlersOfOneSocketNeverRunTogetherAndKeepTheOrder() {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger last = new AtomicInteger(-1);
        List<String> wrong = new CopyOnWriteArrayList<>();
        rig.io.onConnection(socket -> socket.on("x", Integer.class, number -> {
            if (inside.incrementAndGet() != 1 || !last.compareAndSet(number - 1, number)) {
                wrong.add("at " + number);
            }
            Thread.yield();
            inside.decrementAndGet();
        }));
        TestClient client = rig.joined();
        int events = Boolean.getBoolean("madang.long") ? 100_000 : 5_000;
        for (int i = 0; i < events; i++) {
            client.says("42[\"x\"," + i + "]");
        }
        await().until(() -> last.get() == events - 1);
        assertThat(wrong).isEmpty();
    }

    @Test
    void slowHandlerOfOneSocketDoesNotKeepAnotherWaiting() {
        CountDownLatch release = new CountDownLatch(1);
        rig.io.onConnection(socket -> {
            socket.on("slow", (arguments, ack) -> release.await());
            socket.on("fast", (arguments, ack) -> ack.reply());
        });
        TestClient slow = rig.joined();
        TestClient fast = rig.joined();
        slow.says("42[\"slow\"]");
        fast.says("421[\"fast\"]");
        until(fast, "431[]");
        release.countDown();
    }

    @Test
    void r6HandlerThatDoesNotEndIsInterruptedByTheShutdown() {
        CompletableFuture<String> end = new CompletableFuture<>();
        CountDownLatch began = new CountDownLatch(1);
        rig.io.onConnection(socket -> socket.on("x", (arguments, ack) -> {
            began.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                end.complete("interrupted");
            }
        }));
        TestClient client = rig.joined();
        client.says("42[\"x\"]");
        CompletableFuture<Void> closed = rig.io.shutdown();
        await().atMost(Duration.ofSeconds(8)).pollInterval(Duration.ofMillis(1)).until(() -> {
            rig.settle();
            return closed.isDone();
        });
        assertThat(began.getCount()).isZero();
        assertThat(end).isCompletedWithValue("interrupted");
    }
}
