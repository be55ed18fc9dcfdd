package dev.madang.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Namespaces that are made when a client asks for them; rule 60, guarantee R4. */
class DynamicNamespaceTest {
    private static final Pattern ROOMS = Pattern.compile("^/room-\\d+$");

    private final Rig rig = new Rig();
    private final Rig cleaning = new Rig(builder -> builder.cleanupEmptyChildNamespaces(true));

    private static List<String> names(Rig rig) {
        return rig.io.namespaces().stream().map(Namespace::name).sorted().toList();
    }

    /** A namespace that is there: unlike {@code of(name)}, this does not make it stay. */
    private static Namespace child(Rig rig, String name) {
        return rig.io.namespaces().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> says(Rig rig, TestClient client, String... packets) {
        client.says(packets);
        rig.settle();
        return client.hears();
    }

    @Test
    void patternLetsInTheNamesItIsFoundInAndNoOthers() {
        rig.io.of(ROOMS);
        TestClient client = rig.client();
        assertThat(says(rig, client, "40/room-1,")).containsExactly("40/room-1,{\"sid\":\"s1\"}");
        assertThat(says(rig, client, "40/room-x,")).containsExactly("44/room-x,{\"message\":\"Invalid namespace\"}");
        assertThat(names(rig)).containsExactly("/", "/room-1");
    }

    @Test
    void patternNeedNotBeTheWholeName() {
        rig.io.of(Pattern.compile("room-\\d"));
        TestClient client = rig.client();
        assertThat(says(rig, client, "40/my-room-1b,")).containsExactly("40/my-room-1b,{\"sid\":\"s1\"}");
    }

    @Test
    void functionSeesNameAndAuthAndOneThatThrowsSaysNo() {
        rig.io.of((name, auth) -> {
            rig.note(name + " " + auth);
            if (name.equals("/throws")) {
                throw new IllegalStateException("expected by this test");
            }
            return auth.path("key").asInt(0) == 1;
        });
        TestClient client = rig.client();
        assertThat(says(rig, client, "40/a,{\"key\":1}")).containsExactly("40/a,{\"sid\":\"s1\"}");
        assertThat(says(rig, client, "40/b")).containsExactly("44/b,{\"message\":\"Invalid namespace\"}");
        assertThat(says(rig, client, "40/throws")).containsExactly("44/throws,{\"message\":\"Invalid namespace\"}");
        assertThat(rig.notes()).containsExactly("/a {\"key\":1}", "/b {}", "/throws {}");
    }

    @Test
    void functionMayAnswerLaterAndOnlyItsFirstAnswerCounts() {
        List<Consumer<Boolean>> answers = new ArrayList<>();
        rig.io.of((name, auth, answer) -> answers.add(answer));
        rig.io.of((name, auth) -> name.equals("/second"));
        TestClient client = rig.client();
        assertThat(says(rig, client, "40/first", "40/second")).isEmpty();
        answers.get(1).accept(false);
        rig.settle();
        assertThat(client.hears()).containsExactly("40/second,{\"sid\":\"s1\"}");
        answers.get(0).accept(true);
        answers.get(0).accept(false);
        rig.settle();
        assertThat(client.hears()).containsExactly("40/first,{\"sid\":\"s2\"}");
    }

    @Test
    void secondConnectWhileTheFirstIsDecidedEndsTheConnection() {
        rig.io.of((name, auth, answer) -> {});
        TestClient client = rig.client();
        says(rig, client, "40/a", "40/a");
        assertThat(client.closed).isNotNull();
        assertThat(names(rig)).containsExactly("/");
    }

    @Test
    void childInheritsMiddlewaresAndConnectionHandlers() {
        rig.io
                .of(ROOMS)
                .use((socket, next) -> {
                    if (socket.namespace().name().equals("/room-13")) {
                        next.refuse("unlucky");
                    } else {
                        next.proceed();
                    }
                })
                .onConnection(socket -> rig.note(socket.namespace().name() + " " + socket.id()));
        TestClient client = rig.client();
        assertThat(says(rig, client, "40/room-13")).containsExactly("44/room-13,{\"message\":\"unlucky\"}");
        says(rig, client, "40/room-7");
        assertThat(rig.notes()).containsExactly("/room-7 s2");
    }

    @Test
    void parentSendsToAllChildrenAndGathersTheirAnswers() {
        ParentNamespace parent = rig.io.of(ROOMS);
        TestClient one = rig.client(0);
        TestClient two = rig.client(1);
        says(rig, one, "40/room-1");
        says(rig, two, "40/room-2");
        parent.emit("x", 1);
        parent.except("s1").emit("y");
        rig.settle();
        assertThat(one.hears()).containsExactly("42/room-1,[\"x\",1]");
        assertThat(two.hears()).containsExactly("42/room-2,[\"x\",1]", "42/room-2,[\"y\"]");
        CompletableFuture<BroadcastAcks> acks =
                parent.timeout(Duration.ofSeconds(1)).emitWithAck("q");
        rig.settle();
        two.says("43/room-2,0[2]");
        rig.advance(Duration.ofSeconds(1));
        assertThat(acks).isCompletedExceptionally();
        assertThat(acks.exceptionNow()).isInstanceOfSatisfying(AckTimeoutException.class, failure -> {
            assertThat(failure.partial().recipients()).isEqualTo(2);
            assertThat(failure.partial().responses()).hasSize(1);
        });
        PreparedEvent event = rig.io.of("/room-1").prepare("z");
        one.hears();
        parent.everyone().emit(event);
        rig.settle();
        assertThat(one.hears()).containsExactly("42/room-1,[\"z\"]");
    }

    @Test
    void parentMovesAndDisconnectsTheSocketsOfAllChildren() {
        ParentNamespace parent = rig.io.of(ROOMS);
        TestClient one = rig.client(0);
        TestClient two = rig.client(1);
        says(rig, one, "40/room-1");
        says(rig, two, "40/room-2");
        CompletableFuture<Void> joined = parent.socketsJoin("all");
        rig.settle();
        assertThat(joined).isCompleted();
        parent.to("all").disconnectSockets(false);
        rig.settle();
        assertThat(one.hears()).containsExactly("41/room-1,");
        assertThat(two.hears()).containsExactly("41/room-2,");
    }

    @Test
    void parentHasNoSocketsToFetch() {
        ParentNamespace parent = rig.io.of(ROOMS);
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(parent::fetchSockets)
                .withMessageContaining("parent namespace");
    }

    @Test
    void namespaceMadeByCodeUnderAPatternJoinsThatParent() {
        ParentNamespace parent = rig.io.of(ROOMS);
        parent.onConnection(socket -> rig.note("parent's handler"));
        Namespace child = rig.io.of("/room-5");
        assertThat(parent.children()).containsExactly(child);
        TestClient client = rig.client();
        says(rig, client, "40/room-5");
        parent.emit("x");
        rig.settle();
        assertThat(client.hears()).containsExactly("42/room-5,[\"x\"]");
        assertThat(rig.notes()).containsExactly("parent's handler");
        assertThat(rig.io.of("/elsewhere").name()).isEqualTo("/elsewhere");
        assertThat(parent.children()).containsExactly(child);
    }

    @Test
    void newNamespacesAreAnnouncedBeforeAnybodyIsIn() {
        rig.io.onNewNamespace(made -> {
            rig.note("new " + made.name() + ", found " + (rig.io.find(made.name()) != null));
            assertThat(rig.io.of(made.name())).isSameAs(made);
            made.use((socket, next) -> next.refuse("guarded"));
        });
        rig.io.of(ROOMS);
        rig.io.of("/static");
        rig.io.of("/static");
        TestClient client = rig.client();
        assertThat(says(rig, client, "40/room-1")).containsExactly("44/room-1,{\"message\":\"guarded\"}");
        assertThat(rig.notes()).containsExactly("new /static, found false", "new /room-1, found false");
    }

    @Test
    void listenerThatThrowsPreventsTheNamespace() {
        rig.io.onNewNamespace(made -> {
            throw new IllegalStateException("expected by this test");
        });
        ParentNamespace parent = rig.io.of(ROOMS);
        TestClient client = rig.client();
        assertThat(says(rig, client, "40/room-1")).containsExactly("44/room-1,{\"message\":\"Invalid namespace\"}");
        assertThat(parent.children()).isEmpty();
        assertThat(names(rig)).containsExactly("/");
    }

    @Test
    void twoClientsAtOnceShareOneNamespace() {
        List<Consumer<Boolean>> answers = new ArrayList<>();
        ParentNamespace parent = rig.io.of((name, auth, answer) -> answers.add(answer));
        TestClient one = rig.client(0);
        TestClient two = rig.client(1);
        one.says("40/a");
        two.says("40/a");
        rig.settle();
        answers.forEach(answer -> answer.accept(true));
        rig.settle();
        assertThat(parent.children()).hasSize(1);
        assertThat(rig.io.of("/a").sockets()).hasSize(2);
        one.hears();
        rig.io.of("/a").emit("x");
        rig.settle();
        assertThat(one.hears()).containsExactly("42/a,[\"x\"]");
        assertThat(two.hears()).endsWith("42/a,[\"x\"]");
    }

    @Test
    void emptyNamespaceGoesWithItsLastSocketIfAskedTo() {
        ParentNamespace parent = cleaning.io.of(ROOMS);
        TestClient one = cleaning.client(0);
        TestClient two = cleaning.client(1);
        says(cleaning, one, "40/room-1");
        says(cleaning, two, "40/room-1");
        Namespace first = child(cleaning, "/room-1");
        says(cleaning, one, "41/room-1");
        assertThat(names(cleaning)).containsExactly("/", "/room-1");
        two.goes();
        cleaning.settle();
        assertThat(names(cleaning)).containsExactly("/");
        assertThat(parent.children()).isEmpty();
        assertThat(says(cleaning, one, "40/room-1")).containsExactly("40/room-1,{\"sid\":\"s3\"}");
        assertThat(child(cleaning, "/room-1")).isNotSameAs(first);
    }

    @Test
    void emptyNamespaceStaysUnlessAskedOtherwise() {
        rig.io.of(ROOMS);
        TestClient client = rig.client();
        says(rig, client, "40/room-1", "41/room-1");
        client.goes();
        rig.settle();
        assertThat(names(rig)).containsExactly("/", "/room-1");
    }

    @Test
    void emptyNamespaceGoesAfterARefusedMiddlewareButNotWhileOthersAreThere() {
        List<Middleware.Next> waiting = new ArrayList<>();
        cleaning.io.of(ROOMS).use((socket, next) -> waiting.add(next));
        TestClient one = cleaning.client(0);
        TestClient two = cleaning.client(1);
        says(cleaning, one, "40/room-1");
        says(cleaning, two, "40/room-1");
        waiting.get(0).refuse("no");
        cleaning.settle();
        assertThat(names(cleaning)).containsExactly("/", "/room-1");
        waiting.get(1).refuse("no");
        cleaning.settle();
        assertThat(names(cleaning)).containsExactly("/");
    }

    @Test
    void namespaceDecidedForAClientWhoHasGoneDoesNotStay() {
        List<Consumer<Boolean>> answers = new ArrayList<>();
        cleaning.io.of((name, auth, answer) -> answers.add(answer));
        TestClient client = cleaning.client();
        says(cleaning, client, "40/a");
        client.goes();
        cleaning.settle();
        answers.getFirst().accept(true);
        cleaning.settle();
        assertThat(names(cleaning)).containsExactly("/");
    }

    @Test
    void namespaceMadeByCodeIsNotCleanedUp() {
        ParentNamespace parent = cleaning.io.of(ROOMS);
        Namespace made = cleaning.io.of("/room-1");
        TestClient client = cleaning.client();
        says(cleaning, client, "40/room-1", "41/room-1");
        client.goes();
        cleaning.settle();
        assertThat(parent.children()).containsExactly(made);
    }

    @Test
    void namespaceThatAClientBroughtAboutStaysOnceCodeHasNamedIt() {
        ParentNamespace parent = cleaning.io.of(ROOMS);
        TestClient client = cleaning.client();
        says(cleaning, client, "40/room-1");
        Namespace named = cleaning.io.of("/room-1").use((socket, next) -> next.refuse("guarded"));
        assertThat(parent.children()).containsExactly(named);
        says(cleaning, client, "41/room-1");
        assertThat(parent.children()).containsExactly(named);
        assertThat(says(cleaning, client, "40/room-1")).containsExactly("44/room-1,{\"message\":\"guarded\"}");
        assertThat(cleaning.io.of("/room-1")).isSameAs(named);
    }

    @Test
    void r4UnknownNamesAreNotRememberedAndThoseOfClientsAreBounded() {
        Rig small = new Rig(builder -> builder.maxDynamicNamespaces(3).cleanupEmptyChildNamespaces(true));
        small.io.of(ROOMS);
        TestClient flood = small.client();
        for (int i = 0; i < 1_000; i++) {
            assertThat(says(small, flood, "40/unknown-" + i)).hasSize(1);
        }
        assertThat(names(small)).containsExactly("/");
        assertThat(says(small, flood, "40/room-1", "40/room-2", "40/room-3", "40/room-4"))
                .last()
                .isEqualTo("44/room-4,{\"message\":\"Invalid namespace\"}");
        flood.goes();
        small.settle();
        TestClient next = small.client();
        assertThat(says(small, next, "40/room-4").getFirst()).startsWith("40/room-4,");
        for (int i = 0; i < 1_000; i++) {
            says(small, next, "40/room-9");
            says(small, next, "41/room-9");
        }
        assertThat(names(small)).containsExactly("/", "/room-4");
    }

    @Test
    void r4NamesBeingDecidedCountAgainstTheNamespacesOfTheClient() {
        Rig small = new Rig(builder -> builder.maxNamespaces(3));
        small.io.of((name, auth, answer) -> {});
        TestClient client = small.client();
        says(small, client, "40/1", "40/2", "40/3");
        assertThat(client.closed).isNull();
        says(small, client, "40/4");
        assertThat(client.closed).isNotNull();
    }

    @Test
    void r5PatternThatBacktracksWithoutEndIsNoMatch() {
        rig.io.of(Pattern.compile("^/(a+)+$"));
        TestClient client = rig.client();
        assertThat(says(rig, client, "40/" + "a".repeat(200)))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("40/aaa");
        assertThat(says(rig, client, "40/" + "a".repeat(200) + "b"))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("44/aaa");
    }

    @Test
    void socketTakenOutByAnotherOneOfItsClientIsCountedOnce() {
        Rig inPlace =
                new Rig(builder -> builder.handlers(HandlerMode.EVENT_LOOP).cleanupEmptyChildNamespaces(true));
        inPlace.io.of(ROOMS);
        inPlace.io.onConnection(socket ->
                socket.onDisconnect(reason -> child(inPlace, "/room-1").to("s2").disconnectSockets(false)));
        TestClient client = inPlace.client();
        assertThat(says(inPlace, client, "40", "40/room-1,"))
                .containsExactly("40{\"sid\":\"s1\"}", "40/room-1,{\"sid\":\"s2\"}");
        TestClient other = inPlace.client();
        assertThat(says(inPlace, other, "40/room-1,")).containsExactly("40/room-1,{\"sid\":\"s3\"}");
        client.goes();
        inPlace.settle();
        assertThat(names(inPlace)).containsExactly("/", "/room-1");
        other.goes();
        inPlace.settle();
        assertThat(names(inPlace)).containsExactly("/");
    }

    @Test
    void preparedEventForAChildThatHasGoneReachesNobodyAndMakesNone() {
        ParentNamespace parent = cleaning.io.of(ROOMS);
        TestClient client = cleaning.client();
        says(cleaning, client, "40/room-1,");
        PreparedEvent event = child(cleaning, "/room-1").prepare("x");
        client.goes();
        cleaning.settle();
        parent.everyone().emit(event);
        assertThat(names(cleaning)).containsExactly("/");
    }

    @Test
    void preparedEventOfAnotherNamespaceIsNoneOfTheParents() {
        ParentNamespace parent = rig.io.of(ROOMS);
        PreparedEvent event = rig.io.of("/other").prepare("x");
        assertThatIllegalArgumentException().isThrownBy(() -> parent.everyone().emit(event));
    }

    @Test
    void sendAndWriteEmitTheEventMessage() {
        TestClient client = rig.joined();
        rig.io.send("a");
        rig.io.write("b", 1);
        rig.io.to("s1").send("c");
        rig.io.to("s1").write("d");
        rig.settle();
        assertThat(client.hears())
                .containsExactly(
                        "42[\"message\",\"a\"]",
                        "42[\"message\",\"b\",1]",
                        "42[\"message\",\"c\"]",
                        "42[\"message\",\"d\"]");
        assertThat(Objects.requireNonNull(rig.io.of("/").socket("s1")).connected())
                .isTrue();
    }
}
