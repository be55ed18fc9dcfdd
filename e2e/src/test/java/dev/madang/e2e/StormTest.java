package dev.madang.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.testkit.Http;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Guarantees C1 to C6 through kills, a database that is slow, one that is lost, and one that takes nothing more (a disk that is
 * full, a server that hangs): what was confirmed is stored, nothing is stored or shown twice, and every viewer ends equal to
 * the store.
 */
class StormTest {
    private static final int ROUNDS = Boolean.getBoolean("madang.long") ? 20 : 1;
    private static final String POST = "65f0000000000000000000d1";
    private static final int POSTERS = 4;
    private static final int VIEWERS = 6;

    @ParameterizedTest
    @EnumSource
    void whatWasConfirmedIsStoredOnceAndEveryViewerEndsEqualToTheStore(FaultyStore.Kind kind, @TempDir Path folder) {
        try (FaultyStore store = kind.open(folder)) {
            storm(store, folder);
        }
    }

    private static void storm(FaultyStore store, Path folder) {
        int port = ServerProcess.freePort();
        String url = "http://127.0.0.1:" + port;
        ServerProcess server = start(store, folder, port);
        List<StormPoster> posters = new ArrayList<>();
        List<StormViewer> viewers = new ArrayList<>();
        try {
            IntStream.range(0, POSTERS).forEach(i -> posters.add(new StormPoster(url, POST, "poster" + i)));
            IntStream.range(0, VIEWERS).forEach(i -> viewers.add(new StormViewer(url, POST)));
            for (int round = 0; round < ROUNDS; round++) {
                calm(posters);
                slow(store, posters);
                store.whileAway(() -> refused(posters));
                calm(posters);
                store.whileStuck(server, () -> refused(posters));
                calm(posters);
                server.kill();
                store.crash();
                server = start(store, folder, port);
            }
            calm(posters);
            posters.forEach(StormPoster::end);
            judge(url, posters, viewers);
            server.close();
            assertThat(store.look().integrity()).isEqualTo("ok");
        } finally {
            posters.forEach(StormPoster::close);
            viewers.forEach(StormViewer::close);
            server.close();
        }
    }

    private static ServerProcess start(FaultyStore store, Path folder, int port) {
        return ServerProcess.live(folder, port, "--madang.limits=off", "--madang.store=" + store.url());
    }

    /** Every poster gets something confirmed. */
    private static void calm(List<StormPoster> posters) {
        for (StormPoster poster : posters) {
            int before = poster.confirmed().size();
            Awaitility.await("confirmations")
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> poster.confirmed().size() >= before + 20);
        }
    }

    /** Another program takes the lock for short whiles. */
    private static void slow(FaultyStore store, List<StormPoster> posters) {
        for (int i = 0; i < 5; i++) {
            int before = confirmed(posters);
            store.whileLocked(() -> Awaitility.await("a pause")
                    .pollDelay(300, TimeUnit.MILLISECONDS)
                    .until(() -> true));
            Awaitility.await("confirmations")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> confirmed(posters) > before + POSTERS);
        }
    }

    /** Comments are refused, not left without an answer. */
    private static void refused(List<StormPoster> posters) {
        int before = refusals(posters);
        Awaitility.await("refusals").atMost(Duration.ofMinutes(1)).until(() -> refusals(posters) >= before + POSTERS);
    }

    private static void judge(String url, List<StormPoster> posters, List<StormViewer> viewers) {
        Map<String, String> stored = stored(url);
        List<String> texts = stored.values().stream()
                .map(row -> row.substring(0, row.lastIndexOf(' ')))
                .toList();
        assertThat(texts).as("nothing is stored twice").doesNotHaveDuplicates();
        for (StormPoster poster : posters) {
            assertThat(texts)
                    .as("what was confirmed is stored")
                    .containsAll(poster.confirmed().values());
            assertThat(stored.keySet()).containsAll(poster.confirmed().keySet());
        }
        assertThat(posters.stream().flatMap(poster -> poster.given().stream()).toList())
                .as("nothing is stored that nobody wrote")
                .containsAll(texts);
        for (StormViewer viewer : viewers) {
            Awaitility.await("the viewer's screen").until(() -> viewer.screen().size() >= stored.size());
            assertThat(viewer.screen()).as("each viewer sees what is stored").isEqualTo(stored);
            assertThat(viewer.twice()).as("nothing is shown twice").isEmpty();
        }
    }

    /** The text and the rev of each comment that is stored, by id; the revs have no holes. */
    private static Map<String, String> stored(String url) {
        Map<String, String> rows = new HashMap<>();
        try (Http http = new Http()) {
            long rev = 0;
            boolean more = true;
            while (more) {
                JSONObject answer = new JSONObject(http.get(url + "/api/v2/posts/" + POST + "/changes?rev=" + rev)
                        .body());
                JSONArray part = answer.optJSONArray("rows");
                for (int i = 0; part != null && i < part.length(); i++) {
                    JSONObject row = part.optJSONObject(i);
                    assertThat(row.optLong("rev")).as("revs have no holes").isEqualTo(++rev);
                    rows.put(row.optString("id"), row.optString("text") + " " + rev);
                }
                more = answer.optBoolean("more");
            }
        } catch (org.json.JSONException e) {
            throw new AssertionError("the server does not answer as it should", e);
        }
        return rows;
    }

    private static int confirmed(List<StormPoster> posters) {
        return posters.stream().mapToInt(poster -> poster.confirmed().size()).sum();
    }

    private static int refusals(List<StormPoster> posters) {
        return posters.stream().mapToInt(poster -> poster.refusals().size()).sum();
    }
}
