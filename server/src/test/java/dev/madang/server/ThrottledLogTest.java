package dev.madang.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Attack A29: a flood of failures fills no log. */
class ThrottledLogTest {
    private final AtomicLong now = new AtomicLong();

    private List<String> lines(Runnable action) {
        PrintStream before = System.err;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setErr(before);
        }
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void a29OneLinePerReasonAndSecondSaysHowManyWereLeftOut() {
        ThrottledLog log = new ThrottledLog(LoggerFactory.getLogger("flood"), now::get);
        List<String> first = lines(() -> {
            for (int i = 0; i < 1_000; i++) {
                log.error("disk", "the disk is full", null);
                log.error("net", "the net is down", null);
            }
        });
        assertThat(first).hasSize(2);
        assertThat(first.get(0)).contains("reason=disk", "the disk is full").doesNotContain("more of this kind");
        assertThat(first.get(1)).contains("reason=net", "the net is down");
        now.addAndGet(TimeUnit.SECONDS.toNanos(1));
        List<String> second = lines(() -> log.error("disk", "the disk is full", null));
        assertThat(second).hasSize(1);
        assertThat(second.getFirst()).contains("(999 more of this kind before)");
    }

    @Test
    void a29HandlersThatThrowForEveryEventOfAFloodWriteOneLine() {
        Rig rig = new Rig();
        rig.io.onConnection(socket -> socket.on("x", (arguments, ack) -> {
            throw new IllegalStateException("boom");
        }));
        TestClient client = rig.joined();
        List<String> lines = lines(() -> {
            for (int i = 0; i < 200; i++) {
                client.says("42[\"x\",\"secret\"]");
                rig.settle();
            }
        });
        assertThat(lines.stream().filter(line -> line.contains("a handler failed")))
                .hasSizeBetween(1, 199);
        assertThat(lines).noneMatch(line -> line.contains("secret"));
    }
}
