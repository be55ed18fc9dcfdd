package dev.madang.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Guarantee R6: nothing is left of a server that was closed. */
class ShutdownTest {
    private final Shutdown shutdown = new Shutdown(new Rig().io);
    private final CountDownLatch closed = new CountDownLatch(1);

    private class Port implements ListenerProvider.Listener {
        @Override
        public InetSocketAddress address() {
            return InetSocketAddress.createUnresolved("localhost", 1);
        }

        @Override
        public CompletionStage<Void> close() {
            closed.countDown();
            return CompletableFuture.completedFuture(null);
        }
    }

    @Test
    void r6PortThatIsBeingBoundWhenTheEndBeginsIsClosedBeforeItsEnd() throws Exception {
        CompletableFuture<Void> binding = new CompletableFuture<>();
        CompletableFuture<Void> bound = new CompletableFuture<>();
        Thread listens = Thread.ofVirtual()
                .start(() -> shutdown.open(() -> {
                    binding.complete(null);
                    bound.join();
                    return new Port();
                }));
        binding.get(30, TimeUnit.SECONDS);
        CompletableFuture<Void> end = shutdown.start();
        bound.complete(null);
        end.get(60, TimeUnit.SECONDS);
        assertThat(closed.getCount()).isZero();
        listens.join();
    }

    @Test
    void r6PortThatCannotBeClosedKeepsNoOtherOpen() throws Exception {
        shutdown.open(() -> new Port() {
            @Override
            public CompletionStage<Void> close() {
                throw new IllegalStateException("expected by this test");
            }
        });
        shutdown.open(Port::new);
        shutdown.start().get(60, TimeUnit.SECONDS);
        assertThat(closed.getCount()).isZero();
    }

    @Test
    void r6NoPortIsBoundOnceTheEndHasBegun() throws Exception {
        CompletableFuture<Void> end = shutdown.start();
        assertThatIllegalStateException().isThrownBy(() -> shutdown.open(Port::new));
        end.get(60, TimeUnit.SECONDS);
        assertThat(closed.getCount()).isEqualTo(1);
    }

    private final List<String> adapters = new ArrayList<>();

    /** An adapter that notes that it is open. */
    private Adapter adapter(Namespace namespace, Adapter local) {
        adapters.add(namespace.name());
        return new ForgetfulAdapter() {
            @Override
            public CompletableFuture<Void> close() {
                adapters.remove(namespace.name());
                return super.close();
            }
        };
    }

    private static void close(Rig rig) {
        CompletableFuture<Void> end = rig.io.shutdown();
        while (!end.isDone()) {
            rig.settle();
        }
    }

    @Test
    void r6NoNamespaceIsMadeOnceTheServerIsClosed() {
        Rig rig = new Rig(builder -> builder.adapter(this::adapter));
        Namespace there = rig.io.of("/there");
        close(rig);
        assertThatIllegalStateException()
                .isThrownBy(() -> rig.io.of("/new"))
                .withMessage("the server is closed, and makes no namespace any more: /new");
        assertThat(rig.io.of("/there")).isSameAs(there);
        assertThat(rig.io.namespaces()).extracting(Namespace::name).containsExactlyInAnyOrder("/", "/there");
        assertThat(adapters).isEmpty();
    }

    @Test
    void r6NamespaceThatIsBeingMadeWhenTheServerClosesIsClosedAsWell() {
        Rig rig = new Rig(builder -> builder.adapter(this::adapter));
        rig.io.onNewNamespace(namespace -> close(rig));
        assertThatIllegalStateException().isThrownBy(() -> rig.io.of("/late"));
        assertThat(rig.io.namespaces()).extracting(Namespace::name).containsExactly("/");
        assertThat(adapters).isEmpty();
    }

    @Test
    void r6DisconnectHandlersMayStillMakeNamespacesWhichAreClosedWithTheOthers() {
        Rig rig = new Rig(builder -> builder.adapter(this::adapter));
        rig.io.onConnection(socket ->
                socket.onDisconnect(reason -> rig.note(rig.io.of("/farewell").name())));
        rig.joined();
        close(rig);
        assertThat(rig.notes()).containsExactly("/farewell");
        assertThat(adapters).isEmpty();
    }

    @Test
    void r6AdapterOfANamespaceThatIsGoneIsWaitedFor() {
        CompletableFuture<Void> closes = new CompletableFuture<>() {
            @Override
            public Void get(long timeout, TimeUnit unit)
                    throws InterruptedException, ExecutionException, TimeoutException {
                complete(null);
                return super.get(timeout, unit);
            }
        };
        Rig rig = new Rig(builder -> builder.cleanupEmptyChildNamespaces(true)
                .adapter((namespace, local) -> namespace.name().equals("/")
                        ? local
                        : new ForgetfulAdapter() {
                            @Override
                            public CompletableFuture<Void> close() {
                                return closes;
                            }
                        }));
        rig.io.of(Pattern.compile("^/child$"));
        TestClient client = rig.client();
        client.says("40/child,");
        rig.settle();
        assertThat(rig.io.namespaces()).hasSize(2);
        client.goes();
        rig.settle();
        assertThat(rig.io.namespaces()).hasSize(1);
        assertThat(closes).isNotDone();
        close(rig);
        assertThat(closes).as("somebody has waited for it").isDone();
        assertThat(rig.io.namespacesByName().closing()).isEmpty();
    }

    @Test
    void r6AdapterThatIsRefusedIsClosed() {
        assertThatIllegalStateException()
                .isThrownBy(() -> SocketIo.builder()
                        .adapter(this::adapter)
                        .connectionStateRecovery(ConnectionStateRecovery.DEFAULT)
                        .build());
        assertThat(adapters).isEmpty();
    }
}
