package dev.madang.live.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.live.store.Author;
import dev.madang.live.store.Ballot;
import dev.madang.live.store.Change;
import dev.madang.live.store.Comment;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.MongoForTests;
import dev.madang.live.store.Outcome;
import dev.madang.live.store.PostId;
import dev.madang.live.store.PostgresSchema;
import dev.madang.live.store.Records.Put;
import dev.madang.live.store.Status;
import dev.madang.live.store.Topic;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All that a store holds goes from one kind into another and back, and a person out of each. */
final class RoundTripTest {
    private static final PostId POST = PostId.ofKey("https://blog.example/");
    private static final PostId ROOM = PostId.ofKey("chat:lobby");
    private static final Author YOUNG = Author.guest("Y".repeat(43), "영희");
    private static final Author CHUL = Author.user("u-1", "철수", Author.Rank.MODERATOR);
    private static final Author MINA = Author.user("u-2", "미나");
    private static final Set<Status> ANY = EnumSet.allOf(Status.class);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private int ids;

    @Test
    void everythingGoesFromSqliteToPostgresqlToMongodbAndBackAndAgainWithoutDoubles() throws Exception {
        try (var postgres = PostgresSchema.create();
                var mongo = new MongoForTests()) {
            var first = new CommandLineRun(folder);
            fill(first);
            List<String> all = exported(first);
            assertThat(all)
                    .anyMatch(text -> text.contains("\"edited\":"))
                    .anyMatch(text -> text.startsWith("{\"votes\":"))
                    .anyMatch(text -> text.startsWith("{\"record\":\"audit\""));
            CommandLineRun from = first;
            for (String url : List.of(postgres.url(), mongo.url(), "sqlite:" + folder.resolve("back.db"))) {
                String file = folder.resolve("export" + url.length() + ".jsonl").toString();
                assertThat(from.run("export", file)).as(from.errors()).isEqualTo(Commands.DONE);
                var to = new CommandLineRun(folder).at(url);
                assertThat(to.run("import", "madang", file)).as(to.errors()).isEqualTo(Commands.DONE);
                assertThat(to.out()).startsWith("read 9, stored 9, already there 0, skipped 0");
                assertThat(exported(to)).as(url).isEqualTo(all);
                assertThat(to.run("import", "madang", file)).as(to.errors()).isEqualTo(Commands.DONE);
                assertThat(to.out())
                        .startsWith("read 9, stored 0, already there 9, skipped 0")
                        .contains("stored 0, already there 8");
                assertThat(exported(to)).as("again: " + url).isEqualTo(all);
                from = to;
            }
            for (String url : List.of(first.url(), postgres.url(), mongo.url())) {
                aPersonIsTakenOutWholly(new CommandLineRun(folder).at(url));
            }
        }
    }

    private void aPersonIsTakenOutWholly(CommandLineRun line) throws Exception {
        assertThat(line.run("person", "export", "user:u-2", "-"))
                .as(line.errors())
                .isEqualTo(Commands.DONE);
        assertThat(line.out())
                .contains("\"text\":\"mina writes\"")
                .contains("{\"vote\":\"" + id(1) + "\",\"post\":\"" + POST + "\",\"value\":1}")
                .contains("\"record\":\"person\"", "\"record\":\"audit\"", "미나")
                .doesNotContain("철수");
        assertThat(line.run("person", "erase", "user:u-2", "--yes"))
                .as(line.errors())
                .isEqualTo(Commands.DONE);
        assertThat(line.out()).isEqualTo("erased 1 comments, 2 votes, 3 records\n");
        assertThat(exported(line))
                .noneMatch(text -> text.contains("미나") || text.contains("u-2") || text.contains("mina"))
                .anyMatch(text -> text.contains("\"record\":\"audit\"") && text.contains("\\\"byName\\\":\\\"철수\\\""));
        try (CommentStore store = line.open()) {
            Comment one = store.find(POST, id(1)).get().orElseThrow();
            assertThat(List.of(one.up(), one.down())).containsExactly(1, 1);
            assertThat(store.ballots(null, 10).get()).extracting(Ballot::voter).doesNotContain(MINA.voter());
        }
        assertThat(line.run("person", "erase", "user:u-2", "--yes")).isEqualTo(Commands.DONE);
        assertThat(line.out()).isEqualTo("erased 0 comments, 0 votes, 0 records\n");
    }

    @Test
    void aFileWithoutKeysLeavesOutWhatOnlyTheKeysFind() throws Exception {
        var line = new CommandLineRun(folder);
        fill(line);
        String file = folder.resolve("bare.jsonl").toString();
        assertThat(line.run("export", file, "--no-keys")).isEqualTo(Commands.DONE);
        var other = new CommandLineRun(folder).on("other.db");
        assertThat(other.run("import", "madang", file)).isEqualTo(Commands.DONE);
        assertThat(other.out()).contains("stored 7, already there 0, of people who are not known by this here 1");
        try (CommentStore to = other.open();
                CommentStore from = line.open()) {
            assertThat(to.secret()).isNotEqualTo(from.secret());
            assertThat(to.records().list("person", "", null, false, 10).get())
                    .singleElement()
                    .satisfies(entry -> {
                        assertThat(entry.key()).startsWith("user_").isNotEqualTo(keyOf(line));
                        assertThat(entry.json()).contains(entry.key());
                    });
        }
    }

    @Test
    void aFileOfVersionOneIsReadWithItsNumbers() throws Exception {
        var line = new CommandLineRun(folder);
        String file = line.file(
                "old.jsonl",
                Stream.of(
                                "{'madang':'export','version':1,'at':1795404456000}",
                                "{'post':'" + POST + "','key':'https://blog.example/'}",
                                row(1, "'status':'published','pinned':true,'up':2,'down':1"),
                                row(2, "'status':'hidden','answered':true"),
                                row(3, "'parent':'" + id(2) + "','status':'published'"),
                                row(4, "'status':'removed'"))
                        .map(text -> text.replace('\'', '"') + "\n")
                        .reduce("", String::concat));
        assertThat(line.run("import", "madang", file)).as(line.errors()).isEqualTo(Commands.DONE);
        assertThat(line.out())
                .isEqualTo(
                        "read 4, stored 4, already there 0, skipped 0\n" + "  of the stored, not for everybody: 2\n");
        assertThat(line.shown(POST))
                .satisfiesExactly(
                        one -> assertThat(one).contains(id(1), "pinned 2/1"),
                        two -> assertThat(two).contains(id(2), "HIDDEN"),
                        three -> assertThat(three).contains(id(3), "PUBLISHED"));
        assertThat(line.run("import", "madang", file)).isEqualTo(Commands.DONE);
        assertThat(line.out()).startsWith("read 4, stored 0, already there 4");
    }

    private static String row(int number, String more) {
        return "{'id':'" + id(number) + "','post':'" + POST
                + "','author':{'kind':'guest','name':'n'},'text':'t','at':1600000000000," + more + "}";
    }

    private void fill(CommandLineRun line) throws Exception {
        try (CommentStore store = line.open()) {
            String one = add(store, POST, null, YOUNG, "one", Status.PUBLISHED);
            String two = add(store, POST, one, CHUL, "two", Status.PUBLISHED);
            String hidden = add(store, POST, null, YOUNG, "hidden", Status.PUBLISHED);
            add(store, POST, hidden, YOUNG, "below", Status.PUBLISHED);
            String lone = add(store, POST, null, YOUNG, "gone alone", Status.PUBLISHED);
            add(store, POST, null, YOUNG, "waits", Status.PENDING);
            add(store, POST, null, YOUNG, "shadow", Status.SHADOWED);
            add(store, POST, null, MINA, "mina writes", Status.PUBLISHED);
            add(store, ROOM, null, YOUNG, "in the room", Status.PUBLISHED);
            make(store, new Change.Votes(POST, one, Map.of(MINA.voter(), 1, CHUL.voter(), -1, "import:x", 1)));
            make(store, new Change.Votes(POST, hidden, Map.of(MINA.voter(), -1)));
            make(store, new Change.Edit(POST, two, "two, edited"));
            make(store, new Change.Pin(POST, one, true));
            make(store, new Change.SetStatus(POST, hidden, ANY, Status.HIDDEN));
            make(store, new Change.SetStatus(POST, lone, ANY, Status.REMOVED));
        }
        String mina = keyOf(line);
        try (CommentStore store = line.open()) {
            String standing = "{\"key\":\"" + mina
                    + "\",\"kind\":\"USER\",\"id\":\"u-2\",\"name\":\"미나\",\"until\":9223372036854775807,\"shadowed\":false}";
            List<Put> puts = List.of(
                    put("settings", "site", "{\"slow\":5}"),
                    put("post", POST.hex(), "{\"mode\":\"closed\"}"),
                    put("person", mina, standing),
                    put("report", id(1) + "/" + mina, "{\"post\":\"" + POST + "\",\"reason\":\"rude\",\"at\":1}"),
                    put(
                            "shade",
                            "net_x/" + POST + "/000000",
                            "{\"after\":1,\"what\":\"EDIT\",\"comment\":\"" + id(1) + "\"}"),
                    put("audit", id(90), audit(id(90), mina, standing)),
                    put("audit", id(91), audit(id(91), "user_other", "")),
                    put("undone", id(91), "\"" + id(90) + "\""));
            assertThat(store.records().write(puts).get()).isPresent();
            store.records().write("outbox", "x", "{}").get();
        }
    }

    private static String audit(String entry, String person, String before) {
        return "{\"id\":\"" + entry + "\",\"at\":1,\"by\":\"user_mod\",\"byName\":\"철수\",\"action\":\"BAN\",\"post\":\""
                + POST + "\",\"comment\":\"" + id(8) + "\",\"person\":"
                + (before.isEmpty() ? "null,\"name\":null" : "\"" + person + "\",\"name\":\"미나\"")
                + ",\"seconds\":0,\"before\":\"" + before.replace("\"", "\\\"") + "\",\"undoes\":null}";
    }

    /** What Mina is known by in a store. */
    private static String keyOf(CommandLineRun line) throws Exception {
        try (CommentStore store = line.open()) {
            return new dev.madang.live.moderation.CarriedRecords(store.secret(), false)
                    .put(
                            "person",
                            "?",
                            "{\"key\":\"?\",\"kind\":\"USER\",\"id\":\"u-2\",\"name\":\"미나\",\"until\":0,\"shadowed\":false}")
                    .orElseThrow()
                    .key();
        }
    }

    private static Put put(String kind, String key, String json) {
        return new Put(kind, key, json, Put.NONE);
    }

    private static List<String> exported(CommandLineRun line) {
        assertThat(line.run("export", "-")).as(line.errors()).isEqualTo(Commands.DONE);
        return line.out().lines().toList();
    }

    private static String id(int number) {
        return String.format(Locale.ROOT, "5f5e1000%016x", number);
    }

    private String add(
            CommentStore store, PostId post, @Nullable String parent, Author author, String text, Status status)
            throws Exception {
        String id = id(++ids);
        Topic topic = post.equals(ROOM)
                ? Topic.ofKey("chat:lobby")
                : new Topic("https://blog.example/", "https://blog.example/", "글");
        make(store, new Change.Add(id, post, topic, parent, author, text, null, status, 1_600_000_000_000L + ids));
        return id;
    }

    private static void make(CommentStore store, Change change) throws Exception {
        var answer = new CompletableFuture<Outcome>();
        store.submit(change, answer::complete);
        assertThat(answer.get()).isInstanceOf(Outcome.Done.class);
    }
}
