package dev.madang.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
}
