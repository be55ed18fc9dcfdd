package dev.madang.live.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.live.store.Outcome.Done;
import dev.madang.live.store.Outcome.Reason;
import dev.madang.live.store.Outcome.Refused;
import dev.madang.live.store.Outcome.Unchanged;
import dev.madang.live.store.PageQuery.Cursor;
import dev.madang.live.store.PageQuery.Order;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every store must do. A store's own test class opens it. */
abstract class CommentStoreContract extends KeepingContract {
    @Test
    void everyVisibleChangeTakesTheNextValueOfTheCounterAndKeepsThePlace() {
        Comment row = add(null, Status.PUBLISHED);
        assertThat(change(new Change.Edit(POST, row.id(), "고침"))).satisfies(edited -> {
            assertThat(edited.seq()).isEqualTo(1);
            assertThat(edited.rev()).isEqualTo(2);
            assertThat(edited.content()).isEqualTo("고침");
            assertThat(edited.editedMillis()).isEqualTo(NOON.millis());
        });
        assertThat(change(new Change.Pin(POST, row.id(), true)).rev()).isEqualTo(3);
        assertThat(set(row, Status.HIDDEN).rev()).isEqualTo(4);
        assertThat(set(row, Status.PUBLISHED).rev()).isEqualTo(5);
        assertThat(set(row, Status.REMOVED).rev()).isEqualTo(6);
        assertThat(add(null, Status.PUBLISHED).seq()).isEqualTo(7);
        assertThat(page(POST, 0).head()).isEqualTo(7);
    }

    @Test
    void changesThatChangeNothingAreAnsweredByTheRowAsItIs() {
        Comment row = add(null, Status.PUBLISHED);
        assertThat(submit(new Change.Edit(POST, row.id(), row.content()))).isEqualTo(new Unchanged(row));
        assertThat(submit(new Change.Pin(POST, row.id(), false))).isEqualTo(new Unchanged(row));
        assertThat(submit(new Change.SetStatus(POST, row.id(), ANY, Status.PUBLISHED)))
                .isEqualTo(new Unchanged(row));
        assertThat(submit(new Change.Vote(POST, row.id(), "v", 0))).isEqualTo(new Unchanged(row));
        assertThat(submit(new Change.Tally(POST, row.id()))).isEqualTo(new Unchanged(row));
        assertThat(page(POST, 0).head()).isEqualTo(1);
    }

    @Test
    void aRetryOfAnEditOrAStatusIsUnchanged() {
        Comment row = add(null, Status.PUBLISHED);
        Comment edited = change(new Change.Edit(POST, row.id(), "고침"));
        assertThat(submit(new Change.Edit(POST, row.id(), "고침"))).isEqualTo(new Unchanged(edited));
        var remove = new Change.SetStatus(POST, row.id(), Set.of(Status.PUBLISHED), Status.REMOVED);
        Comment removed = change(remove);
        assertThat(submit(remove)).isEqualTo(new Unchanged(removed));
    }

    @Test
    void whatIsNotThereOrOfAnotherPostIsNotFound() {
        Comment row = add(null, Status.PUBLISHED);
        for (String id : List.of("0123456789abcdef01234567", row.id())) {
            for (Change change : List.of(
                    new Change.Edit(OTHER, id, "x"),
                    new Change.SetStatus(OTHER, id, ANY, Status.HIDDEN),
                    new Change.Pin(OTHER, id, true),
                    new Change.Vote(OTHER, id, "v", 1),
                    new Change.Tally(OTHER, id))) {
                assertThat(submit(change)).isEqualTo(new Refused(Reason.NOT_FOUND));
            }
        }
        assertThat(done(store.find(OTHER, row.id()))).isEmpty();
        assertThat(done(store.find(POST, row.id()))).contains(row);
    }

    @Test
    void aStatusThatIsNotAllowedNowIsAConflict() {
        Comment row = add(null, Status.PUBLISHED);
        var approve = new Change.SetStatus(POST, row.id(), Set.of(Status.PENDING), Status.HIDDEN);
        assertThat(submit(approve)).isEqualTo(new Refused(Reason.CONFLICT));
        for (Status heldBack : List.of(Status.PENDING, Status.SHADOWED)) {
            assertThat(submit(new Change.SetStatus(POST, row.id(), ANY, heldBack)))
                    .as("who saw it cannot unsee it")
                    .isEqualTo(new Refused(Reason.CONFLICT));
        }
    }

    @Test
    void whatIsGoneCanBeNeitherEditedNorPinnedNorVotedOnNorAnswered() {
        Comment row = add(null, Status.PUBLISHED);
        set(row, Status.HIDDEN);
        for (Change change : List.of(
                new Change.Edit(POST, row.id(), "x"),
                new Change.Pin(POST, row.id(), true),
                new Change.Vote(POST, row.id(), "v", 1),
                adding(row.id(), YOUNG, Status.PUBLISHED, null))) {
            assertThat(submit(change)).isEqualTo(new Refused(Reason.CONFLICT));
        }
    }

    @Test
    void anEmptyTextIsInvalidAndLeavesNoHole() {
        Comment row = add(null, Status.PUBLISHED);
        assertThat(submit(new Change.Edit(POST, row.id(), ""))).isEqualTo(new Refused(Reason.INVALID));
        assertThat(add(null, Status.PUBLISHED).seq()).isEqualTo(2);
    }

    @Test
    void whatWasNeverVisibleTakesNoValueUntilItIsPublished() {
        Comment pending = add(null, Status.PENDING);
        Comment shadowed = add(null, Status.SHADOWED);
        Comment published = add(null, Status.PUBLISHED);
        assertThat(List.of(pending.seq(), pending.rev(), shadowed.seq(), shadowed.rev()))
                .containsOnly(0L);
        assertThat(published.seq()).isEqualTo(1);
        assertThat(change(new Change.Edit(POST, pending.id(), "고침")).rev()).isZero();
        assertThat(page(POST, 0).comments()).containsExactly(published);
        assertThat(page(POST, 0).count()).isEqualTo(1);
        assertThat(((CatchUp.Rows) after(0, 0, 10)).comments()).containsExactly(published);
        assertThat(set(pending, Status.PUBLISHED)).satisfies(row -> {
            assertThat(row.seq()).isEqualTo(2);
            assertThat(row.rev()).isEqualTo(2);
        });
        assertThat(set(shadowed, Status.HIDDEN).rev()).isZero();
        assertThat(((CatchUp.Rows) after(0, 0, 10)).comments()).hasSize(2);
    }

    @Test
    void heldBackCommentsAreFoundByTheirAuthorOnly() {
        Comment pending = add(null, Status.PENDING);
        Comment shadowed = add(null, Status.SHADOWED);
        add(null, Status.PUBLISHED);
        assertThat(done(store.held(POST, YOUNG, 10))).containsExactly(pending, shadowed);
        assertThat(done(store.held(POST, YOUNG, 1))).containsExactly(shadowed);
        assertThat(done(store.held(POST, CHUL, 10))).isEmpty();
        assertThat(done(store.held(POST, Author.guest("영희"), 10))).isEmpty();
        assertThat(done(store.held(OTHER, YOUNG, 10))).isEmpty();
    }

    @Test
    void catchUpShowsEachRowOnceAsItIsNowAndGoneOnesToo() {
        Comment first = add(null, Status.PUBLISHED);
        Comment second = add(null, Status.PUBLISHED);
        change(new Change.Edit(POST, first.id(), "고침"));
        set(second, Status.REMOVED);
        change(new Change.Edit(POST, first.id(), "또 고침"));
        var rows = (CatchUp.Rows) after(0, 2, 10);
        assertThat(rows.comments()).extracting(Comment::id).containsExactly(second.id(), first.id());
        assertThat(rows.comments()).extracting(Comment::rev).containsExactly(4L, 5L);
        assertThat(rows.head()).isEqualTo(5);
        assertThat(rows.count()).isEqualTo(1);
    }

    @Test
    void theNewestPageLeavesGoneRowsOut() {
        Comment first = add(null, Status.PUBLISHED);
        Comment second = add(null, Status.PUBLISHED);
        set(second, Status.HIDDEN);
        Page page = page(POST, 10);
        assertThat(page.comments()).containsExactly(first);
        assertThat(page.head()).isEqualTo(3);
        assertThat(page.count()).isEqualTo(1);
    }

    @Test
    void answersStandInTheThreadOfTheFirstAndAllOfItKnowHowMany() {
        Comment root = add(null, Status.PUBLISHED);
        Comment answer = add(root.id(), Status.PUBLISHED);
        Comment deeper = add(answer.id(), Status.PUBLISHED);
        Comment held = add(answer.id(), Status.PENDING);
        assertThat(answer.root()).isEqualTo(root.id());
        assertThat(deeper.root()).isEqualTo(root.id());
        assertThat(deeper.parent()).isEqualTo(answer.id());
        assertThat(List.of(answer.replies(), deeper.replies(), held.replies())).containsExactly(1, 2, 2);
        assertThat(set(held, Status.PUBLISHED).replies()).isEqualTo(3);
        assertThat(set(answer, Status.REMOVED).replies()).isEqualTo(2);
        assertThat(set(answer, Status.HIDDEN).replies()).isEqualTo(2);
        assertThat(done(store.find(POST, root.id())).orElseThrow().replies()).isEqualTo(2);
        assertThat(page(POST, 0).comments()).extracting(Comment::replies).containsOnly(2);
    }

    @Test
    void heldBackCommentsCanBeAnsweredByTheirAuthorAloneAndAsHeldBack() {
        Comment shadowed = add(null, Status.SHADOWED);
        assertThat(submit(adding(shadowed.id(), CHUL, Status.PUBLISHED, null)))
                .isEqualTo(new Refused(Reason.NOT_FOUND));
        assertThat(submit(adding(shadowed.id(), YOUNG, Status.PUBLISHED, null)))
                .isEqualTo(new Refused(Reason.NOT_FOUND));
        Comment answer = change(adding(shadowed.id(), YOUNG, Status.SHADOWED, null));
        assertThat(submit(new Change.SetStatus(POST, answer.id(), ANY, Status.PUBLISHED)))
                .as("an answer to what nobody saw")
                .isEqualTo(new Refused(Reason.CONFLICT));
    }

    @Test
    void aListOfThreadsLeavesAnswersOutAndGoneRowsWithoutAnswers() {
        Comment withAnswers = add(null, Status.PUBLISHED);
        Comment alone = add(null, Status.PUBLISHED);
        Comment last = add(null, Status.PUBLISHED);
        List<Comment> answers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            answers.add(add(withAnswers.id(), Status.PUBLISHED));
        }
        set(withAnswers, Status.REMOVED);
        set(alone, Status.REMOVED);
        change(new Change.Pin(POST, last.id(), true));
        Threads threads = done(store.threads(POST, 10));
        assertThat(threads.newest().rows()).extracting(Comment::id).containsExactly(last.id(), withAnswers.id());
        assertThat(threads.newest().replies())
                .extracting(Comment::id)
                .containsExactlyElementsOf(
                        answers.subList(0, 3).stream().map(Comment::id).toList());
        assertThat(threads.pinned()).extracting(Comment::id).containsExactly(last.id());
        assertThat(threads.head()).isEqualTo(11);
        assertThat(threads.count()).isEqualTo(6);
        Slice rest = done(store.page(new PageQuery(POST, withAnswers.id(), Order.OLDEST, new Cursor(0, 6), 10)));
        assertThat(rest.rows()).extracting(Comment::seq).containsExactly(7L, 8L);
        assertThat(rest.next()).isNull();
    }

    @Test
    void everyOrderGoesThroughTheWholeListWithoutDoubles() {
        var random = new SplittableRandom(20261124);
        for (int i = 0; i < 40; i++) {
            Comment row = add(null, Status.PUBLISHED);
            for (int v = random.nextInt(4); v > 0; v--) {
                submit(new Change.Vote(POST, row.id(), "v" + v, random.nextBoolean() ? 1 : -1));
            }
            submit(new Change.Tally(POST, row.id()));
        }
        List<Comment> newest = walk(Order.NEWEST);
        List<Comment> best = walk(Order.BEST);
        assertThat(newest).hasSize(40).isSortedAccordingTo((a, b) -> Long.compare(b.seq(), a.seq()));
        assertThat(walk(Order.OLDEST)).isEqualTo(newest.reversed());
        assertThat(best).hasSize(40).doesNotHaveDuplicates().isSortedAccordingTo((a, b) -> {
            int byScore = Long.compare(Score.of(b.up(), b.down()), Score.of(a.up(), a.down()));
            return byScore == 0 ? Long.compare(b.seq(), a.seq()) : byScore;
        });
    }

    @Test
    void aVoteCountsAtOnceAndShowsWithTheTally() {
        Comment row = add(null, Status.PUBLISHED);
        assertThat(change(new Change.Vote(POST, row.id(), "a", 1)).up()).isEqualTo(1);
        assertThat(change(new Change.Vote(POST, row.id(), "b", 1)).up()).isEqualTo(2);
        assertThat(change(new Change.Vote(POST, row.id(), "a", -1))).satisfies(voted -> {
            assertThat(voted.up()).isEqualTo(1);
            assertThat(voted.down()).isEqualTo(1);
            assertThat(voted.rev()).isEqualTo(1);
        });
        assertThat(submit(new Change.Vote(POST, row.id(), "a", -1))).isInstanceOf(Unchanged.class);
        assertThat(done(store.find(POST, row.id()))).contains(row);
        assertThat(done(store.votes("a", List.of(row.id(), "0123456789abcdef01234567"))))
                .isEqualTo(Map.of(row.id(), -1));
        Comment tallied = change(new Change.Tally(POST, row.id()));
        assertThat(List.of(tallied.up(), tallied.down())).containsExactly(1, 1);
        assertThat(tallied.rev()).isEqualTo(2);
        change(new Change.Vote(POST, row.id(), "a", 0));
        assertThat(change(new Change.Tally(POST, row.id())).down()).isZero();
        assertThat(done(store.votes("a", List.of(row.id())))).isEmpty();
    }

    @Test
    void aRetryIsKnownByTheIdOfItsAuthorWhateverTheName() {
        Comment first = change(adding(null, YOUNG, Status.PUBLISHED, "c-1"));
        var renamed = Author.guest("id-young", "영희2");
        assertThat(submit(adding(null, renamed, Status.PUBLISHED, "c-1"))).isEqualTo(new Done(first, true, 1));
        assertThat(change(adding(null, CHUL, Status.PUBLISHED, "c-1")).seq()).isEqualTo(2);
    }

    @Test
    void countsAndTopicsAreOfPostsThatSomebodyWroteTo() {
        Comment row = change(new Change.Add(
                ids.next(),
                POST,
                new Topic("slug", "https://example.com/", "제목"),
                null,
                YOUNG,
                "안녕",
                null,
                Status.PUBLISHED));
        add(null, Status.PUBLISHED);
        assertThat(done(store.counts(List.of(POST, OTHER)))).isEqualTo(Map.of(POST, 2L));
        set(row, Status.HIDDEN);
        assertThat(done(store.counts(List.of(POST)))).isEqualTo(Map.of(POST, 1L));
        assertThat(done(store.topic(POST))).isEqualTo(new Topic("slug", "https://example.com/", "제목"));
        assertThat(done(store.topic(OTHER))).isEqualTo(Topic.NONE);
    }

    @Test
    void theLatestOfTheSiteAreThoseOfAllPostsButChatRooms() {
        Comment first = add(null, Status.PUBLISHED);
        Comment hidden = add(null, Status.PUBLISHED);
        add(null, Status.PENDING);
        set(hidden, Status.HIDDEN);
        stored(Change.Add.published(ids.next(), PostId.ofKey("chat:a"), "chat:a", YOUNG, "잡담", null));
        Comment last = stored(comment(OTHER, "다른 글", null));
        assertThat(done(store.latest(10))).containsExactly(last, first);
        assertThat(done(store.latest(1))).containsExactly(last);
    }

    @Test
    void theSecretStaysWithTheData() throws StoreException {
        byte[] secret = store.secret();
        assertThat(secret).hasSize(32);
        store.close();
        store = open();
        assertThat(store.secret()).isEqualTo(secret);
    }

    @Test
    void mixedChangesInOneBatchAreAnsweredInTheOrderOfTheirPost() {
        var answers = new ArrayList<Outcome>();
        var add = adding(null, YOUNG, Status.PUBLISHED, null);
        var done = new CompletableFuture<Void>();
        store.submit(adding(null, YOUNG, Status.PUBLISHED, null), answers::add);
        store.submit(add, answers::add);
        store.submit(new Change.Edit(POST, add.id(), "고침"), answers::add);
        store.submit(new Change.Pin(POST, add.id(), true), answers::add);
        store.submit(new Change.SetStatus(POST, add.id(), ANY, Status.HIDDEN), answers::add);
        store.submit(new Change.Edit(POST, add.id(), "zu spät"), outcome -> {
            answers.add(outcome);
            done.complete(null);
        });
        done(done);
        assertThat(answers.subList(0, 5))
                .extracting(outcome -> ((Done) outcome).row().rev())
                .containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(answers.get(5)).isEqualTo(new Refused(Reason.CONFLICT));
    }

    @Test
    void whoFollowsTheAnswersEndsEqualToWhoReads() {
        long seed = 20261124;
        var random = new SplittableRandom(seed);
        var rows = new ArrayList<Comment>();
        var revs = new ArrayList<Long>();
        Map<String, Comment> followed = new HashMap<>();
        for (int i = 0; i < 400; i++) {
            if (submit(any(random, rows)) instanceof Done done) {
                Comment row = done.row();
                rows.removeIf(known -> known.id().equals(row.id()));
                rows.add(row);
                if (row.rev() > revs.size()) {
                    revs.add(row.rev());
                    followed.put(row.id(), row);
                }
            }
        }
        assertThat(revs)
                .as("seed %d", seed)
                .isEqualTo(LongStream.rangeClosed(1, revs.size()).boxed().toList());
        var byRev = new TreeMap<Long, Comment>();
        followed.values().forEach(row -> byRev.put(row.rev(), row));
        var read = (CatchUp.Rows) after(0, 0, 1_000);
        assertThat(read.comments())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("replies")
                .isEqualTo(List.copyOf(byRev.values()));
        long published = byRev.values().stream().filter(Comment::published).count();
        assertThat(read.count()).isEqualTo(published);
        for (Comment row : read.comments()) {
            long replies = byRev.values().stream()
                    .filter(other -> other.published() && row.thread().equals(other.root()))
                    .count();
            assertThat(row.replies()).isEqualTo(replies);
        }
    }

    private Change any(SplittableRandom random, List<Comment> rows) {
        if (rows.size() < 3 || random.nextInt(4) == 0) {
            String parent = rows.isEmpty() || random.nextBoolean()
                    ? null
                    : rows.get(random.nextInt(rows.size())).id();
            return adding(parent, YOUNG, random.nextInt(4) == 0 ? Status.PENDING : Status.PUBLISHED, null);
        }
        String id = rows.get(random.nextInt(rows.size())).id();
        return switch (random.nextInt(5)) {
            case 0 -> new Change.Edit(POST, id, "글 " + random.nextInt(3));
            case 1 -> new Change.Pin(POST, id, random.nextBoolean());
            case 2 -> new Change.Vote(POST, id, "v" + random.nextInt(5), random.nextInt(3) - 1);
            case 3 -> new Change.Tally(POST, id);
            default -> new Change.SetStatus(POST, id, ANY, Status.values()[random.nextInt(5)]);
        };
    }

    private List<Comment> walk(Order order) {
        var rows = new ArrayList<Comment>();
        Cursor cursor = null;
        do {
            Slice slice = done(store.page(new PageQuery(POST, null, order, cursor, 7)));
            rows.addAll(slice.rows());
            cursor = slice.next() == null ? null : Cursor.parse(slice.next()).orElseThrow();
        } while (cursor != null);
        return rows;
    }
}
