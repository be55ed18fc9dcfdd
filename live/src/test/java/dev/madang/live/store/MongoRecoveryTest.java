package dev.madang.live.store;

import static dev.madang.live.store.AddContract.NOON;
import static dev.madang.live.store.AddContract.POST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.live.store.Outcome.Done;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a change whose writer died, or slept, between two of its writes. */
final class MongoRecoveryTest {
    private static final Set<Status> ANY = EnumSet.allOf(Status.class);
    private static final Author YOUNG = Author.guest("id-young", "영희");
    private static final List<String> IN_THE_ORDER_OF_WRITING = List.of("comments", "madang_rows", "madang_posts");

    private final MongoForTests mongo = new MongoForTests();
    private final MongoBase base = new MongoBase(MongoUrl.parse(mongo.url()), MongoBase.ANSWER);
    private final MongoMaker maker = new MongoMaker(base);
    private final ObjectIds ids = new ObjectIds(NOON);

    @AfterEach
    void close() {
        base.close();
        mongo.close();
    }

    /* The log is written first; how many of the collections after it were, is the number. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aChangeInTheLogHasHappenedWhereverItsWriterDied(int written) throws StoreException {
        Prepared there = prepare();
        for (Change change : there.changes()) {
            Map<String, List<Document>> before = mongo.dump();
            List<MongoEntry> entries = commit(change);
            Map<String, List<Document>> after = dieAfter(written, before, entries);
            reopen();
            assertThat(mongo.dump())
                    .as("%s, %d of the collections were written", change, written)
                    .isEqualTo(after);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aCommentOfOthersThatIsInTheLogGetsItsPlaceOnceWhereverTheSweepDied(int written) throws StoreException {
        prepare();
        var document = new Document("_id", new ObjectId())
                .append("userId", "길동")
                .append("postId", new ObjectId(POST.hex()))
                .append("content", "옆에서")
                .append("createdAt", "2026-11-23 12:27:37")
                .append("__v", 0);
        mongo.collection("comments").insertOne(document);
        Map<String, List<Document>> before = mongo.dump();
        var plan = new MongoChanges(MongoState.read(base, maker, POST, List.of()), NOON.millis());
        plan.adopt(Objects.requireNonNull(MongoRow.foreign(POST, document)));
        assertThat(new MongoLog(base).commit(plan.entries())).isEqualTo(1);
        dieAfter(written, before, plan.entries());
        reopen();
        assertThat(new MongoReader(base).newest(POST, 1).comments().getFirst().content())
                .isEqualTo("옆에서");
        assertThat(mongo.collection("madang_rows").countDocuments())
                .isEqualTo(before.getOrDefault("madang_rows", List.of()).size() + 1);
    }

    @Test
    void aChangeThatIsNotInTheLogNeverHappenedAndLeavesNoHole() throws StoreException {
        prepare();
        long head = head();
        reopen();
        assertThat(head()).isEqualTo(head);
        try (CommentStore store = open()) {
            assertThat(done(store, adding(null, Status.PUBLISHED)).rev()).isEqualTo(head + 1);
        }
    }

    @Test
    void whoSleptDuringAChangeAndWakesWhenOthersWentOnChangesNothing() throws StoreException {
        prepare();
        Change.Add add = adding(null, Status.PUBLISHED);
        List<MongoEntry> slept = commit(add);
        List<MongoEntry> sleptAgain;
        try (CommentStore store = open()) {
            done(store, new Change.Edit(POST, add.id(), "고침"));
            sleptAgain = commit(new Change.Edit(POST, add.id(), "또"));
            done(store, new Change.SetStatus(POST, add.id(), ANY, Status.HIDDEN));
        }
        Map<String, List<Document>> before = mongo.dump();
        maker.make(sleptAgain);
        maker.make(slept);
        assertThat(mongo.dump()).isEqualTo(before);
    }

    @Test
    void whatASleeperPublishedOnceMoreAndDiedIsTakenBackByTheNextStart() throws StoreException {
        Prepared there = prepare();
        mongo.collection("comments")
                .insertOne(new Document("_id", new ObjectId(there.hidden))
                        .append("postId", new ObjectId(POST.hex()))
                        .append("content", "글")
                        .append("madang", 1));
        reopen();
        assertThat(mongo.askedByTheTutorial(POST))
                .noneMatch(document -> document.getObjectId("_id").toHexString().equals(there.hidden));
    }

    @Test
    void aWriterWithAnUnknownOutcomeFindsWhatIsInTheLog() throws StoreException {
        prepare();
        var writer = new MongoWriter(base, NOON);
        Change.Add add = adding(null, Status.PUBLISHED);
        assertThat(writer.find(List.of(add))).containsExactly(Optional.empty());
        commit(add);
        Done found = (Done) writer.find(List.of(add)).getFirst().orElseThrow();
        assertThat(found.row().id()).isEqualTo(add.id());
        assertThat(found.repeated()).isFalse();
        assertThat(found.row().rev()).isEqualTo(head());
    }

    @Test
    void aPlanThatIsOutOfDateIsRefusedByTheLogAsAWhole() throws StoreException {
        prepare();
        List<Change> changes = List.of(adding(null, Status.PUBLISHED), adding(null, Status.PUBLISHED));
        MongoState state = MongoState.read(base, maker, changes);
        var plan = new MongoChanges(state, NOON.millis());
        changes.forEach(plan::make);
        maker.make(commit(adding(null, Status.PUBLISHED)));
        assertThat(new MongoLog(base).commit(plan.entries())).isZero();
        assertThat(maker.openNames()).isEmpty();
    }

    @Test
    void recordsUnderWayAreWrittenWhereverTheirWriterDied() throws StoreException {
        reopen();
        var writes = List.of(
                new Document("kind", "k")
                        .append("key", "a")
                        .append("version", 1L)
                        .append("json", "1"),
                new Document("kind", "k")
                        .append("key", "b")
                        .append("version", 2L)
                        .append("json", "2"));
        mongo.collection("madang_about")
                .updateOne(
                        new Document("_id", "records"),
                        new Document("$set", new Document("version", 2L).append("writes", writes)));
        mongo.collection("madang_records")
                .insertOne(new Document("_id", "1:k:a")
                        .append("kind", "k")
                        .append("key", "a")
                        .append("version", 1L)
                        .append("json", "1"));
        try (CommentStore store = open()) {
            assertThat(AddContract.done(store.records().since(0, 10)))
                    .extracting(Records.Entry::version)
                    .containsExactly(1L, 2L);
            assertThat(AddContract.done(store.records().write("k", "c", "3"))).contains(3L);
        }
    }

    private Map<String, List<Document>> dieAfter(
            int written, Map<String, List<Document>> before, List<MongoEntry> entries) {
        List<Document> log = mongo.dump().getOrDefault("madang_log", List.of());
        maker.make(entries);
        Map<String, List<Document>> after = mongo.dump();
        mongo.restore("madang_log", log);
        for (String name : IN_THE_ORDER_OF_WRITING.subList(written, IN_THE_ORDER_OF_WRITING.size())) {
            mongo.restore(name, before.getOrDefault(name, List.of()));
        }
        return after;
    }

    private Prepared prepare() throws StoreException {
        try (CommentStore store = open()) {
            Comment root = done(store, adding(null, Status.PUBLISHED));
            Comment answer = done(store, adding(root.id(), Status.PUBLISHED));
            Comment shown = done(store, adding(null, Status.PUBLISHED));
            Comment hidden = done(store, adding(null, Status.PUBLISHED));
            done(store, new Change.SetStatus(POST, hidden.id(), ANY, Status.HIDDEN));
            Comment pending = done(store, adding(root.id(), Status.PENDING));
            Comment gone = done(store, adding(null, Status.PUBLISHED));
            done(store, new Change.SetStatus(POST, gone.id(), ANY, Status.REMOVED));
            return new Prepared(root.id(), answer.id(), shown.id(), hidden.id(), pending.id(), gone.id());
        }
    }

    private List<MongoEntry> commit(Change change) {
        var plan = new MongoChanges(MongoState.read(base, maker, List.of(change)), NOON.millis());
        assertThat(plan.make(change)).isInstanceOf(Done.class);
        assertThat(new MongoLog(base).commit(plan.entries())).isEqualTo(1);
        return plan.entries();
    }

    private Change.Add adding(@Nullable String parent, Status status) {
        return new Change.Add(ids.next(), POST, Topic.NONE, parent, YOUNG, "글", "c-" + ids.next(), status);
    }

    private CommentStore open() throws StoreException {
        return Stores.open(mongo.url(), false, NOON, CommitListener.none());
    }

    private void reopen() throws StoreException {
        open().close();
    }

    private long head() {
        return new MongoReader(base).newest(POST, 1).head();
    }

    private static Comment done(CommentStore store, Change change) {
        var answer = new CompletableFuture<Outcome>();
        store.submit(change, answer::complete);
        return ((Done) answer.orTimeout(10, TimeUnit.SECONDS).join()).row();
    }

    private record Prepared(String root, String answer, String shown, String hidden, String pending, String gone) {
        /** One of each kind. */
        List<Change> changes() {
            return Stream.<Change>of(
                            Change.Add.published(new ObjectId().toHexString(), POST, null, YOUNG, "새 글", "c"),
                            new Change.Add(
                                    new ObjectId().toHexString(),
                                    POST,
                                    Topic.NONE,
                                    root,
                                    YOUNG,
                                    "답",
                                    null,
                                    Status.PUBLISHED),
                            new Change.Add(
                                    new ObjectId().toHexString(),
                                    POST,
                                    Topic.NONE,
                                    null,
                                    YOUNG,
                                    "검토 중",
                                    null,
                                    Status.PENDING),
                            new Change.Edit(POST, answer, "고침"),
                            new Change.Edit(POST, pending, "고침"),
                            new Change.Pin(POST, shown, true),
                            new Change.SetStatus(POST, shown, ANY, Status.REMOVED),
                            new Change.SetStatus(POST, hidden, ANY, Status.PUBLISHED),
                            new Change.SetStatus(POST, pending, ANY, Status.PUBLISHED),
                            new Change.SetStatus(POST, root, ANY, Status.HIDDEN),
                            new Change.Erase(POST, gone),
                            new Change.Erase(POST, root))
                    .toList();
        }
    }
}
