package dev.madang.live.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.live.store.Outcome.Done;
import dev.madang.live.store.Outcome.Reason;
import dev.madang.live.store.Outcome.Refused;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store must do with new comments. */
abstract class AddContract {
    static final Clock NOON = Clock.fixed(Instant.parse("2026-11-23T03:27:36.500Z"), ZoneOffset.UTC);
    static final PostId POST = new PostId("64b7f0c2a1b2c3d4e5f60718");
    static final PostId OTHER = new PostId("64b7f0c2a1b2c3d4e5f60719");

    final ObjectIds ids = new ObjectIds(NOON);

    @SuppressWarnings("NullAway.Init")
    CommentStore store;

    /** Opens the store again and again on the same data. */
    abstract CommentStore open() throws StoreException;

    @BeforeEach
    void openStore() throws StoreException {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void commentsOfAPostTakeTheValuesOfItsCounterWithoutHoles() {
        for (int i = 1; i <= 5; i++) {
            assertThat(stored(comment(POST, "댓글 " + i, null)).seq()).isEqualTo(i);
        }
        assertThat(stored(comment(OTHER, "다른 글", null)).seq()).isEqualTo(1);
    }

    @Test
    void anAuthorComesBackWithTheRankOfTheTimeOfWritingAndStaysOnePerson() {
        var moderator = Author.user("u-7", "영희", Author.Rank.MODERATOR);
        var member = Author.user("u-7", "영희");
        stored(Change.Add.published(ids.next(), POST, null, moderator, "하나", "c-1"));
        stored(Change.Add.published(ids.next(), POST, null, member, "둘", null));
        assertThat(page(POST, 10).comments().stream().map(Comment::author)).containsExactly(moderator, member);
        var again = Change.Add.published(ids.next(), POST, null, member, "하나", "c-1");
        assertThat(stored(again).seq()).as("a retry after the rank changed").isEqualTo(1);
    }

    @Test
    void aStoredCommentComesBackAsItWasSentWithTheTimeInSeoul() {
        var sent = Change.Add.published(
                ids.next(), POST, null, Author.guest(" 길동\"<b> "), "안녕 \uD83D\uDE00\n\u0001", null);
        stored(sent);
        Comment read = page(POST, 100).comments().getFirst();
        assertThat(read.id()).isEqualTo(sent.id()).matches("[0-9a-f]{24}");
        assertThat(read.author()).isEqualTo(sent.author());
        assertThat(read.content()).isEqualTo(sent.content());
        assertThat(read.createdAt()).isEqualTo("2026-11-23 12:27:36");
        assertThat(read.createdMillis()).isEqualTo(NOON.millis());
    }

    @Test
    void theNewestPageIsOldestFirst() {
        appendAll(7);
        assertThat(page(POST, 3).comments()).extracting(Comment::seq).containsExactly(5L, 6L, 7L);
        assertThat(page(POST, 3).head()).isEqualTo(7);
        assertThat(page(POST, 0).comments()).hasSize(7);
    }

    @Test
    void aPostNobodyWroteToIsAnEmptyPage() {
        assertThat(page(POST, 100)).isEqualTo(new Page(List.of(), 0, 0, 0));
    }

    @Test
    void aRetryWithTheSameCidIsStoredOnce() {
        Comment first = stored(comment(POST, "한 번", "c-1"));
        Outcome second = append(comment(POST, "두 번", "c-1"));
        assertThat(second).isEqualTo(new Done(first, true, 1));
        assertThat(page(POST, 0).comments()).containsExactly(first);
        assertThat(page(POST, 0).head()).isEqualTo(1);
    }

    @Test
    void aRetryIsFoundAfterARestart() throws StoreException {
        Comment first = stored(comment(POST, "한 번", "c-1"));
        store.close();
        store = open();
        assertThat(append(comment(POST, "한 번", "c-1"))).isEqualTo(new Done(first, true, 1));
    }

    @Test
    void theSameCidOfAnotherAuthorKindOrPostIsAnotherComment() {
        stored(comment(POST, "하나", "c-1"));
        assertThat(stored(comment(OTHER, "둘", "c-1")).seq()).isEqualTo(1);
        var guest = Change.Add.published(ids.next(), POST, null, Author.guest("철수"), "셋", "c-1");
        assertThat(stored(guest).seq()).isEqualTo(2);
        var verified = Change.Add.published(ids.next(), POST, null, Author.user("u-7", "철수"), "넷", "c-1");
        assertThat(stored(verified).seq()).isEqualTo(3);
    }

    @Test
    void retriesInOneBatchAreStoredOnce() {
        List<CompletableFuture<Outcome>> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            answers.add(appending(comment(POST, "같은 것", "c-1")));
        }
        List<Comment> comments = answers.stream()
                .map(AddContract::done)
                .map(appended -> ((Done) appended).row())
                .distinct()
                .toList();
        assertThat(comments).hasSize(1).isEqualTo(page(POST, 0).comments());
    }

    @Test
    void aRowThatFailsDoesNotFailItsNeighboursAndLeavesNoHole() {
        List<CompletableFuture<Outcome>> answers = List.of(
                appending(comment(POST, "하나", null)),
                appending(comment(POST, "", null)),
                appending(comment(POST, "둘", null)));
        assertThat(done(answers.get(0))).isInstanceOf(Done.class);
        assertThat(done(answers.get(1))).isEqualTo(new Refused(Reason.INVALID));
        assertThat(done(answers.get(2))).isInstanceOf(Done.class);
        assertThat(stored(comment(POST, "셋", null)).seq()).isEqualTo(3);
        assertThat(page(POST, 0).comments()).extracting(Comment::seq).containsExactly(1L, 2L, 3L);
    }

    @Test
    void c1ConfirmedCommentsAreThereAfterARestart() throws StoreException {
        appendAll(20);
        List<Comment> before = page(POST, 0).comments();
        store.close();
        store = open();
        assertThat(page(POST, 0).comments()).isEqualTo(before).hasSize(20);
        assertThat(stored(comment(POST, "그다음", null)).seq()).isEqualTo(21);
    }

    @Test
    void c3WritersOfAllThreadsGetOneOrderAndAnswersInIt() throws InterruptedException {
        var seed = 20261123L;
        var answered = new ConcurrentHashMap<PostId, List<Long>>();
        List<PostId> posts = List.of(POST, OTHER, PostId.ofKey("chat:lobby"));
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            var random = new SplittableRandom(seed + t);
            threads.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 200; i++) {
                    PostId post = posts.get(random.nextInt(posts.size()));
                    store.submit(
                            comment(post, "동시에", null),
                            outcome -> answered.computeIfAbsent(post, key -> new CopyOnWriteArrayList<>())
                                    .add(((Done) outcome).row().seq()));
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        store.close();
        assertThat(answered.values().stream().mapToInt(List::size).sum())
                .as("seed %d", seed)
                .isEqualTo(1_600);
        for (Map.Entry<PostId, List<Long>> entry : answered.entrySet()) {
            assertThat(entry.getValue())
                    .isEqualTo(LongStream.rangeClosed(1, entry.getValue().size())
                            .boxed()
                            .toList());
        }
    }

    @Test
    void c4CatchUpGivesWhatCameAfterTheMarkInOrder() {
        appendAll(5);
        var rows = (CatchUp.Rows) after(0, 3, 100);
        assertThat(rows.comments()).extracting(Comment::rev).containsExactly(4L, 5L);
        assertThat(rows.head()).isEqualTo(5);
        assertThat(rows.cut()).isFalse();
    }

    @Test
    void c4ALongCatchUpIsCutAndGoesOnFromWhereItWasCut() {
        appendAll(5);
        var first = (CatchUp.Rows) after(0, 0, 3);
        assertThat(first.comments()).hasSize(3);
        assertThat(first.cut()).isTrue();
        assertThat(first.head()).isEqualTo(3);
        var second = (CatchUp.Rows) after(0, first.head(), 3);
        assertThat(second.comments()).extracting(Comment::rev).containsExactly(4L, 5L);
        assertThat(second.cut()).isFalse();
    }

    @Test
    void c4AMarkBeyondTheHeadOrOfAnotherEpochIsToldToReload() {
        appendAll(2);
        long epoch = page(POST, 1).epoch();
        assertThat(after(epoch, 1, 10)).isInstanceOf(CatchUp.Rows.class);
        assertThat(after(epoch + 1, 1, 10)).isEqualTo(new CatchUp.Reload());
        assertThat(after(0, 3, 10)).isEqualTo(new CatchUp.Reload());
    }

    @Test
    void aClosedStoreRefusesAndAnswersWhatItAccepted() {
        var answers = Collections.synchronizedList(new ArrayList<Outcome>());
        for (int i = 0; i < 300; i++) {
            store.submit(comment(POST, "마지막", null), answers::add);
        }
        store.close();
        assertThat(answers).hasSize(300).allMatch(Done.class::isInstance);
        assertThat(append(comment(POST, "너무 늦은", null))).isEqualTo(new Refused(Reason.CLOSED));
    }

    Change.Add comment(PostId post, String content, @Nullable String cid) {
        return Change.Add.published(ids.next(), post, null, Author.guest("영희"), content, cid);
    }

    CompletableFuture<Outcome> appending(Change.Add comment) {
        var answer = new CompletableFuture<Outcome>();
        store.submit(comment, answer::complete);
        return answer;
    }

    Outcome append(Change.Add comment) {
        return done(appending(comment));
    }

    Comment stored(Change.Add comment) {
        return ((Done) append(comment)).row();
    }

    void appendAll(int count) {
        for (int i = 0; i < count; i++) {
            stored(comment(POST, "댓글 " + i, null));
        }
    }

    Page page(PostId post, int limit) {
        return done(store.newest(post, limit));
    }

    CatchUp after(long epoch, long rev, int limit) {
        return done(store.after(POST, epoch, rev, limit));
    }

    static <T> T done(CompletableFuture<T> future) {
        return future.orTimeout(10, TimeUnit.SECONDS).join();
    }
}
