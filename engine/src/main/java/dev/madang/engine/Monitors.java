package dev.madang.engine;

import java.util.List;
import java.util.function.Consumer;

/** Several monitors as one, none of which can harm the others or the engine. */
final class Monitors implements EngineMonitor {
    /** For nobody: what is told costs a call that does nothing. */
    static final EngineMonitor NONE = new EngineMonitor() {};

    private final EngineMonitor[] all;
    private final UncaughtHandler uncaught;

    private Monitors(List<EngineMonitor> all, UncaughtHandler uncaught) {
        this.all = all.toArray(EngineMonitor[]::new);
        this.uncaught = uncaught;
    }

    static EngineMonitor of(List<EngineMonitor> all, UncaughtHandler uncaught) {
        return all.isEmpty() ? NONE : new Monitors(all, uncaught);
    }

    private void each(Consumer<EngineMonitor> news) {
        for (EngineMonitor monitor : all) {
            try {
                news.accept(monitor);
            } catch (Throwable failure) {
                uncaught.uncaught("monitor", failure);
            }
        }
    }

    @Override
    public void sessionOpened(Session session) {
        each(monitor -> monitor.sessionOpened(session));
    }

    @Override
    public void sessionUpgrading(Session session) {
        each(monitor -> monitor.sessionUpgrading(session));
    }

    @Override
    public void sessionUpgraded(Session session) {
        each(monitor -> monitor.sessionUpgraded(session));
    }

    @Override
    public void sessionClosed(Session session, CloseReason reason) {
        each(monitor -> monitor.sessionClosed(session, reason));
    }

    @Override
    public void heartbeat(Session session) {
        each(monitor -> monitor.heartbeat(session));
    }

    @Override
    public void messageReceived(Session session, int bytes) {
        each(monitor -> monitor.messageReceived(session, bytes));
    }

    @Override
    public void messagesSent(Session session, int messages, int bytes) {
        each(monitor -> monitor.messagesSent(session, messages, bytes));
    }

    @Override
    public void sessionDrained(Session session) {
        each(monitor -> monitor.sessionDrained(session));
    }

    @Override
    public void readingChanged(Session session, boolean on) {
        each(monitor -> monitor.readingChanged(session, on));
    }

    @Override
    public void ruleBroken(Session session, String rule) {
        each(monitor -> monitor.ruleBroken(session, rule));
    }

    @Override
    public void requestRefused(RequestHead request, int code) {
        each(monitor -> monitor.requestRefused(request, code));
    }

    @Override
    public void requestAnswered(RequestHead request, int status) {
        each(monitor -> monitor.requestAnswered(request, status));
    }
}
