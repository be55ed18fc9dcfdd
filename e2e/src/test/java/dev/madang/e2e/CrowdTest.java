package dev.madang.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.testkit.WireClient;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many viewers of one post: a busy post of a large site, and a burst into a smaller one. Times are printed, not judged. */
class CrowdTest {
    private static final boolean LONG = Boolean.getBoolean("madang.long");
    private static final String POST = "65f0000000000000000000c1";

    @Test
    void everyViewerOfABusyPostSeesEveryCommentOnceAndNobodyIsDropped(@TempDir Path folder) {
        watch("busy", folder, LONG ? 10_000 : 500, LONG ? 200 : 20, 10);
    }

    @Test
    void aBurstIntoOnePostReachesEveryViewerWithinBoundedQueues(@TempDir Path folder) {
        watch("burst", folder, LONG ? 1_000 : 200, LONG ? 10_000 : 400, LONG ? 1_000 : 200);
    }

    private static void watch(String name, Path folder, int viewers, int comments, int perSecond) {
        int port = ServerProcess.freePort();
        try (ServerProcess server = ServerProcess.live(folder, port, "--madang.limits=off");
                Crowd crowd = Crowd.gather(port, POST, viewers);
                WireClient poster = WireClient.connect(port);
                ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor()) {
            poster.says("40{\"v\":2,\"guest\":\"the-poster-of-the-crowd\",\"name\":\"poster\"}")
                    .hears("40{");
            AtomicInteger next = new AtomicInteger();
            pace.scheduleAtFixedRate(
                    () -> say(poster, next.getAndIncrement(), comments),
                    0,
                    1_000_000 / perSecond,
                    TimeUnit.MICROSECONDS);
            for (int i = 0; i < comments; i++) {
                assertThat(poster.answer("43" + i + "[")).contains("\"ok\":true");
            }
            crowd.awaitComments(comments);
            assertThat(crowd.dropped()).as("connections that ended").isZero();
            assertThat(crowd.seats()).hasSize(viewers).allSatisfy(seat -> {
                assertThat(seat.rows()).isEqualTo(comments);
                assertThat(seat.rev()).isEqualTo(comments);
                assertThat(seat.holes()).isZero();
            });
            pace.shutdownNow();
            print(name, viewers, comments, perSecond, crowd.delays());
        }
    }

    private static void say(WireClient poster, int number, int comments) {
        if (number < comments) {
            poster.says("42" + number + "[\"add\",{\"post\":\"" + POST + "\",\"cid\":\"c-" + number + "\",\"text\":\"@"
                    + System.nanoTime() + " comment " + number + "\"}]");
        }
    }

    private static void print(String name, int viewers, int comments, int perSecond, Histogram delays) {
        System.out.printf(
                "%s: %d viewers, %d comments at %d per second; sent to read: p50 %.1f ms, p99 %.1f ms, max %.1f ms%n",
                name,
                viewers,
                comments,
                perSecond,
                delays.getValueAtPercentile(50) / 1e6,
                delays.getValueAtPercentile(99) / 1e6,
                delays.getMaxValue() / 1e6);
    }
}
