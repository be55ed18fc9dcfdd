package dev.madang.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Rooms: rules 57 to 59, guarantee R4. */
class RoomTest {
    private final Rig rig = new Rig();

    @Test
    void ownIdIsARoomAndComesFirst() {
        TestClient client = rig.joined();
        TestClient other = rig.joined();
        Socket socket = rig.socket("s1");
        socket.join("b", "a");
        socket.join("s1");
        assertThat(socket.rooms()).containsExactly("s1", "b", "a");
        rig.io.to("s1").emit("x");
        rig.settle();
        assertThat(client.hears()).containsExactly("42[\"x\"]");
        assertThat(other.hears()).isEmpty();
    }

    @Test
    void ownRoomCannotBeLeft() {
        TestClient client = rig.joined();
        rig.socket("s1").leave("s1");
        rig.io.to("s1").emit("x");
        rig.settle();
        assertThat(client.hears()).containsExactly("42[\"x\"]");
        assertThat(rig.socket("s1").rooms()).containsExactly("s1");
    }

    @Test
    void idOfASocketMayNameARoomOfOthersToo() {
        TestClient one = rig.joined(0);
        TestClient two = rig.joined(1);
        rig.socket("s2").join("s1");
        rig.io.to("s1").emit("x");
        rig.settle();
        assertThat(one.hears()).containsExactly("42[\"x\"]");
        assertThat(two.hears()).containsExactly("42[\"x\"]");
    }

    @Test
    void callingThreadSeesItsJoinAtOnceAndTheFutureTellsWhenTheLoopHasCarriedItOut() {
        rig.joined();
        Socket socket = rig.socket("s1");
        CompletableFuture<Void> joined = socket.join("room");
        assertThat(socket.rooms()).containsExactly("s1", "room");
        assertThat(rig.io.of("/").rooms()).containsOnlyKeys("s1", "room");
        assertThat(joined).isNotDone();
        rig.settle();
        assertThat(joined).isCompleted();
        CompletableFuture<Void> left = socket.leave("room");
        assertThat(socket.rooms()).containsExactly("s1");
        rig.settle();
        assertThat(left).isCompleted();
        assertThat(rig.io.of("/").shard(rig.loops[0]).rooms()).isZero();
    }

    @Test
    void whatAThreadSendsBetweenItsJoinAndItsLeaveArrives() {
        TestClient client = rig.joined();
        Socket socket = rig.socket("s1");
        rig.io.to("room").emit("before");
        socket.join("room");
        rig.io.to("room").emit("between");
        socket.leave("room");
        rig.io.to("room").emit("after");
        rig.settle();
        assertThat(client.hears()).containsExactly("42[\"between\"]");
    }

    @Test
    void joinWithAFirstEventIsOneStep() {
        TestClient client = rig.joined();
        rig.io.to("room").emit("before");
        CompletableFuture<Void> joined =
                rig.socket("s1").join("room", rig.io.of("/").prepare("snapshot", 1));
        rig.io.to("room").emit("after");
        rig.settle();
        assertThat(joined).isCompleted();
        assertThat(client.hears()).containsExactly("42[\"snapshot\",1]", "42[\"after\"]");
    }

    @Test
    void onTheLoopAJoinTakesEffectWithinTheCall() {
        TestClient client = rig.joined();
        Socket socket = rig.socket("s1");
        rig.loops[0].inside(() -> {
            assertThat(socket.join("room")).isCompleted();
            rig.io.to("room").emit("x");
            socket.leave("room");
            rig.io.to("room").emit("y");
        });
        assertThat(client.hears()).containsExactly("42[\"x\"]");
    }

    @Test
    void joinOnTheLoopDoesNotOvertakeALeaveOfAnotherThread() {
        rig.joined();
        Socket socket = rig.socket("s1");
        socket.join("room");
        rig.settle();
        socket.leave("room");
        rig.loops[0].inside(() -> socket.join("room"));
        rig.settle();
        assertThat(socket.rooms()).containsExactly("s1", "room");
        assertThat(rig.io.of("/").shard(rig.loops[0]).rooms()).isOne();
    }

    @Test
    void r4JoinBeyondTheLimitFailsThatCallOnly() {
        Rig small = new Rig(builder -> builder.maxRooms(2));
        TestClient client = small.joined();
        Socket socket = small.socket("s1");
        socket.join("a");
        assertThat(socket.join("b", "c")).isCompletedExceptionally();
        assertThat(socket.rooms()).containsExactly("s1", "a");
        assertThat(socket.join("a", "b")).isNotCompletedExceptionally();
        assertThat(socket.rooms()).containsExactly("s1", "a", "b");
        small.settle();
        assertThat(client.closed).isNull();
    }

    @Test
    void r4RoomNamesAreBoundInBytesOfUtf8() {
        rig.joined();
        Socket socket = rig.socket("s1");
        assertThat(socket.join("가".repeat(85))).isNotCompletedExceptionally();
        assertThat(socket.join("가".repeat(86))).isCompletedExceptionally();
        assertThat(socket.join("a".repeat(257))).isCompletedExceptionally();
    }

    @Test
    void joinAfterTheDisconnectIsANoOp() {
        TestClient client = rig.joined();
        Socket socket = rig.socket("s1");
        socket.join("early");
        client.goes();
        rig.settle();
        assertThat(socket.join("late")).isCompleted();
        rig.settle();
        assertThat(socket.rooms()).isEmpty();
        assertThat(rig.io.of("/").shard(rig.loops[0]).rooms()).isZero();
    }

    @Test
    void joinUnderwayWhenTheSocketGoesLeavesNothingBehind() {
        TestClient client = rig.joined();
        Socket socket = rig.socket("s1");
        client.goes();
        CompletableFuture<Void> joined = socket.join("room");
        rig.settle();
        assertThat(joined).isCompleted();
        assertThat(rig.io.of("/").shard(rig.loops[0]).rooms()).isZero();
    }

    @Test
    void socketsOfATargetJoinAndLeaveTogether() {
        TestClient one = rig.joined(0);
        TestClient two = rig.joined(1);
        CompletableFuture<Void> joined = rig.io.socketsJoin("room");
        rig.settle();
        assertThat(joined).isCompleted();
        CompletableFuture<Void> left = rig.io.in("s2").socketsLeave("room");
        rig.settle();
        assertThat(left).isCompleted();
        rig.io.to("room").emit("x");
        rig.settle();
        assertThat(one.hears()).containsExactly("42[\"x\"]");
        assertThat(two.hears()).isEmpty();
    }

    /** Joins and leaves at random against sets that nobody can get wrong. */
    @Test
    void membershipAgreesWithANaiveModel() {
        long seed = 20261123;
        SplittableRandom random = new SplittableRandom(seed);
        int steps = Boolean.getBoolean("madang.long") ? 200_000 : 5_000;
        List<TestClient> clients = new ArrayList<>();
        List<Set<String>> model = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            clients.add(rig.joined(i % 2));
            model.add(new HashSet<>());
        }
        for (int step = 0; step < steps; step++) {
            int who = random.nextInt(clients.size());
            String room = "r" + random.nextInt(12);
            Socket socket = rig.socket("s" + (who + 1));
            if (random.nextBoolean()) {
                socket.join(room);
                model.get(who).add(room);
            } else {
                socket.leave(room);
                model.get(who).remove(room);
            }
            if (step % 50 == 0) {
                String to = "r" + random.nextInt(12);
                String also = "r" + random.nextInt(12);
                String except = "r" + random.nextInt(12);
                rig.io.to(to, also).except(except).emit("x");
                rig.settle();
                for (int i = 0; i < clients.size(); i++) {
                    Set<String> rooms = model.get(i);
                    boolean expected = (rooms.contains(to) || rooms.contains(also)) && !rooms.contains(except);
                    assertThat(clients.get(i).hears())
                            .as("seed %d, step %d, socket %d", seed, step, i)
                            .hasSize(expected ? 1 : 0);
                }
            }
        }
    }
}
