package dev.madang.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Contract v1 of the comments on every store, with unmodified clients: events, keys in their order, texts, and the order of
 * events.
 */
@ParameterizedClass
@EnumSource(StoreUnderTest.class)
class ContractTest {
    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static StoreUnderTest.Database database;

    @SuppressWarnings("NullAway.Init")
    private static ServerProcess server;

    @BeforeParameterizedClassInvocation
    static void start(StoreUnderTest store) {
        database = store.open(folder);
        server = ServerProcess.live(
                folder, ServerProcess.freePort(), "--madang.limits=off", "--madang.store=" + database.url());
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        server.close();
        database.close();
    }

    ContractTest(StoreUnderTest store) {
        assertThat(store).as("what start was given").isNotNull();
    }

    @ParameterizedTest
    @MethodSource("dev.madang.e2e.Clients#all")
    void javaScriptClientsReceiveTheContractLetterForLetter(String version, String mode) {
        play(version, mode, "comments");
    }

    @ParameterizedTest
    @CsvSource({"4.7.5,upgrade", "4.8.4,polling", "4.8.4,websocket"})
    void badInputGetsTheContractsErrorsAndHarmsNobodyElse(String version, String mode) {
        play(version, mode, "comment-errors");
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket", "upgrade"})
    void theJavaClientReceivesTheSame(String mode) {
        Golden.assertSameTrees("comments.jsonl", JavaPlayer.play(server.url(), mode, "comments"));
    }

    private static void play(String version, String mode, String scenario) {
        Path file = Node.FOLDER.resolve("src/test/resources/scenario/" + scenario + ".json");
        List<String> lines = Node.run("scenario.mjs", server.url(), version, mode, file.toString());
        Golden.assertSame(scenario + ".jsonl", lines);
    }
}
