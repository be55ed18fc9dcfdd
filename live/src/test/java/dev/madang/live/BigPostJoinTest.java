package dev.madang.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.live.comments.CommentService;
import dev.madang.live.store.Author;
import dev.madang.live.store.Change;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.ObjectIds;
import dev.madang.live.store.PostId;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From the request to join a post of a million comments (ten thousand in the short form) to its first page, over a socket. */
final class BigPostJoinTest {
    private static final PostId POST = new PostId("a4b7f0c2a1b2c3d4e5f60718");
    private static final int COMMENTS = Boolean.getBoolean("madang.long") ? 1_000_000 : 10_000;
    private static final int ON_THE_WAY = 4_000;
    private static final int JOINS = 200;

    @Test
    @Timeout(900)
    void theFirstPageComesQuickly(@TempDir Path folder) throws InterruptedException {
        try (LiveServer server = LiveServer.start(folder, "--madang.limits=off")) {
            fill(server.bean(CommentStore.class));
            CommentService service = server.bean(CommentService.class);
            measure("page in memory", server, () -> {});
            measure("page read from the file", server, () -> service.cool(POST).join());
        }
    }

    private static void measure(String what, LiveServer server, Runnable before) {
        var nanos = new long[JOINS];
        for (int i = 0; i < JOINS; i++) {
            try (var reader = server.second("")) {
                before.run();
                long start = System.nanoTime();
                reader.ask(1, "[\"join\",{\"post\":\"" + POST + "\"}]");
                String page = reader.event();
                nanos[i] = System.nanoTime() - start;
                assertThat(page).startsWith("[\"page\",").contains("\"count\":" + COMMENTS);
            }
        }
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "join, %s: p50 %.2f ms, p99 %.2f ms%n",
                what,
                nanos[JOINS / 2] / 1e6,
                nanos[JOINS * 99 / 100] / 1e6);
    }

    private static void fill(CommentStore store) throws InterruptedException {
        var ids = new ObjectIds(Clock.systemUTC());
        var onTheWay = new Semaphore(ON_THE_WAY);
        String text = "백만 개의 댓글 가운데 하나입니다. ".repeat(4);
        for (int i = 0; i < COMMENTS; i++) {
            onTheWay.acquire();
            var author = Author.guest("id-" + i % 1_000, "손님 " + i % 1_000);
            store.submit(
                    Change.Add.published(ids.next(), POST, null, author, text, "c-" + i),
                    outcome -> onTheWay.release());
        }
        onTheWay.acquire(ON_THE_WAY);
    }
}
