package dev.madang.live.store;

import static dev.madang.live.store.AddContract.POST;
import static dev.madang.live.store.AddContract.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.madang.live.store.Outcome.Done;
import dev.madang.live.store.Outcome.Reason;
import dev.madang.live.store.Outcome.Refused;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of comments while a server with fsync on goes away, hangs, or loses connections. */
final class PostgresFaultsTest {
    private static final Duration BACK = Duration.ofSeconds(30);
    private static DebianPostgres server;

    private final ObjectIds ids = new ObjectIds(Clock.systemUTC());

    @SuppressWarnings("NullAway.Init")
    private PostgresSchema schema;

    @SuppressWarnings("NullAway.Init")
    private CommentStore store;

    @BeforeAll
    static void startServer() throws IOException {
        server = DebianPostgres.start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void open() throws SQLException, StoreException {
        schema = PostgresSchema.on(server.url());
        store = Stores.open(schema.url(), false, Clock.systemUTC(), CommitListener.none());
    }

    @AfterEach
    void close() throws SQLException {
        store.close();
        schema.close();
    }

    @Test
    void c6AServerThatIsDownRefusesAndNothingNeedsARestartWhenItIsBack() throws IOException {
        add("c-1");
        server.stop();
        assertThat(add("c-2")).isEqualTo(new Refused(Reason.UNAVAILABLE));
        assertFails(store.newest(POST, 10));
        assertFails(store.records().get("settings", "site"));
        server.startAgain();
        awaitStored("c-2");
        Awaitility.await()
                .atMost(BACK)
                .ignoreExceptions()
                .until(() -> done(store.newest(POST, 10)).comments().size() == 2);
        assertThat(done(store.records().write("settings", "site", "{}"))).isPresent();
    }

    @Test
    void c6AServerThatHangsIsGivenUpAndARetryIsStoredOnce() {
        add("c-1");
        List<CompletableFuture<Outcome>> hung;
        server.freeze();
        try {
            hung = IntStream.range(0, 5).mapToObj(i -> adding("h-" + i)).toList();
            assertThat(hung).allSatisfy(answer -> assertThat(done(answer)).isNotInstanceOf(Done.class));
            assertThat(add("h-5")).isEqualTo(new Refused(Reason.UNAVAILABLE));
            assertFails(store.newest(POST, 10));
            assertFails(store.records().get("settings", "site"));
        } finally {
            server.thaw();
        }
        IntStream.range(0, 6).forEach(i -> awaitStored("h-" + i));
        assertThat(done(store.newest(POST, 10)).comments())
                .extracting(Comment::seq)
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
    }

    @Test
    void aPostThatAnotherProgramKeepsLockedRefusesAndOthersGoOnAfterIt() throws SQLException {
        add("c-1");
        try (Connection other = schema.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT * FROM posts FOR UPDATE");
            assertThat(add("c-2")).isEqualTo(new Refused(Reason.UNAVAILABLE));
            assertThat(done(store.newest(POST, 10)).comments())
                    .as("reading needs no lock")
                    .hasSize(1);
            other.rollback();
        }
        assertThat(add("c-2")).isInstanceOf(Done.class);
    }

    @Test
    void anOutcomeIsNotGuessedWhileTheServerMayStillCommit() throws Exception {
        var writer = new PostgresWriter(new PostgresServer(PostgresUrl.parse(schema.url()), false), Clock.systemUTC());
        schema.execute("CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN PERFORM pg_sleep(1); RETURN NULL; END'");
        schema.execute("CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON comments DEFERRABLE INITIALLY DEFERRED"
                + " FOR EACH ROW EXECUTE FUNCTION slowly()");
        Change.Add comment = comment("c-1");
        CompletableFuture<StoreException> failure = CompletableFuture.supplyAsync(() -> failure(writer, comment));
        long committing = awaitCommit();
        server.freeze(committing);
        try {
            assertThat(done(failure).outcomeUnknown()).isTrue();
            assertThatThrownBy(() -> writer.find(List.of(comment)))
                    .hasRootCauseMessage("the server is still committing");
        } finally {
            server.thaw(committing);
        }
        Awaitility.await().atMost(BACK).ignoreExceptions().until(() -> writer.find(List.of(comment)) != null);
        boolean stored = schema.ask("SELECT count(*) FROM comments").equals("1");
        assertThat(writer.find(List.of(comment)).getFirst().isPresent()).isEqualTo(stored);
        writer.close();
    }

    @Test
    void c1C2ConnectionsThatAreCutWhileCommittingLoseNothingThatWasConfirmedAndStoreNothingTwice() throws Exception {
        Map<String, Outcome> outcomes = new ConcurrentHashMap<>();
        int count = 1_000;
        var answers = new ArrayList<CompletableFuture<Outcome>>();
        try (ScheduledExecutorService killer = Executors.newSingleThreadScheduledExecutor()) {
            killer.scheduleAtFixedRate(this::cut, 10, 100, TimeUnit.MILLISECONDS);
            for (int i = 0; i < count; i++) {
                String cid = "k-" + i;
                CompletableFuture<Outcome> answer = adding(cid);
                answers.add(answer.whenComplete((outcome, none) -> outcomes.put(cid, outcome)));
                if (i % 20 == 0) {
                    done(answer);
                }
            }
            answers.forEach(AddContract::done);
        }
        outcomes.forEach((cid, outcome) -> {
            if (!(outcome instanceof Done)) {
                awaitStored(cid);
            }
        });
        assertThat(schema.ask("SELECT count(*) || ' ' || count(DISTINCT cid) FROM comments"))
                .isEqualTo(count + " " + count);
        List<Comment> stored = done(store.newest(POST, 0)).comments();
        assertThat(stored.stream().map(Comment::seq))
                .isEqualTo(LongStream.rangeClosed(1, count).boxed().toList());
        Map<String, Comment> byId = new ConcurrentHashMap<>();
        stored.forEach(row -> byId.put(row.id(), row));
        outcomes.values().forEach(outcome -> {
            if (outcome instanceof Done done) {
                assertThat(byId.get(done.row().id())).isEqualTo(done.row());
            }
        });
    }

    private static StoreException failure(PostgresWriter writer, Change change) {
        try {
            writer.write(List.of(change));
            throw new AssertionError("the commit did not hang");
        } catch (StoreException e) {
            return e;
        }
    }

    private long awaitCommit() {
        return Awaitility.await()
                .atMost(BACK)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(
                        () -> Long.parseLong(schema.ask("SELECT coalesce(max(pid), 0) FROM pg_stat_activity"
                                + " WHERE application_name = 'madang' AND wait_event = 'PgSleep'")),
                        pid -> pid != 0);
    }

    private void cut() {
        try {
            schema.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'madang'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aBackupOfARunningServerIsRestoredWithAllThatBelongsToIt() throws StoreException {
        IntStream.range(0, 20).forEach(i -> add("c-" + i));
        done(store.records().write("settings", "site", "{}"));
        String backup = server.file("backup.dump").toString();
        server.program("pg_dump", "--format=custom", "--file=" + backup, server.url());
        server.program("createdb", "--maintenance-db=" + server.url(), "restored");
        server.program("pg_restore", "--dbname=" + server.url("restored"), "--no-owner", backup);
        String restored = schema.url().replace(server.url(), server.url("restored"));
        try (CommentStore copy = Stores.open(restored, false, Clock.systemUTC(), CommitListener.none())) {
            done(copy.renewEpochs());
            Page before = done(store.newest(POST, 0));
            assertThat(done(copy.newest(POST, 0)).comments()).isEqualTo(before.comments());
            assertThat(done(copy.after(POST, before.epoch(), before.head(), 10)))
                    .as("who saw the other history")
                    .isEqualTo(new CatchUp.Reload());
            assertThat(copy.secret()).isEqualTo(store.secret());
            assertThat(done(copy.records().since(0, 10)))
                    .isEqualTo(done(store.records().since(0, 10)));
            var answer = new CompletableFuture<Outcome>();
            copy.submit(comment("c-20"), answer::complete);
            assertThat(((Done) done(answer)).row().seq()).isEqualTo(21);
        }
    }

    private void awaitStored(String cid) {
        Awaitility.await(cid).atMost(BACK).pollDelay(Duration.ZERO).until(() -> add(cid) instanceof Done);
    }

    private static void assertFails(CompletableFuture<?> question) {
        assertThat(question.handle((answer, failure) -> failure)
                        .orTimeout(10, TimeUnit.SECONDS)
                        .join())
                .satisfiesAnyOf(
                        failure -> assertThat(failure).isInstanceOf(StoreException.class),
                        failure -> assertThat(failure)
                                .isInstanceOf(CompletionException.class)
                                .hasCauseInstanceOf(StoreException.class));
    }

    private Outcome add(String cid) {
        return done(adding(cid));
    }

    private CompletableFuture<Outcome> adding(String cid) {
        var answer = new CompletableFuture<Outcome>();
        store.submit(comment(cid), answer::complete);
        return answer;
    }

    private Change.Add comment(String cid) {
        return Change.Add.published(ids.next(), POST, null, Author.guest("영희"), "글", cid);
    }
}
