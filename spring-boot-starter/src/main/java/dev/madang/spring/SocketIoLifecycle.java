package dev.madang.spring;

import dev.madang.server.SocketIo;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.springframework.context.SmartLifecycle;

/**
 * Drains or closes the sessions when the application stops, before its web server stops taking requests. Spring Boot's
 * readiness says no before this begins.
 */
final class SocketIoLifecycle implements SmartLifecycle {
    /*
     * Spring's graceful shutdown, 1,024 phases below the default, waits until no request is active. A held poll is
     * active for up to 25 s, and an upgraded connection is unknown to it. So the sessions end first.
     */
    static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 512;

    private final SocketIo io;
    private final Duration drain;
    private volatile boolean running;

    SocketIoLifecycle(SocketIo io, Duration drain) {
        this.io = io;
        this.drain = drain;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        end().join();
        running = false;
    }

    @Override
    public void stop(Runnable callback) {
        end().whenComplete((done, failure) -> {
            running = false;
            callback.run();
        });
    }

    private CompletableFuture<Void> end() {
        return drain.isZero() ? io.shutdown() : io.drain(drain);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
