package dev.madang.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.protocol.Arguments;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Middlewares of one socket, which every incoming event passes. */
class EventMiddlewareTest {
    private final List<EventMiddleware.Next> thinking = new ArrayList<>();

    /** Where handlers run. */
    enum Threads {
        EXECUTOR,
        LOOP;

        Rig rig() {
            return this == LOOP ? Rig.inPlace() : new Rig();
        }
    }

    private static Socket noting(Rig rig) {
        Socket socket = rig.socket("s1");
        socket.on("a", String.class, text -> rig.note("a " + text));
        socket.on("b", (arguments, ack) -> {
            rig.note("b");
            ack.reply("done");
        });
        socket.onError(error -> rig.note("error " + error.getMessage()));
        socket.onDisconnect(reason -> rig.note("disconnect"));
        return socket;
    }

    @ParameterizedTest
    @EnumSource
    void middlewaresSeeTheEventInOrderAndLetItPass(Threads threads) {
        Rig rig = threads.rig();
        TestClient client = rig.joined();
        Socket socket = noting(rig);
        socket.use((event, arguments, next) -> {
            rig.note("first " + event + arguments.node(0));
            next.proceed();
            next.stop();
        });
        socket.use((event, arguments, next) -> {
            rig.note("second");
            next.proceed();
        });
        client.says("42[\"a\",\"x\"]", "423[\"b\"]");
        rig.settle();
        assertThat(rig.notes()).containsExactly("first a\"x\"", "second", "a x", "first b", "second", "b");
        assertThat(client.hears()).containsExactly("433[\"done\"]");
    }

    @ParameterizedTest
    @EnumSource
    void refusedEventHasNoHandlerAndItsAckIsAnsweredOnce(Threads threads) {
        Rig rig = threads.rig();
        TestClient client = rig.joined();
        noting(rig).use((event, arguments, next) -> {
            rig.note(event + " " + next.refuse("no", 1));
            next.refuse("again");
            next.proceed();
        });
        client.says("427[\"b\"]", "42[\"b\"]");
        rig.settle();
        assertThat(rig.notes()).containsExactly("b true", "b false");
        assertThat(client.hears()).containsExactly("437[\"no\",1]");
    }

    @ParameterizedTest
    @EnumSource
    void stoppedEventHasNoHandlerAndItsErrorIsGivenToTheListeners(Threads threads) {
        Rig rig = threads.rig();
        TestClient client = rig.joined();
        Socket socket = noting(rig);
        socket.use((event, arguments, next) -> {
            switch (arguments.node(0).asString()) {
                case "silent" -> next.stop();
                case "error" -> next.stop(new SecurityException("not you"));
                case "throw" -> throw new IllegalStateException("broken");
                default -> next.proceed();
            }
        });
        socket.use((event, arguments, next) -> {
            rig.note("reached");
            next.proceed();
        });
        client.says("42[\"a\",\"silent\"]", "42[\"a\",\"error\"]", "42[\"a\",\"throw\"]", "42[\"a\",\"x\"]");
        rig.settle();
        assertThat(rig.notes()).containsExactly("error not you", "error broken", "reached", "a x");
    }

    @ParameterizedTest
    @EnumSource
    void laterEventsWaitForAMiddlewareThatThinks(Threads threads) {
        Rig rig = threads.rig();
        TestClient client = rig.joined();
        Socket socket = noting(rig);
        socket.use((event, arguments, next) -> {
            if (event.equals("b")) {
                next.proceed();
            } else {
                thinking.add(next);
            }
        });
        client.says("42[\"a\",\"1\"]", "421[\"b\"]", "42[\"a\",\"2\"]", "422[\"b\"]");
        rig.settle();
        assertThat(rig.notes()).isEmpty();
        client.says("423[\"b\"]");
        thinking.removeFirst().proceed();
        rig.settle();
        assertThat(rig.notes()).containsExactly("a 1", "b");
        EventMiddleware.Next second = thinking.removeFirst();
        second.stop(new SecurityException("late"));
        second.proceed();
        rig.settle();
        assertThat(rig.notes()).containsExactly("error late", "b", "b");
        assertThat(client.hears()).containsExactly("431[\"done\"]", "432[\"done\"]", "433[\"done\"]");
    }

    @ParameterizedTest
    @EnumSource
    void disconnectTakesBackTheEventThatAMiddlewareThinksAbout(Threads threads) {
        Rig rig = threads.rig();
        TestClient client = rig.joined();
        noting(rig).use((event, arguments, next) -> thinking.add(next));
        client.says("42[\"a\",\"1\"]");
        rig.settle();
        client.goes();
        rig.settle();
        assertThat(rig.notes()).containsExactly("disconnect");
        Objects.requireNonNull(thinking.getFirst()).proceed();
        rig.settle();
        assertThat(rig.notes()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void thinkingCountsAsWaitingSoReadingPausesAndResumes(Threads threads) {
        Rig rig = threads == Threads.LOOP
                ? new Rig(builder -> builder.handlers(HandlerMode.EVENT_LOOP).maxWaitingEvents(4))
                : new Rig(builder -> builder.maxWaitingEvents(4));
        TestClient client = rig.joined();
        noting(rig).use((event, arguments, next) -> thinking.add(next));
        for (int i = 0; i < 6; i++) {
            client.says("42[\"a\",\"" + i + "\"]");
        }
        rig.settle();
        assertThat(client.reading).isFalse();
        while (!thinking.isEmpty()) {
            thinking.removeFirst().proceed();
            rig.settle();
        }
        assertThat(rig.notes()).containsExactly("a 0", "a 1", "a 2", "a 3", "a 4", "a 5");
        assertThat(client.reading).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void eventThatIsThroughIsNotKept(Threads threads) {
        Rig rig = threads.rig();
        TestClient client = rig.joined();
        List<WeakReference<Arguments>> seen = new ArrayList<>();
        noting(rig).use((event, arguments, next) -> {
            seen.add(new WeakReference<>(arguments));
            if (arguments.node(0).stringValue().equals("y")) {
                thinking.add(next);
            } else {
                next.proceed();
            }
        });
        client.says("42[\"a\",\"x\"]", "42[\"a\",\"y\"]");
        rig.settle();
        thinking.removeFirst().proceed();
        rig.settle();
        assertThat(rig.notes()).containsExactly("a x", "a y");
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            System.gc();
            return seen.stream().allMatch(each -> each.get() == null);
        });
    }
}
