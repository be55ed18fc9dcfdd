package dev.madang.live.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.live.store.Author;
import dev.madang.live.store.Change;
import dev.madang.live.store.Comment;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.ObjectIds;
import dev.madang.live.store.Outcome;
import dev.madang.live.store.PostId;
import dev.madang.live.store.Status;
import dev.madang.live.store.Topic;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PersonalDataTest {
    private static final PostId POST = PostId.ofKey("post");
    private static final Author YOUNG = Author.guest("Y".repeat(43), "영희");
    private static final Author CHUL = Author.user("u-1", "철수");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void aPersonIsErasedAndOthersStay() throws Exception {
        var line = new CommandLineRun(folder);
        String one;
        String claimed;
        try (CommentStore store = line.open()) {
            one = add(store, null, YOUNG, "one", Status.PUBLISHED, 0);
            add(store, one, CHUL, "answer", Status.PUBLISHED, 0);
            add(store, null, YOUNG, "waits", Status.PENDING, 0);
            claimed = add(store, null, Author.guest("영희"), "claims the name", Status.PUBLISHED, 0);
            add(store, null, Author.guest("영희"), "claims it too", Status.PUBLISHED, 0);
        }
        assertThat(line.run("person", "export", "comment:" + one, "-")).isEqualTo(Commands.DONE);
        assertThat(line.out().lines()).hasSize(2).allMatch(row -> row.contains("Y".repeat(43)));
        assertThat(line.run("person", "erase", "comment:" + one)).isEqualTo(Commands.MISUSED);
        assertThat(line.errors()).contains("say so with --yes");
        assertThat(line.run("person", "erase", "comment:" + one, "--yes")).isEqualTo(Commands.DONE);
        assertThat(line.out()).isEqualTo("erased 2 comments, 0 votes, 0 records\n");
        assertThat(line.comments(POST))
                .extracting(Comment::content)
                .containsExactly("answer", "claims the name", "claims it too");
        assertThat(line.run("person", "export", "guest:" + "Y".repeat(43), "-")).isEqualTo(Commands.DONE);
        assertThat(line.out()).isEmpty();
        assertThat(line.run("person", "erase", "comment:" + claimed, "--yes")).isEqualTo(Commands.DONE);
        assertThat(line.out())
                .as("who has no id is not told from others")
                .isEqualTo("erased 1 comments, 0 votes, 0 records\n");
        assertThat(line.run("person", "export", "user:u-1", "-")).isEqualTo(Commands.DONE);
        assertThat(line.out()).contains("\"kind\":\"user\",\"id\":\"u-1\"", "\"text\":\"answer\"");
        assertThat(line.run("person", "erase", "comment:" + one, "--yes")).isEqualTo(Commands.MISUSED);
        assertThat(line.errors()).contains("there is no such comment");
    }

    @Test
    void whatIsTooOldGoesInStepsAndWhatStandsBelowYoungAnswersIsEmptied() throws Exception {
        var line = new CommandLineRun(folder);
        var clock = new Hand();
        try (CommentStore store = line.open()) {
            long old = clock.millis() - Duration.ofDays(400).toMillis();
            String first = add(store, null, YOUNG, "old and answered", Status.PUBLISHED, old);
            for (int i = 0; i < 3 * Retention.STEP; i++) {
                add(store, null, YOUNG, "old", i % 3 == 0 ? Status.PENDING : Status.PUBLISHED, old + 1_000L * i);
            }
            String answer = add(store, first, CHUL, "young", Status.PUBLISHED, clock.millis());
            var retention = new Retention(store, store::submit, Duration.ofDays(365), clock);
            retention.tick();
            assertThat(store.counts(List.of(POST)).get().get(POST))
                    .as("one step")
                    .isGreaterThan(50L);
            for (int i = 0; i < 5; i++) {
                retention.tick();
            }
            assertThat(store.newest(POST, 0).get().comments())
                    .extracting(Comment::id)
                    .containsExactly(answer);
            assertThat(store.find(POST, first).get())
                    .hasValueSatisfying(row -> assertThat(row.isErased()).isTrue());
            clock.now = clock.now.plus(Duration.ofDays(366));
            for (int i = 0; i < 5; i++) {
                retention.tick();
            }
            assertThat(store.find(POST, answer).get()).isEmpty();
            assertThat(store.find(POST, first).get()).isEmpty();
        }
    }

    private static String add(
            CommentStore store, @Nullable String parent, Author author, String text, Status status, long at)
            throws Exception {
        Clock written = at == 0 ? CommandLineRun.NOON : Clock.fixed(Instant.ofEpochMilli(at), ZoneOffset.UTC);
        String id = new ObjectIds(written).next();
        var answer = new CompletableFuture<Outcome>();
        store.submit(
                new Change.Add(id, POST, Topic.ofKey("post"), parent, author, text, null, status, at),
                answer::complete);
        assertThat(answer.get()).isInstanceOf(Outcome.Done.class);
        return id;
    }

    private static final class Hand extends Clock {
        private Instant now = CommandLineRun.NOON.instant();

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
