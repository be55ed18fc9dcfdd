package dev.madang.live.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.madang.live.store.Outcome.Done;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MongoStoreTest extends CommentStoreContract {
    private final MongoForTests mongo = new MongoForTests();

    @Override
    CommentStore open() throws StoreException {
        return Stores.open(mongo.url(), false, NOON, CommitListener.none());
    }

    @AfterEach
    void dropDatabase() {
        store.close();
        mongo.close();
    }

    @Test
    void aDocumentOfOursHoldsWhatTheTutorialsModelKnowsAndOneFieldMore() {
        Comment row = change(adding(null, YOUNG, Status.PUBLISHED, "c-1"));
        change(new Change.Edit(POST, row.id(), "고침"));
        assertThat(mongo.askedByTheTutorial(POST))
                .containsExactly(new Document("_id", new ObjectId(row.id()))
                        .append("userId", "영희")
                        .append("postId", new ObjectId(POST.hex()))
                        .append("content", "고침")
                        .append("createdAt", "2026-11-23 12:27:36")
                        .append("__v", 0)
                        .append("madang", 2));
    }

    @Test
    void votesOfTheFirstVersionWhoseVotersStoodInTheirNamesAloneAreFoundByVoter() throws StoreException {
        Comment row = add(null, Status.PUBLISHED);
        change(new Change.Votes(POST, row.id(), Map.of("0:a:b", 1, "c", -1)));
        store.close();
        mongo.collection("madang_votes").updateMany(new Document(), new Document("$unset", new Document("voter", "")));
        mongo.collection("madang_about")
                .updateOne(new Document("_id", "schema"), new Document("$set", new Document("value", 1)));
        store = open();
        assertThat(done(store.ballotsOf("0:a:b", null, 10))).containsExactly(new Ballot(POST, row.id(), "0:a:b", 1));
        assertThat(done(store.ballots(null, 10))).hasSize(2);
        assertThat(mongo.collection("madang_about")
                        .find(new Document("_id", "schema"))
                        .first())
                .containsEntry("value", 2);
    }

    @Test
    void aUserIdOf24HexDigitsIsWrittenAsTheReferenceThatTheArticlesModelMakesOfIt() {
        String id = "64b7f0c2a1b2c3d4e5f60aaa";
        Comment lower = stored(Change.Add.published(ids.next(), POST, null, Author.guest(id), "글", null));
        String upper = id.replace('a', 'A');
        Comment other = stored(Change.Add.published(ids.next(), POST, null, Author.guest(upper), "글", null));
        assertThat(mongo.askedByTheTutorial(POST))
                .extracting(document -> document.get("userId"))
                .containsExactly(new ObjectId(id), upper);
        assertThat(page(POST, 0).comments()).containsExactly(lower, other);
    }

    @Test
    void theUserIdOfSomebodyWhomTheSiteVouchesForIsTheSitesAndTheNameStaysWithUs() {
        Author owner = Author.user("64b7f0c2a1b2c3d4e5f60aaa", "영희", Author.Rank.OWNER);
        Comment row = change(adding(null, owner, Status.PUBLISHED, null));
        assertThat(mongo.askedByTheTutorial(POST))
                .extracting(document -> document.get("userId"))
                .containsExactly(new ObjectId(owner.id()));
        assertThat(page(POST, 0).comments()).containsExactly(row);
        assertThat(row.author()).isEqualTo(owner);
    }

    @Test
    void theTutorialNeverSeesWhatIsHeldBackOrGoneAndGetsBackWhatComesBack() {
        Comment pending = add(null, Status.PENDING);
        add(null, Status.SHADOWED);
        Comment row = add(null, Status.PUBLISHED);
        List<Document> before = mongo.askedByTheTutorial(POST);
        set(row, Status.HIDDEN);
        assertThat(mongo.askedByTheTutorial(POST)).isEmpty();
        set(row, Status.PUBLISHED);
        assertThat(mongo.askedByTheTutorial(POST)).containsExactly(new Document(before.getFirst()).append("madang", 3));
        set(pending, Status.PUBLISHED);
        assertThat(mongo.askedByTheTutorial(POST)).hasSize(2);
    }

    @Test
    void whatTheTutorialsServerWroteBeforeIsThereInTheOrderOfItsOwnQuestion() throws StoreException {
        store.close();
        ObjectId article = new ObjectId("64b7f0c2a1b2c3d4e5f60abc");
        Document second = foreign("길동", "둘", "2024-11-05 10:00:01");
        Document first = foreign(article, "하나", "2024-11-05 10:00:00");
        mongo.collection("comments").insertMany(List.of(second, first));
        store = open();
        List<Comment> read = page(POST, 0).comments();
        assertThat(read).extracting(Comment::content).containsExactly("하나", "둘");
        assertThat(read).extracting(Comment::seq).containsExactly(1L, 2L);
        assertThat(read).extracting(comment -> comment.author().name()).containsExactly(article.toHexString(), "길동");
        assertThat(read).extracting(Comment::createdAt).containsExactly("2024-11-05 10:00:00", "2024-11-05 10:00:01");
        assertThat(mongo.askedByTheTutorial(POST))
                .containsExactly(new Document(first).append("madang", 1), new Document(second).append("madang", 1));
        assertThat(add(null, Status.PUBLISHED).seq()).isEqualTo(3);
        assertThat(done(store.counts(List.of(POST)))).containsEntry(POST, 3L);
    }

    @Test
    void whatTheTutorialsServerWritesMeanwhileTakesTheNextPlaceAndIsModeratedLikeAnyOther() {
        add(null, Status.PUBLISHED);
        Document written = foreign(new ObjectId(), "옆에서", "2026-11-23 12:27:37").append("extra", List.of(1));
        mongo.collection("comments").insertOne(new Document(written));
        Awaitility.await().until(() -> page(POST, 0).comments().size() == 2);
        Comment adopted = page(POST, 0).comments().getLast();
        assertThat(adopted.seq()).isEqualTo(2);
        assertThat(set(adopted, Status.HIDDEN).rev()).isEqualTo(3);
        assertThat(mongo.askedByTheTutorial(POST)).hasSize(1);
        set(adopted, Status.PUBLISHED);
        assertThat(mongo.askedByTheTutorial(POST)).contains(new Document(written).append("madang", 3));
    }

    @Test
    void documentsThatNoModelOfTheTutorialWroteAreLeftAlone() throws StoreException {
        store.close();
        var odd = new Document("_id", 7).append("postId", "no id").append("content", 5);
        mongo.collection("comments").insertOne(odd);
        store = open();
        assertThat(mongo.collection("comments").find().first()).isEqualTo(new Document(odd).append("madang", 0));
        assertThat(add(null, Status.PUBLISHED).seq()).isEqualTo(1);
    }

    @Test
    void aRestoredDumpOfTheCommentsAloneDoublesNothingAndPublishesNothingHidden() throws StoreException {
        Comment shown = add(null, Status.PUBLISHED);
        Comment hidden = add(null, Status.PUBLISHED);
        List<Document> dump = mongo.askedByTheTutorial(POST);
        set(hidden, Status.HIDDEN);
        store.close();
        dump.forEach(document -> document.remove("madang"));
        mongo.restore("comments", dump);
        store = open();
        assertThat(page(POST, 0).comments()).containsExactly(shown);
        assertThat(mongo.askedByTheTutorial(POST))
                .extracting(document -> document.get("_id"))
                .containsExactly(new ObjectId(shown.id()));
    }

    @Test
    void aCommentThatSomebodyDeletedInTheCollectionIsOnNoPage() {
        Comment first = add(null, Status.PUBLISHED);
        Comment second = add(null, Status.PUBLISHED);
        mongo.collection("comments").deleteOne(new Document("_id", new ObjectId(first.id())));
        assertThat(page(POST, 0).comments()).containsExactly(second);
        assertThat(submit(new Change.Edit(POST, first.id(), "x")))
                .isEqualTo(new Outcome.Refused(Outcome.Reason.NOT_FOUND));
        assertThat(add(null, Status.PUBLISHED).seq()).isEqualTo(3);
    }

    @Test
    void c3SeveralProcessesAndTheTutorialsServerOnOneDatabaseKeepOneOrder() throws Exception {
        int each = 60;
        var answers = Collections.synchronizedList(new ArrayList<Outcome>());
        var all = new CountDownLatch(3 * each);
        try (CommentStore second = open();
                CommentStore third = open()) {
            List<CommentStore> processes = List.of(store, second, third);
            for (int i = 0; i < each; i++) {
                for (CommentStore process : processes) {
                    process.submit(comment(POST, "동시에", "c-" + i), outcome -> {
                        answers.add(outcome);
                        all.countDown();
                    });
                }
                if (i % 10 == 0) {
                    mongo.collection("comments").insertOne(foreign("옆", "옆에서", "2026-11-23 12:27:37"));
                }
            }
            assertThat(all.await(60, TimeUnit.SECONDS)).isTrue();
            Awaitility.await()
                    .untilAsserted(() -> assertThat(page(POST, 0).comments()).hasSize(each + 6));
        }
        assertThat(answers).allMatch(Done.class::isInstance);
        assertThat(answers.stream().filter(outcome -> !((Done) outcome).repeated()))
                .as("each cid is stored once")
                .hasSize(each);
        assertThat(page(POST, 0).comments())
                .extracting(Comment::seq)
                .isEqualTo(LongStream.rangeClosed(1, each + 6).boxed().toList());
        assertThat(page(POST, 0).count()).isEqualTo(each + 6);
    }

    @Test
    void c6ADatabaseThatIsAwayRefusesAndWorksAgainWithoutARestart() {
        add(null, Status.PUBLISHED);
        InetSocketAddress address = mongo.stop();
        assertThat(submit(adding(null, YOUNG, Status.PUBLISHED, null)))
                .isEqualTo(new Outcome.Refused(Outcome.Reason.UNAVAILABLE));
        assertThatThrownBy(() -> page(POST, 0)).hasCauseInstanceOf(StoreException.class);
        mongo.restart(address);
        Awaitility.await().until(() -> submit(adding(null, YOUNG, Status.PUBLISHED, null)) instanceof Done);
        assertThat(page(POST, 0).comments()).hasSize(1);
    }

    @Test
    void catchUpBelowTheFloorIsToldToReload() {
        appendAll(4);
        mongo.collection("madang_posts").updateMany(new Document(), new Document("$set", new Document("floor", 3L)));
        assertThat(after(0, 2, 10)).isEqualTo(new CatchUp.Reload());
        assertThat(after(0, 3, 10)).isInstanceOf(CatchUp.Rows.class);
    }

    @Test
    void aDatabaseOfANewerVersionIsRefusedWithWhatToDo() {
        store.close();
        mongo.collection("madang_about")
                .updateOne(new Document("_id", "schema"), new Document("$set", new Document("value", 99)));
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("written by a newer Madang (schema 99");
    }

    @Test
    void nothingOfAWrongUrlIsShown() {
        for (String url : List.of("mongodb://u:geheim@h:x/db", "mongodb://u:ge@heim@h/db", "mongodb://")) {
            assertThatThrownBy(() -> Stores.open(url, false, NOON, CommitListener.none()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("madang.store")
                    .hasMessageNotContaining("heim")
                    .hasNoCause();
        }
    }

    @Test
    void aForgottenCommentLeavesNothingOfItsAuthorOrItsTextInTheDatabase() {
        Comment row = change(new Change.Add(
                ids.next(),
                POST,
                Topic.NONE,
                null,
                Author.guest("id-geheim", "geheim"),
                "geheim",
                "geheim",
                Status.PUBLISHED));
        submit(new Change.Vote(POST, row.id(), "v", 1));
        set(row, Status.REMOVED);
        submit(new Change.Erase(POST, row.id()));
        assertThat(mongo.dump().toString()).contains(row.id()).doesNotContain("geheim");
    }

    @Test
    void ofTheDatabasesCollectionsOnlyCommentsIsTheTutorials() {
        add(null, Status.PUBLISHED);
        Set<String> names = new HashSet<>(mongo.dump().keySet());
        names.removeIf(name -> name.startsWith("madang_"));
        assertThat(names).containsExactly("comments");
    }

    private static Document foreign(Object userId, String content, String createdAt) {
        return new Document("_id", new ObjectId())
                .append("userId", userId)
                .append("postId", new ObjectId(POST.hex()))
                .append("content", content)
                .append("createdAt", createdAt)
                .append("__v", 0);
    }
}
