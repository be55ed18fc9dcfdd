package dev.madang.server;

import dev.madang.protocol.Arguments;
import org.jspecify.annotations.Nullable;

/** The way of one event through the middlewares of its socket. On the handlers' thread, unless a method says otherwise. */
final class Passage implements Runnable {
    /*
     * The mailbox is parked while a middleware thinks. A socket that leaves meanwhile takes the event back: exit()
     * marks the socket as gone and then looks for a passage that thinks; a passage says that it thinks and then looks
     * whether the socket is gone. So one of the two sees the other, and no disconnect handler waits for an answer.
     */
    private final Socket socket;
    private final String event;
    private final Arguments arguments;
    private final Ack ack;
    private final EventMiddleware[] middlewares;
    private int index;
    private State state = State.PASSED;
    private @Nullable Step current;
    private @Nullable Throwable error;

    private enum State {
        /** A middleware is being called. Leads to any other. */
        CALLED,
        /** It returned without an answer. Leads to PASSED or STOPPED. */
        THINKS,
        /** It let pass. Leads to CALLED, of the next one. */
        PASSED,
        /** The event goes no further. */
        STOPPED,
        /** As STOPPED, because the socket has left before the answer. */
        LEFT
    }

    Passage(Socket socket, String event, Arguments arguments, Ack ack, EventMiddleware[] middlewares) {
        this.socket = socket;
        this.event = event;
        this.arguments = arguments;
        this.ack = ack;
        this.middlewares = middlewares;
    }

    /** Goes on behind a middleware that has thought. */
    @Override
    public void run() {
        if (advance()) {
            socket.passed();
            socket.mailbox().unpark();
        }
    }

    /** Asks the middlewares that are left; false if one of them thinks. */
    boolean advance() {
        while (!stopped() && index < middlewares.length) {
            Step step = call();
            try {
                middlewares[index++].handle(event, arguments, step);
            } catch (Throwable thrown) {
                step.stop(thrown);
            }
            if (thinks()) {
                return false;
            }
        }
        if (!stopped()) {
            socket.deliver(event, arguments, ack);
        } else {
            tell();
        }
        return true;
    }

    private void tell() {
        if (refused()) {
            socket.io().monitor().eventStopped(socket, event);
        }
        if (error != null) {
            socket.listeners().error(socket, error);
        }
    }

    private synchronized boolean refused() {
        return state == State.STOPPED;
    }

    private synchronized Step call() {
        state = State.CALLED;
        current = new Step();
        return current;
    }

    private synchronized boolean stopped() {
        return state == State.STOPPED || state == State.LEFT;
    }

    private synchronized boolean thinks() {
        if (state == State.CALLED) {
            state = socket.here() ? State.THINKS : State.LEFT;
        }
        return state == State.THINKS;
    }

    /** Whether the answer was awaited: whoever gave it lets the event go on. */
    private synchronized boolean answer(Step step, State verdict, @Nullable Throwable reason) {
        if (step != current || state == State.PASSED || stopped()) {
            return false;
        }
        boolean awaited = state == State.THINKS;
        state = verdict;
        error = reason;
        return awaited;
    }

    private synchronized boolean undecided(Step step) {
        return step == current && (state == State.CALLED || state == State.THINKS);
    }

    /** The socket has left. On the loop. */
    void abandon() {
        Step step = current();
        if (step != null && answer(step, State.LEFT, null)) {
            resume();
        }
    }

    private synchronized @Nullable Step current() {
        return state == State.THINKS ? current : null;
    }

    private void resume() {
        if (!socket.io().handlers().run(socket.client().loop(), this)) {
            socket.client().execute(socket::abandoned);
        }
    }

    private final class Step implements EventMiddleware.Next {
        @Override
        public void proceed() {
            answered(State.PASSED, null);
        }

        @Override
        public void stop() {
            answered(State.STOPPED, null);
        }

        @Override
        public boolean refuse(@Nullable Object... answer) {
            boolean answers = undecided(this) && ack.requested();
            if (answers) {
                ack.reply(answer);
            }
            stop();
            return answers;
        }

        @Override
        public void stop(Throwable reason) {
            answered(State.STOPPED, reason);
        }

        private void answered(State verdict, @Nullable Throwable reason) {
            if (answer(this, verdict, reason)) {
                resume();
            }
        }
    }
}
