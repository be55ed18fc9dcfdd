package dev.madang.server;

import java.util.concurrent.Executor;

/** Which threads run handlers and middlewares. In every mode, those of one socket run one at a time and in order. */
public sealed interface HandlerMode {
    /** Virtual threads, so handlers may block. The default. */
    HandlerMode VIRTUAL_THREADS = Standard.VIRTUAL_THREADS;

    /**
     * The socket's event loop: the fast path, for handlers that never block. They are put off while another loop has yet
     * to deliver half as much from this one as {@code maxQueuedPackets} or {@code maxQueuedBytes} allow; one call that
     * alone sends more than that allows to sockets of another loop gets an {@link IllegalStateException}.
     */
    HandlerMode EVENT_LOOP = Standard.EVENT_LOOP;

    /**
     * Threads of the caller's, who closes them after the server.
     *
     * @param executor one that refuses a task costs that task's socket its connection
     */
    static HandlerMode executor(Executor executor) {
        return new Given(executor);
    }

    /** The modes that need nothing else. */
    enum Standard implements HandlerMode {
        /** See {@link HandlerMode#VIRTUAL_THREADS}. */
        VIRTUAL_THREADS,
        /** See {@link HandlerMode#EVENT_LOOP}. */
        EVENT_LOOP
    }

    /**
     * See {@link HandlerMode#executor}.
     *
     * @param executor runs the handlers
     */
    record Given(Executor executor) implements HandlerMode {}
}
