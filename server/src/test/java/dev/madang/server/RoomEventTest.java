package dev.madang.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Events of rooms: once for the process, however many loops have sockets there. */
class RoomEventTest {
    private final Rig rig = new Rig();

    private RoomListener notes() {
        return new RoomListener() {
            @Override
            public void created(String room) {
                rig.note("created " + room);
            }

            @Override
            public void deleted(String room) {
                rig.note("deleted " + room);
            }

            @Override
            public void joined(String room, String socketId) {
                rig.note(socketId + " joined " + room);
            }

            @Override
            public void left(String room, String socketId) {
                rig.note(socketId + " left " + room);
            }
        };
    }

    @Test
    void roomOfTwoLoopsIsCreatedAndDeletedOnce() {
        rig.joined(0);
        rig.joined(1);
        rig.io.of("/").onRoom(notes());
        rig.io.socketsJoin("a");
        rig.settle();
        assertThat(rig.notes())
                .containsExactlyInAnyOrder("created a", "s1 joined a", "s2 joined a")
                .first()
                .isEqualTo("created a");
        rig.socket("s1").join("a");
        rig.settle();
        assertThat(rig.notes()).isEmpty();
        rig.socket("s1").leave("a");
        rig.settle();
        assertThat(rig.notes()).containsExactly("s1 left a");
        rig.socket("s2").leave("a");
        rig.settle();
        assertThat(rig.notes()).containsExactly("s2 left a", "deleted a");
    }

    @Test
    void disconnectLeavesAllRoomsTheOwnOneAmongThem() {
        rig.io.of("/").onRoom(notes());
        TestClient client = rig.joined();
        rig.socket("s1").join("a");
        rig.settle();
        assertThat(rig.notes()).containsExactly("created s1", "s1 joined s1", "created a", "s1 joined a");
        client.goes();
        rig.settle();
        assertThat(rig.notes()).containsExactly("s1 left s1", "deleted s1", "s1 left a", "deleted a");
    }

    @Test
    void roomNamedLikeASocketIsThereAsLongAsEither() {
        rig.io.of("/").onRoom(notes());
        TestClient one = rig.joined(0);
        TestClient two = rig.joined(1);
        rig.settle();
        rig.notes();
        rig.socket("s2").join("s1");
        rig.settle();
        one.goes();
        rig.settle();
        assertThat(rig.notes()).containsExactly("s2 joined s1", "s1 left s1");
        two.goes();
        rig.settle();
        assertThat(rig.notes()).contains("deleted s1", "deleted s2");
    }

    @Test
    void listenerThatThrowsHindersNobody() {
        rig.io.of("/").onRoom(new RoomListener() {
            @Override
            public void created(String room) {
                throw new IllegalStateException("expected by this test");
            }
        });
        rig.io.of("/").onRoom(notes());
        rig.joined();
        rig.settle();
        assertThat(rig.notes()).containsExactly("created s1", "s1 joined s1");
    }

    @Test
    void listenerOnTheLoopMayChangeRoomsWhileItHearsOfThem() {
        Rig inPlace = Rig.inPlace();
        Namespace namespace = inPlace.io.of("/");
        namespace.onRoom(new RoomListener() {
            @Override
            public void created(String room) {
                inPlace.note("created " + room);
                if (room.equals("a")) {
                    namespace.socketsJoin("a", "b");
                }
            }

            @Override
            public void deleted(String room) {
                inPlace.note("deleted " + room);
            }
        });
        inPlace.joined();
        inPlace.joined();
        inPlace.loops[0].inside(() -> inPlace.socket("s1").join("a"));
        inPlace.settle();
        assertThat(namespace.rooms()).containsEntry("a", Set.of("s1", "s2")).containsEntry("b", Set.of("s1", "s2"));
        namespace.socketsLeave("a", "b");
        inPlace.settle();
        assertThat(inPlace.notes())
                .containsExactlyInAnyOrder(
                        "created s1", "created s2", "created a", "created b", "deleted a", "deleted b");
    }

    /** Whoever follows the events knows at the end what the namespace knows, and never hears of what cannot be. */
    @Test
    void eventsAgreeWithTheRoomsAtRandom() {
        long seed = 20261123;
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Set<String>> heard = new HashMap<>();
        rig.io.of("/").onRoom(new RoomListener() {
            @Override
            public void created(String room) {
                assertThat(heard.put(room, new HashSet<>()))
                        .as("seed %d: %s", seed, room)
                        .isNull();
            }

            @Override
            public void deleted(String room) {
                assertThat(heard.remove(room))
                        .as("seed %d: %s", seed, room)
                        .isNotNull()
                        .isEmpty();
            }

            @Override
            public void joined(String room, String socketId) {
                assertThat(heard).as("seed %d", seed).containsKey(room);
                assertThat(heard.getOrDefault(room, Set.of()).add(socketId))
                        .as("seed %d", seed)
                        .isTrue();
            }

            @Override
            public void left(String room, String socketId) {
                assertThat(heard.getOrDefault(room, Set.of()).remove(socketId))
                        .as("seed %d: %s", seed, room)
                        .isTrue();
            }
        });
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            clients.add(rig.joined(i % 2));
        }
        int steps = Boolean.getBoolean("madang.long") ? 50_000 : 2_000;
        for (int step = 0; step < steps; step++) {
            Socket socket = rig.socket("s" + (1 + random.nextInt(10)));
            String room = "r" + random.nextInt(5);
            if (random.nextBoolean()) {
                socket.join(room);
            } else {
                socket.leave(room);
            }
            if (random.nextInt(10) == 0) {
                rig.loops[random.nextInt(2)].run();
            }
        }
        rig.settle();
        assertThat(heard).isEqualTo(rig.io.of("/").rooms());
        clients.forEach(TestClient::goes);
        rig.settle();
        assertThat(heard).isEmpty();
    }
}
