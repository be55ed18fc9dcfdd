package dev.madang.live.v2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.live.comments.Showing;
import dev.madang.live.identity.Rights;
import dev.madang.live.identity.Seal;
import dev.madang.live.store.Author;
import dev.madang.live.store.Comment;
import dev.madang.live.store.PostId;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** Pushes in virtual time: each task of the queue is a window of 50 ms that ended. */
final class PushesTest {
    private static final PostId POST = new PostId("64b7f0c2a1b2c3d4e5f60718");

    private final Queue<Runnable> windows = new ArrayDeque<>();
    private boolean watched = true;
    private final List<String> sent = new ArrayList<>();
    private final Rows rows = new Rows(new Seal(new byte[32]), Rights.of(Duration.ZERO, Clock.systemUTC()));
    private final Pushes pushes = new Pushes(rows, (post, step) -> step.run(), (delay, task) -> {
        assertThat(delay).isEqualTo(Duration.ofMillis(50));
        windows.add(task);
    });

    PushesTest() {
        pushes.listen(
                post -> watched,
                changes -> sent.add(changes.from() + "-" + changes.rev() + " "
                        + changes.rows().stream()
                                .map(row -> row.id() + "@" + row.rev())
                                .toList()));
    }

    @Test
    void aChangeAfterAQuietMomentGoesOutAtOnceAndTheNextTogether() {
        show("a", 1);
        assertThat(sent).containsExactly("0-1 [a@1]");
        show("b", 2);
        show("c", 3);
        assertThat(sent).hasSize(1);
        windowEnds();
        assertThat(sent).containsExactly("0-1 [a@1]", "1-3 [b@2, c@3]");
    }

    @Test
    void aRowThatChangesAgainBeforeItWentOutGoesOutOnceWhereItIsNow() {
        show("a", 1);
        show("b", 2);
        show("c", 3);
        show("b", 4);
        windowEnds();
        assertThat(sent).containsExactly("0-1 [a@1]", "1-4 [c@3, b@4]");
    }

    @Test
    void aPostThatBecameQuietWaitsForNothing() {
        show("a", 1);
        windowEnds();
        assertThat(windows).isEmpty();
        show("b", 2);
        assertThat(sent).containsExactly("0-1 [a@1]", "1-2 [b@2]");
    }

    @Test
    void whatNobodyLooksAtIsNotPushed() {
        show("a", 1);
        watched = false;
        show("b", 2);
        watched = true;
        windowEnds();
        show("c", 3);
        assertThat(sent).containsExactly("0-1 [a@1]", "2-3 [c@3]");
    }

    @Test
    void aFloodGoesOutBeforeItsWindowEnds() {
        for (int rev = 1; rev <= 401; rev++) {
            show("row" + rev, rev);
        }
        assertThat(sent).hasSizeGreaterThanOrEqualTo(3);
        assertThat(windows).hasSize(1);
        windowEnds();
        assertThat(sent.getLast()).contains("-401 ");
    }

    private void show(String id, long rev) {
        var row = Comment.fresh(id, POST, rev, Author.guest("영희"), "글", 0);
        pushes.shown(new Showing(row, true, rev - 1, rev, OptionalLong.of(System.nanoTime())));
    }

    private void windowEnds() {
        windows.remove().run();
    }
}
