package dev.madang.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.live.store.CatchUp;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.PostId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Clients that follow a post as the API's page says end equal to the store, whatever happens meanwhile. */
final class FollowersTest {
    private static final String POST = "94b7f0c2a1b2c3d4e5f60718";
    private static final int WRITERS = 4;
    private static final int CHANGES = 60;
    private static final int FOLLOWERS = 8;
    private static final long SEED = 20261124;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void c3ToC5FollowersWhoLeaveAndComeBackEndEqualToTheStore(@TempDir Path folder) throws InterruptedException {
        try (LiveServer server = LiveServer.start(folder, "--madang.limits=off")) {
            var writing = new CountDownLatch(WRITERS);
            var threads = new ArrayList<Thread>();
            for (int w = 0; w < WRITERS; w++) {
                int number = w;
                threads.add(Thread.ofVirtual().start(() -> {
                    try {
                        write(server, number);
                    } finally {
                        writing.countDown();
                    }
                }));
            }
            var ends = new CopyOnWriteArrayList<Follower>();
            for (int f = 0; f < FOLLOWERS; f++) {
                threads.add(Thread.ofVirtual().start(() -> ends.add(follow(server, writing))));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            var stored = (CatchUp.Rows) server.bean(CommentStore.class)
                    .after(new PostId(POST), 0, 0, 10_000)
                    .join();
            List<String> truth = stored.comments().stream()
                    .map(row -> row.id() + " " + row.rev() + " " + row.status().gone())
                    .sorted()
                    .toList();
            assertThat(truth).as("seed %d", SEED).hasSizeGreaterThan(WRITERS * CHANGES / 3);
            assertThat(ends).hasSize(FOLLOWERS).allSatisfy(follower -> {
                assertThat(follower.rev).isEqualTo(stored.head());
                assertThat(follower.count).isEqualTo(stored.count());
                assertThat(follower.state()).isEqualTo(truth);
            });
        }
    }

    private static void write(LiveServer server, int number) {
        var random = new SplittableRandom(SEED + number);
        var own = new ArrayList<String>();
        try (var writer =
                server.second("\"guest\":\"writer-of-the-test-" + number + "\",\"name\":\"w" + number + "\"")) {
            for (int i = 0; i < CHANGES; i++) {
                String id = own.isEmpty() ? "" : own.get(random.nextInt(own.size()));
                String form = "{\"post\":\"" + POST + "\",\"id\":\"" + id + "\",\"text\":\"글 " + i + "\"}";
                switch (own.isEmpty() ? 0 : random.nextInt(4)) {
                    case 1 -> writer.request("edit", form);
                    case 2 -> writer.request("remove", form);
                    default ->
                        own.add(json(writer.request("add", form)).at("/row/id").stringValue());
                }
            }
        }
    }

    private static Follower follow(LiveServer server, CountDownLatch writing) {
        var follower = new Follower();
        boolean last = false;
        while (!last) {
            last = writing.getCount() == 0;
            try (var client = server.second("")) {
                follower.join(client);
                for (int i = 0; i < 5 && !last; i++) {
                    follower.listen(client);
                    last = writing.getCount() == 0;
                }
                if (last) {
                    follower.catchUp(client);
                }
            }
        }
        return follower;
    }

    private static JsonNode json(String text) {
        return JSON.readTree(text);
    }

    /** Somebody who keeps what was shown: from the beginning of the post, so that everything was. */
    private static final class Follower {
        private final TreeMap<String, JsonNode> rows = new TreeMap<>();
        private long rev;
        private long count;

        void join(NamespaceClient client) {
            client.ask(1, "[\"join\",{\"post\":\"" + POST + "\",\"rev\":" + rev + "}]");
            String packet = client.next();
            while (!packet.startsWith("431[")) {
                hear(client, packet);
                packet = client.next();
            }
            JsonNode joined = json(packet.substring(4, packet.length() - 1));
            if (joined.has("changes")) {
                take(joined.path("changes"), joined);
            } else {
                catchUp(client);
            }
        }

        void listen(NamespaceClient client) {
            client.ask(2, "[\"typing\",{\"post\":\"" + POST + "\"}]");
            String packet = client.next();
            while (!packet.startsWith("432[")) {
                hear(client, packet);
                packet = client.next();
            }
        }

        void catchUp(NamespaceClient client) {
            boolean more = true;
            while (more) {
                JsonNode missed = json(client.request("catch_up", "{\"post\":\"" + POST + "\",\"rev\":" + rev + "}"));
                take(missed.path("rows"), missed);
                more = missed.path("more").booleanValue();
            }
        }

        private void hear(NamespaceClient client, String packet) {
            if (!packet.startsWith("42[\"changes\",")) {
                return;
            }
            JsonNode changes = json(packet.substring(2)).path(1);
            if (changes.path("from").longValue() > rev) {
                catchUp(client);
            }
            if (changes.path("rev").longValue() > rev) {
                take(changes.path("rows"), changes);
            }
        }

        private void take(JsonNode changed, JsonNode stand) {
            for (JsonNode row : changed) {
                if (row.path("rev").longValue() > rev) {
                    rows.put(row.path("id").stringValue(), row);
                }
            }
            rev = stand.path("rev").longValue();
            count = stand.path("count").longValue();
        }

        List<String> state() {
            return rows.values().stream()
                    .map(row ->
                            row.path("id").stringValue() + " " + row.path("rev").longValue() + " " + row.has("gone"))
                    .sorted()
                    .toList();
        }
    }
}
