package dev.madang.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application and the tutorial's Mongoose model on the same collection, before, beside and after each other. */
class BesideTheTutorialTest {
    private static final String POST = "64b7f0c2a1b2c3d4e5f60718";
    private static final String USER = "64b7f0c2a1b2c3d4e5f60abc";

    @TempDir
    private Path folder;

    private StoreUnderTest.Database database;

    @BeforeEach
    void open() {
        database = StoreUnderTest.MONGODB.open(folder);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void eachShowsWhatTheOtherWroteWhateverTypeUserIdsHave() {
        mongoose("string", "write", POST, "철수", "이름으로", "2024-11-05 10:00:00");
        mongoose("reference", "write", POST, USER, "참조로", "2024-11-05 10:00:01");
        try (ServerProcess live = server();
                Commenter visitor = new Commenter(live.url()).join(POST)) {
            assertThat(visitor.loaded()).containsExactly("이름으로", "참조로");
            visitor.post(POST, "영희", "우리 것", "c-1");
            Awaitility.await().until(() -> visitor.added().contains("우리 것"));
            mongoose("string", "write", POST, "길동", "옆에서", "2999-01-01 00:00:00");
            Awaitility.await().until(() -> visitor.added().contains("옆에서"));
        }
        assertThat(mongoose("string", "read", POST)).containsExactly("철수: 이름으로", USER + ": 참조로", "영희: 우리 것", "길동: 옆에서");
        mongoose("string", "write", POST, "길동", "나중에", "2999-01-01 00:00:01");
        try (ServerProcess live = server();
                Commenter visitor = new Commenter(live.url()).join(POST)) {
            assertThat(visitor.loaded()).containsExactly("이름으로", "참조로", "우리 것", "옆에서", "나중에");
        }
    }

    @Test
    void theArticlesModelFindsItsReferencesInWhatOursWrote() {
        try (ServerProcess live = server();
                Commenter visitor = new Commenter(live.url()).join(POST)) {
            visitor.post(POST, USER, "참조로", "c-1");
            Awaitility.await().until(() -> visitor.added().contains("참조로"));
        }
        assertThat(mongoose("reference", "read", POST)).containsExactly(USER + ": 참조로");
    }

    private ServerProcess server() {
        return ServerProcess.live(
                folder, ServerProcess.freePort(), "--madang.limits=off", "--madang.store=" + database.url());
    }

    private List<String> mongoose(String userIds, String... deed) {
        var arguments = new ArrayList<>(List.of(database.url(), userIds));
        arguments.addAll(List.of(deed));
        return Node.run("mongoose.mjs", arguments.toArray(String[]::new));
    }
}
