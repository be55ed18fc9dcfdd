package dev.madang.live.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.live.identity.Owner;
import dev.madang.live.identity.OwnerBook;
import dev.madang.live.store.Outcome.Done;
import dev.madang.live.store.Outcome.Reason;
import dev.madang.live.store.Outcome.Refused;
import dev.madang.live.store.Records.Entry;
import dev.madang.live.store.Records.Put;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every store must do for those who look after the site. */
abstract class KeepingContract extends AddContract {
    static final Author YOUNG = Author.guest("id-young", "영희");
    static final Author CHUL = Author.guest("id-chul", "철수");
    static final Set<Status> ANY = EnumSet.allOf(Status.class);

    @Test
    void aCommentFromElsewhereKeepsItsTimeAndTakesTheNextPlace() {
        Comment now = add(null, Status.PUBLISHED);
        long then = 1_400_000_000_000L;
        Comment old =
                change(new Change.Add(ids.next(), POST, Topic.NONE, null, CHUL, "옛 글", "c", Status.PUBLISHED, then));
        assertThat(old.createdMillis()).isEqualTo(then);
        assertThat(old.createdAt()).isEqualTo("2014-05-14 01:53:20");
        assertThat(old.seq()).isEqualTo(now.seq() + 1);
    }

    @Test
    void commentsOfTheSiteAreListedNewestFirstByStatePostAuthorAndText() {
        Comment first = add(null, Status.PUBLISHED);
        Comment pending = add(null, Status.PENDING);
        Comment shadowed = change(adding(null, CHUL, Status.SHADOWED, null));
        Comment elsewhere =
                change(new Change.Add(ids.next(), OTHER, Topic.NONE, null, CHUL, "Hello 마당", null, Status.PUBLISHED));
        assertThat(list(Listing.of(Set.of(), 10))).containsExactly(elsewhere, shadowed, pending, first);
        assertThat(list(Listing.of(Set.of(Status.PENDING, Status.SHADOWED), 10)))
                .containsExactly(shadowed, pending);
        assertThat(list(new Listing(Set.of(), POST, CHUL, null, null, 10))).containsExactly(shadowed);
        assertThat(list(new Listing(Set.of(Status.PUBLISHED), null, CHUL, null, null, 10)))
                .containsExactly(elsewhere);
        assertThat(list(new Listing(Set.of(), null, null, "hELLO 마", null, 10))).containsExactly(elsewhere);
        assertThat(list(new Listing(Set.of(), null, null, "100%_", null, 10))).isEmpty();
    }

    @Test
    void aNameAloneFindsOnlyThoseWhoHaveNothingElse() {
        Comment claimed = stored(comment(POST, "이름뿐", null));
        add(null, Status.PUBLISHED);
        assertThat(list(new Listing(Set.of(), null, Author.guest("영희"), null, null, 10)))
                .containsExactly(claimed);
    }

    @Test
    void whoEverWroteIsFoundByAPartOfTheNameWithTheNewestComment() {
        Comment old = change(adding(null, Author.user("u-1", "Ábel OWNER 100%_[a]"), Status.SHADOWED, null));
        IntStream.range(0, 30).forEach(i -> add(null, Status.PUBLISHED));
        Comment young = add(null, Status.PENDING);
        Comment claimed = change(adding(null, Author.guest("영희네"), Status.PUBLISHED, null));
        Comment other = change(adding(null, Author.guest("id-2", "영희"), Status.PUBLISHED, null));
        Listed<Comment> first = done(store.writers("영희", null, 2));
        assertThat(first.rows()).containsExactly(other, claimed);
        Listed<Comment> second = done(store.writers("영희", first.next(), 2));
        assertThat(second.rows()).containsExactly(young);
        assertThat(second.next()).isNull();
        for (String part : List.of("owner", "OwNeR 1", "Ábel", "100%_[A]", "0%_[", "r")) {
            assertThat(done(store.writers(part, null, 10)).rows()).as(part).containsExactly(old);
        }
        for (String part : List.of("ábel", "owner100", ".*", "%r", "철수", "id-young")) {
            assertThat(done(store.writers(part, null, 10)).rows()).as(part).isEmpty();
        }
    }

    @Test
    void anyIdIsACursorBehindWhichSmallerOnesFollow() {
        Comment first = add(null, Status.PUBLISHED);
        Comment second = add(null, Status.PUBLISHED);
        assertThat(list(Listing.of(Set.of(), 10).behind(second.id()))).containsExactly(first);
        assertThat(list(Listing.of(Set.of(), 10).behind("f".repeat(24)))).containsExactly(second, first);
        assertThat(list(Listing.of(Set.of(), 10).behind("0".repeat(24)))).isEmpty();
    }

    @Test
    void aListIsReadInPartsThatGiveEachCommentOnce() {
        IntStream.range(0, 23).forEach(i -> add(null, i % 3 == 0 ? Status.PENDING : Status.PUBLISHED));
        for (Set<Status> statuses : List.of(Set.<Status>of(), Set.of(Status.PENDING))) {
            var all = new ArrayList<Comment>();
            Listing query = Listing.of(statuses, 5);
            for (Listed<Comment> part = done(store.list(query)); ; part = done(store.list(query))) {
                all.addAll(part.rows());
                if (part.next() == null) {
                    break;
                }
                query = query.behind(part.next());
            }
            assertThat(all).isEqualTo(list(Listing.of(statuses, 100))).doesNotHaveDuplicates();
        }
    }

    @Test
    void postsAreListedWithWhatTheyAreAbout() {
        var topic = new Topic("https://example.com/a", "https://example.com/a", "가");
        change(new Change.Add(ids.next(), POST, topic, null, YOUNG, "글", null, Status.PUBLISHED));
        add(null, Status.PENDING);
        change(new Change.Add(ids.next(), OTHER, Topic.NONE, null, YOUNG, "글", null, Status.PUBLISHED));
        Listed<PostInfo> first = done(store.posts(null, 1));
        Listed<PostInfo> second = done(store.posts(first.next(), 1));
        assertThat(second.next()).isNull();
        assertThat(List.of(first.rows().getFirst(), second.rows().getFirst()))
                .extracting(PostInfo::post, PostInfo::topic, PostInfo::head, PostInfo::count)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(POST, topic, 1L, 1L),
                        org.assertj.core.groups.Tuple.tuple(OTHER, Topic.NONE, 1L, 1L));
    }

    @Test
    void theOwnerIsWhoTakesUpTheLastInvitationFirst() {
        var book = new OwnerBook(store.records());
        var mina = new Owner("mina", "hash");
        String first = done(book.invite());
        String second = done(book.invite());
        assertThat(done(book.invites(first))).isFalse();
        assertThat(done(book.invites(second))).isTrue();
        assertThat(done(book.accept(first, mina))).isFalse();
        assertThat(done(book.owner())).isEmpty();
        CompletableFuture<Boolean> one = book.accept(second, mina);
        CompletableFuture<Boolean> other = book.accept(second, new Owner("jun", "hash"));
        assertThat(List.of(done(one), done(other))).containsExactlyInAnyOrder(true, false);
        assertThat(done(book.invites(second))).isFalse();
        assertThat(done(book.invites(done(book.invite())))).isFalse();
        done(book.set(mina));
        assertThat(done(book.owner())).contains(mina);
        assertThat(done(store.records().since(0, 100)).toString()).doesNotContain(first, second);
    }

    @Test
    void totalsCountEachState() {
        add(null, Status.PUBLISHED);
        set(add(null, Status.PUBLISHED), Status.HIDDEN);
        add(null, Status.PENDING);
        add(null, Status.PENDING);
        assertThat(done(store.totals())).isEqualTo(Map.of(Status.PUBLISHED, 1L, Status.HIDDEN, 1L, Status.PENDING, 2L));
    }

    @Test
    void aForgottenCommentIsNowhereAndWhoDidNotSeeItGoIsToldToReload() {
        Comment kept = add(null, Status.PUBLISHED);
        Comment row = change(adding(null, CHUL, Status.PUBLISHED, "c-9"));
        submit(new Change.Vote(POST, row.id(), "v", 1));
        assertThat(submit(new Change.Erase(POST, row.id())))
                .as("what is seen cannot be forgotten before it is seen to go")
                .isEqualTo(new Refused(Reason.CONFLICT));
        Comment gone = set(row, Status.REMOVED);
        assertThat(((Done) submit(new Change.Erase(POST, row.id()))).row().rev())
                .isZero();
        assertThat(submit(new Change.Erase(POST, row.id()))).isInstanceOf(Done.class);
        assertThat(list(Listing.of(Set.of(), 10))).containsExactly(kept);
        assertThat(after(0, row.rev(), 10)).isEqualTo(new CatchUp.Reload());
        assertThat(((CatchUp.Rows) after(0, gone.rev(), 10)).comments()).isEmpty();
        assertThat(add(null, Status.PUBLISHED).seq()).isEqualTo(gone.rev() + 1);
        assertThat(done(store.votes("v", List.of(row.id())))).isEmpty();
    }

    @Test
    void aForgottenCommentThatWasAnsweredIsAnEmptyTombstone() {
        Comment root = change(adding(null, CHUL, Status.PUBLISHED, null));
        Comment answer = add(root.id(), Status.PUBLISHED);
        Comment gone = set(root, Status.REMOVED);
        submit(new Change.Erase(POST, root.id()));
        Comment blank = done(store.find(POST, root.id())).orElseThrow();
        assertThat(blank.isErased()).isTrue();
        assertThat(blank.rev()).isEqualTo(gone.rev());
        assertThat(list(new Listing(Set.of(), null, CHUL, null, null, 10))).isEmpty();
        assertThat(done(store.threads(POST, 10)).newest().replies())
                .extracting(Comment::id)
                .containsExactly(answer.id());
    }

    @Test
    void whatNobodyEverSawIsForgottenWithoutATrace() {
        Comment pending = add(null, Status.PENDING);
        assertThat(submit(new Change.Erase(POST, pending.id()))).isInstanceOf(Done.class);
        assertThat(done(store.find(POST, pending.id()))).isEmpty();
        assertThat(after(0, 0, 10)).isInstanceOf(CatchUp.Rows.class);
    }

    @Test
    void recordsAreThereAfterARestartInTheOrderOfTheirVersions() throws StoreException {
        Records records = store.records();
        long first =
                done(records.write("settings", "site", "{\"mode\":\"open\"}")).orElseThrow();
        long second = done(records.write(List.of(
                        new Put("person", "u:1", "{\"이름\":\"영희\"}", Put.NONE),
                        new Put("person", "u:2", "{}", Put.ANY))))
                .orElseThrow();
        assertThat(second).isEqualTo(first + 2);
        store.close();
        store = open();
        assertThat(done(store.records().get("person", "u:1")))
                .contains(new Entry("person", "u:1", first + 1, "{\"이름\":\"영희\"}"));
        assertThat(done(store.records().since(first, 10)))
                .extracting(Entry::key)
                .containsExactly("u:1", "u:2");
        assertThat(done(store.records().get("person", "u:3"))).isEmpty();
    }

    @Test
    void aWriteThatExpectsAnotherVersionWritesNothing() {
        Records records = store.records();
        long version = done(records.write("settings", "site", "1")).orElseThrow();
        assertThat(done(records.write(List.of(
                        new Put("settings", "other", "1", Put.ANY), new Put("settings", "site", "2", version + 7)))))
                .isEmpty();
        assertThat(done(records.get("settings", "other"))).isEmpty();
        assertThat(done(records.write(List.of(new Put("settings", "site", "2", version)))))
                .isPresent();
        assertThat(done(records.write(List.of(new Put("settings", "site", "3", Put.NONE)))))
                .isEmpty();
        assertThat(done(records.get("settings", "site")).map(Entry::json)).contains("2");
    }

    @Test
    void whatWasTakenAwayIsToldToWhoAsksForWhatCameSince() {
        Records records = store.records();
        long version = done(records.write("person", "u:1", "{}")).orElseThrow();
        done(records.write(List.of(new Put("person", "u:1", null, version))));
        assertThat(done(records.get("person", "u:1"))).isEmpty();
        assertThat(done(records.list("person", "", null, false, 10))).isEmpty();
        assertThat(done(records.since(version, 10))).containsExactly(new Entry("person", "u:1", version + 1, null));
        assertThat(done(records.write(List.of(new Put("person", "u:1", "{}", Put.NONE)))))
                .isPresent();
    }

    @Test
    void recordsAreListedByKeyFromBothEndsAndPruned() {
        Records records = store.records();
        for (String key : List.of("a:2", "a:10", "b:1", "a:가", "a:1")) {
            done(records.write("log", key, "{}"));
        }
        done(records.write("other", "a:1", "{}"));
        assertThat(keys(records.list("log", "a:", null, false, 10))).containsExactly("a:1", "a:10", "a:2", "a:가");
        assertThat(keys(records.list("log", "a:", "a:10", false, 1))).containsExactly("a:2");
        assertThat(keys(records.list("log", "", null, true, 2))).containsExactly("b:1", "a:가");
        assertThat(keys(records.list("log", "", "a:가", true, 2))).containsExactly("a:2", "a:10");
        done(records.prune("log", "a:2"));
        assertThat(keys(records.list("log", "", null, false, 10))).containsExactly("a:2", "a:가", "b:1");
        assertThat(keys(records.list("other", "", null, false, 10))).containsExactly("a:1");
    }

    @Test
    void manyWritersLoseNoRecord() {
        List<CompletableFuture<Optional<Long>>> writes = IntStream.range(0, 200)
                .mapToObj(i -> store.records().write("log", "k" + i, "{}"))
                .toList();
        assertThat(writes).allSatisfy(write -> assertThat(done(write)).isPresent());
        assertThat(writes.stream().map(write -> done(write).orElseThrow())).doesNotHaveDuplicates();
        assertThat(done(store.records().since(0, 1_000))).hasSize(200);
    }

    private List<Comment> list(Listing query) {
        return done(store.list(query)).rows();
    }

    private static List<String> keys(CompletableFuture<List<Entry>> entries) {
        return done(entries).stream().map(Entry::key).toList();
    }

    Comment add(@Nullable String parent, Status status) {
        return change(adding(parent, YOUNG, status, null));
    }

    Change.Add adding(@Nullable String parent, Author author, Status status, @Nullable String cid) {
        return new Change.Add(ids.next(), POST, Topic.NONE, parent, author, "글", cid, status);
    }

    Comment set(Comment row, Status to) {
        return change(new Change.SetStatus(POST, row.id(), ANY, to));
    }

    Comment change(Change change) {
        return ((Done) submit(change)).row();
    }

    Outcome submit(Change change) {
        var answer = new CompletableFuture<Outcome>();
        store.submit(change, answer::complete);
        return done(answer);
    }
}
