package dev.madang.spring;

import dev.madang.server.SocketIo;
import org.springframework.context.SmartLifecycle;

/** Closes the sessions in order when the application stops, before its web server stops taking requests. */
final class SocketIoLifecycle implements SmartLifecycle {
    /*
     * Spring's graceful shutdown, 1,024 phases below the default, waits until no request is active. A held poll is
     * active for up to 25 s, and an upgraded connection is unknown to it. So the sessions end first.
     */
    static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 512;

    private final SocketIo io;
    private volatile boolean running;

    SocketIoLifecycle(SocketIo io) {
        this.io = io;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        io.close();
        running = false;
    }

    @Override
    public void stop(Runnable callback) {
        io.shutdown().whenComplete((done, failure) -> {
            running = false;
            callback.run();
        });
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
