package dev.madang.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Rule 60 on real threads: clients that come and go at once never meet in two namespaces of one name. */
class DynamicNamespaceRaceTest {
    private static final int CLIENTS = 20;

    private final Rig rig =
            new Rig(builder -> builder.handlers(HandlerMode.VIRTUAL_THREADS).cleanupEmptyChildNamespaces(true));

    /** The names of a client's namespaces, by what it has heard. */
    private static void follow(TestClient client, List<String> names) {
        for (String packet : client.hears()) {
            if (packet.startsWith("40/")) {
                names.add(packet.substring(2, packet.indexOf(',')));
            }
        }
    }

    @Test
    void whoIsInANamespaceIsInTheOneThatOthersFind() {
        long seed = 20261124;
        SplittableRandom random = new SplittableRandom(seed);
        ParentNamespace parent = rig.io.of(Pattern.compile("^/room-\\d$"));
        List<TestClient> clients = new ArrayList<>();
        List<List<String>> in = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(rig.client(i % 2));
            in.add(new ArrayList<>());
        }
        int rounds = Boolean.getBoolean("madang.long") ? 5_000 : 150;
        for (int round = 0; round < rounds; round++) {
            String name = "/room-" + random.nextInt(2);
            int expected = 0;
            for (int i = 0; i < CLIENTS; i++) {
                List<String> names = in.get(i);
                if (names.remove(name)) {
                    clients.get(i).says("41" + name + ",");
                } else if (random.nextInt(3) > 0) {
                    clients.get(i).says("40" + name + ",");
                    names.add("awaited");
                }
                expected += names.size();
            }
            int joined = expected;
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> {
                        rig.settle();
                        for (int i = 0; i < CLIENTS; i++) {
                            int before = in.get(i).size();
                            follow(clients.get(i), in.get(i));
                            if (in.get(i).size() > before) {
                                in.get(i).remove("awaited");
                            }
                        }
                        return in.stream().noneMatch(names -> names.contains("awaited"));
                    });
            int found = 0;
            for (String each : List.of("/room-0", "/room-1")) {
                Namespace namespace = rig.io.find(each);
                found += namespace == null ? 0 : namespace.sockets().size();
            }
            assertThat(found).as("seed %d, round %d", seed, round).isEqualTo(joined);
        }
        clients.forEach(TestClient::goes);
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            rig.settle();
            return rig.io.namespaces().size() == 1 && parent.children().isEmpty();
        });
        assertThat(Objects.requireNonNull(rig.io.find("/")).sockets()).isEmpty();
    }
}
