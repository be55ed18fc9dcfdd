package dev.madang.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Guarantees C1 to C3: the server is killed under load again and again, with a database server every second time, and what is
 * stored is looked into.
 */
class KillTest {
    private static final boolean LONG = Boolean.getBoolean("madang.long");
    private static final int KILLS = LONG ? 20 : 3;
    private static final int CONFIRMED_BEFORE_A_KILL = 500;
    private static final List<String> POSTS = List.of("65f000000000000000000001", "65f000000000000000000002");

    @ParameterizedTest
    @EnumSource
    void everyConfirmedCommentOutlivesTheKillOnceAndInTheConfirmedOrder(FaultyStore.Kind kind, @TempDir Path folder) {
        try (FaultyStore store = kind.open(folder)) {
            killedAgainAndAgain(store, folder);
        }
    }

    private static void killedAgainAndAgain(FaultyStore store, Path folder) {
        long seed = LONG ? System.nanoTime() : 42;
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        int port = ServerProcess.freePort();
        Ledger ledger = new Ledger();
        for (int round = 1; round <= KILLS; round++) {
            ServerProcess server = start(store, folder, port);
            try {
                ledger.sendAgainWhatIsUnknown(server.url());
                List<Writer> writers = new ArrayList<>();
                for (int i = 0; i < 6; i++) {
                    writers.add(new Writer(server.url(), POSTS.get(i % 2), "r" + round + "w" + i));
                }
                List<Commenter> viewers = POSTS.stream()
                        .map(post -> new Commenter(server.url()).join(post))
                        .toList();
                writers.forEach(Writer::start);
                int enough = CONFIRMED_BEFORE_A_KILL + random.nextInt(500);
                Awaitility.await("confirmed comments of round " + round)
                        .atMost(Duration.ofMinutes(2))
                        .pollInterval(Duration.ofMillis(1))
                        .until(() ->
                                writers.stream().mapToInt(Writer::confirmed).sum() >= enough);
                server.kill();
                if (round % 2 == 0) {
                    store.crash();
                }
                writers.forEach(Writer::end);
                ledger.check(store.look(), writers, viewers);
            } finally {
                server.kill();
            }
        }
        try (ServerProcess server = start(store, folder, port)) {
            ledger.sendAgainWhatIsUnknown(server.url());
        }
        ledger.checkThatAllIsStoredOnce(store.look());
    }

    private static ServerProcess start(FaultyStore store, Path folder, int port) {
        return ServerProcess.live(folder, port, "--madang.limits=off", "--madang.store=" + store.url());
    }

    /** Posts without waiting for each answer; sixteen are under way at a time. */
    private static final class Writer {
        private final String post;
        private final String name;
        private final Commenter commenter;
        private final Semaphore window = new Semaphore(16);
        private final AtomicBoolean ended = new AtomicBoolean();
        private final List<String> sent = new ArrayList<>();
        private final Thread thread;

        Writer(String url, String post, String name) {
            this.post = post;
            this.name = name;
            this.commenter = new Commenter(url).onAnswer(window::release).onEnd(why -> {
                ended.set(true);
                window.release();
            });
            this.thread = Thread.ofVirtual().unstarted(this::write);
        }

        void start() {
            thread.start();
        }

        private void write() {
            try {
                for (int number = 1; !ended.get(); number++) {
                    if (window.tryAcquire(1, TimeUnit.SECONDS) && !ended.get()) {
                        String content = name + " comment " + number;
                        sent.add(content);
                        commenter.post(post, name, content, content);
                    }
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }

        int confirmed() {
            return commenter.confirmed().size();
        }

        /** After the kill: what had been received before is all there when the connection has ended. */
        void end() {
            try {
                Awaitility.await("end of the connection").until(ended::get);
                thread.join();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What has been promised to whom, over all rounds. */
    private static final class Ledger {
        private final Map<String, String> posts = new LinkedHashMap<>();
        private final Set<String> promised = new HashSet<>();

        void check(FaultyStore.Stored file, List<Writer> writers, List<Commenter> viewers) {
            assertThat(file.integrity()).isEqualTo("ok");
            for (Writer writer : writers) {
                assertThat(writer.commenter.errors()).isEmpty();
                writer.sent.forEach(content -> posts.put(content, writer.post));
                promised.addAll(writer.commenter.confirmed());
            }
            for (int i = 0; i < POSTS.size(); i++) {
                String post = POSTS.get(i);
                List<String> stored = file.comments(post);
                assertThat(stored).as("nothing is stored twice").doesNotHaveDuplicates();
                assertThat(only(promised, post))
                        .as("what was confirmed is stored")
                        .isSubsetOf(stored);
                assertThat(stored).as("nothing is stored that nobody wrote").isSubsetOf(posts.keySet());
                assertInOrder(stored, viewers.get(i).added(), "what viewers saw is stored, in the order they saw");
                for (Writer writer : writers) {
                    if (writer.post.equals(post)) {
                        assertInOrder(stored, writer.commenter.confirmed(), "confirmations came in the stored order");
                    }
                }
            }
            viewers.forEach(Commenter::close);
        }

        /** With the same {@code cid}: those that were stored are confirmed again, and not stored again. */
        void sendAgainWhatIsUnknown(String url) {
            Set<String> unknown = new LinkedHashSet<>(posts.keySet());
            unknown.removeAll(promised);
            posts.keySet().stream().filter(promised::contains).limit(20).forEach(unknown::add);
            try (Commenter commenter = new Commenter(url)) {
                for (String content : unknown) {
                    String writer = content.substring(0, content.indexOf(' '));
                    commenter.post(posts.getOrDefault(content, ""), writer, content, content);
                }
                Awaitility.await("answers")
                        .until(() -> commenter.confirmed().size()
                                        + commenter.errors().size()
                                >= unknown.size());
                assertThat(commenter.errors()).isEmpty();
                for (String post : POSTS) {
                    assertThat(only(commenter.confirmed(), post)).isEqualTo(only(unknown, post));
                }
            }
            promised.addAll(unknown);
        }

        void checkThatAllIsStoredOnce(FaultyStore.Stored file) {
            assertThat(file.integrity()).isEqualTo("ok");
            for (String post : POSTS) {
                assertThat(file.comments(post)).containsExactlyInAnyOrderElementsOf(only(posts.keySet(), post));
            }
        }

        private List<String> only(Collection<String> contents, String post) {
            return contents.stream()
                    .filter(content -> post.equals(posts.get(content)))
                    .toList();
        }

        private static void assertInOrder(List<String> stored, List<String> some, String reason) {
            Set<String> wanted = new HashSet<>(some);
            assertThat(stored.stream().filter(wanted::contains).toList())
                    .as(reason)
                    .isEqualTo(some);
        }
    }
}
