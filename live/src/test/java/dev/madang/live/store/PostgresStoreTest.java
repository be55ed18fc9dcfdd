package dev.madang.live.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.madang.live.store.Outcome.Done;
import dev.madang.live.store.Outcome.Reason;
import dev.madang.live.store.Outcome.Refused;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract on a real PostgreSQL server. */
final class PostgresStoreTest extends CommentStoreContract {
    private static PostgresSchema schema;

    @BeforeAll
    static void createSchema() throws SQLException {
        schema = PostgresSchema.create();
    }

    @AfterAll
    static void dropSchema() throws SQLException {
        schema.close();
    }

    @Override
    CommentStore open() throws StoreException {
        return Stores.open(schema.url(), true, NOON, CommitListener.none());
    }

    @AfterEach
    void empty() throws SQLException {
        store.close();
        schema.execute(
                "TRUNCATE posts, comments, votes, records RESTART IDENTITY; UPDATE record_version SET version = 0;"
                        + " DELETE FROM schema_history WHERE version = '99'");
    }

    @Test
    void twoStoresOnOneDatabaseGiveEveryPostOneOrderWithoutHolesAndStoreEachCidOnce() throws Exception {
        Map<PostId, List<Long>> answered = new ConcurrentHashMap<>();
        List<PostId> posts = List.of(POST, OTHER, PostId.ofKey("a"), PostId.ofKey("b"));
        int each = 300;
        try (CommentStore second = open()) {
            var writers = new ArrayList<Thread>();
            for (CommentStore one : List.of(store, second)) {
                writers.add(Thread.ofVirtual().start(() -> {
                    var answers = new ArrayList<CompletableFuture<Outcome>>();
                    for (int i = 0; i < each; i++) {
                        var answer = new CompletableFuture<Outcome>();
                        one.submit(comment(posts.get(i * 7 % posts.size()), "글 " + i, "c-" + i), answer::complete);
                        answers.add(answer);
                    }
                    answers.forEach(answer -> {
                        if (done(answer) instanceof Done done && !done.repeated()) {
                            answered.computeIfAbsent(done.row().post(), post -> new CopyOnWriteArrayList<>())
                                    .add(done.row().seq());
                        }
                    });
                }));
            }
            for (Thread writer : writers) {
                writer.join();
            }
            for (PostId post : posts) {
                List<Long> stored =
                        page(post, 0).comments().stream().map(Comment::seq).toList();
                assertThat(stored)
                        .isEqualTo(
                                LongStream.rangeClosed(1, stored.size()).boxed().toList());
                assertThat(answered.get(post)).containsExactlyInAnyOrderElementsOf(stored);
            }
        }
        assertThat(schema.ask("SELECT count(*) FROM comments")).isEqualTo(Integer.toString(each));
    }

    @Test
    void whatAnotherStoreWroteIsSeenInTheHeads() throws StoreException {
        appendAll(2);
        try (CommentStore second = open()) {
            assertThat(done(second.heads(List.of(POST, OTHER)))).isEqualTo(Map.of(POST, 2L));
        }
    }

    @Test
    void recordsOfTwoStoresTakeVersionsOfOneCounter() throws StoreException {
        try (CommentStore second = open()) {
            var writes = new ArrayList<CompletableFuture<Optional<Long>>>();
            for (int i = 0; i < 50; i++) {
                writes.add(store.records().write("log", "a" + i, "{}"));
                writes.add(second.records().write("log", "b" + i, "{}"));
            }
            assertThat(writes.stream().map(write -> done(write).orElseThrow()))
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.rangeClosed(1, 100).boxed().toList());
        }
    }

    @Test
    void whatPostgresCannotKeepFailsAloneWhereverItStands() {
        String nul = "a\0b";
        String tooLongForAnIndex = new SplittableRandom(20261130)
                .ints(9_000, 0xAC00, 0xD7A4)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        List<CompletableFuture<Outcome>> answers = List.of(
                appending(comment(POST, "하나", null)),
                appending(comment(POST, nul, null)),
                appending(comment(POST, "글", nul)),
                appending(comment(POST, "글", tooLongForAnIndex)),
                appending(Change.Add.published(ids.next(), POST, null, Author.guest(nul), "글", "c")),
                appending(Change.Add.published(ids.next(), PostId.ofKey(nul), nul, Author.guest("영희"), "글", null)),
                appending(comment(POST, "둘", null)));
        assertThat(answers.subList(1, 6))
                .allSatisfy(answer -> assertThat(done(answer)).isEqualTo(new Refused(Reason.INVALID)));
        assertThat(page(POST, 0).comments()).extracting(Comment::content).containsExactly("하나", "둘");
        assertThat(submit(new Change.Vote(
                        POST, page(POST, 0).comments().getFirst().id(), nul, 1)))
                .isEqualTo(new Refused(Reason.INVALID));
        assertThat(submit(new Change.Edit(POST, nul, "글"))).isEqualTo(new Refused(Reason.INVALID));
    }

    @Test
    void halvesOfSurrogatePairsHarmNobody() {
        assertThat(append(comment(POST, "a\uD83D", "c\uDE00"))).isInstanceOf(Done.class);
        assertThat(append(comment(POST, "b", null))).isInstanceOf(Done.class);
        assertThat(page(POST, 0).count()).isEqualTo(2);
    }

    @Test
    void aServerThatMayForgetIsRefusedUnlessThatIsMeant() throws SQLException {
        String url = schema.url() + "&options=-c%20synchronous_commit=off";
        assertThat(schema.ask("SHOW fsync")).isNotEmpty();
        assertThatThrownBy(() -> Stores.open(url, false, NOON, CommitListener.none()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("madang.store-unsafe=true");
    }

    @Test
    void aDatabaseOfANewerVersionIsRefusedWithWhatToDo() throws SQLException {
        store.close();
        schema.execute("INSERT INTO schema_history (installed_rank, version, description, type, script, checksum,"
                + " installed_by, execution_time, success) VALUES (99, '99', 'later', 'SQL', 'V99__later.sql', 1, 'x', 1,"
                + " true)");
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("written by a newer Madang (schema 99");
    }

    @Test
    void aPasswordStandsInNoMessage() {
        assertThatThrownBy(() ->
                        Stores.open("postgresql://nobody:s3cret@127.0.0.1:1/none", false, NOON, CommitListener.none()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("postgresql://127.0.0.1:1/none cannot be opened")
                .hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> Stores.open("postgresql://u:s3c/ret@h/db", false, NOON, CommitListener.none()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("postgresql://user:password@host:port/database")
                .hasMessageNotContaining("s3c");
        assertThat(PostgresUrl.parse("postgres://m%40d:p%2Fw+x@h:5/db?sslmode=require"))
                .isEqualTo(new PostgresUrl("h:5/db", "sslmode=require", "m@d", "p/w+x"))
                .hasToString("postgresql://h:5/db");
    }

    @Test
    void aWriterLooksUpWhatItWroteByIdAndByCid() throws SQLException, StoreException {
        var writer = new PostgresWriter(new PostgresServer(PostgresUrl.parse(schema.url()), true), NOON);
        try {
            Change written = comment(POST, "있다", "c-1");
            Outcome outcome = writer.write(List.of(written)).getFirst();
            assertThat(writer.find(List.of(written, comment(POST, "다시", "c-1"), comment(POST, "없다", "c-2"))))
                    .containsExactly(
                            Optional.of(outcome),
                            Optional.of(new Done(((Done) outcome).row(), true, 1)),
                            Optional.empty());
        } finally {
            writer.close();
        }
    }

    @Test
    void aConnectionThatWasCutWhileIdleIsReplacedBeforeTheNextBatch() throws SQLException {
        appendAll(1);
        done(store.records().write("log", "a", "{}"));
        try (Connection connection = schema.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'madang'"
                    + " AND pid <> pg_backend_pid()");
        }
        assertThat(append(comment(POST, "둘", null))).isInstanceOf(Done.class);
        assertThat(done(store.records().write("log", "a", "{}"))).isPresent();
        assertThat(page(POST, 0).count()).isEqualTo(2);
    }
}
