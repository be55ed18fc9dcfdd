package dev.madang.server;

import dev.madang.protocol.Arguments;

/**
 * Handles an event of a socket. The nested forms take one to four typed arguments, with or without the ack; this one
 * takes any number.
 *
 * <p>Handlers of one socket run one at a time, in the order of its events, on the thread that {@link HandlerMode}
 * names. An exception ends that call only: it is logged, and given to {@link Socket#onError}.
 *
 * <p>A typed handler is called with values only: an event whose argument is missing, null or of another type is given
 * to {@link Socket#onError} as an {@link dev.madang.protocol.ArgumentException}. An argument that may be missing is
 * taken as {@code JsonNode.class}, which stands for anything, or from {@link Arguments}.
 */
@FunctionalInterface
public interface EventHandler {
    /** Handles an event. In {@link HandlerMode#EVENT_LOOP} the arguments are valid during the call only. */
    void handle(Arguments arguments, Ack ack) throws Exception;

    /** Takes one argument. */
    @FunctionalInterface
    interface One<A> {
        /** Handles an event. */
        void handle(A a) throws Exception;
    }

    /** Takes two arguments. */
    @FunctionalInterface
    interface Two<A, B> {
        /** Handles an event. */
        void handle(A a, B b) throws Exception;
    }

    /** Takes three arguments. */
    @FunctionalInterface
    interface Three<A, B, C> {
        /** Handles an event. */
        void handle(A a, B b, C c) throws Exception;
    }

    /** Takes four arguments. */
    @FunctionalInterface
    interface Four<A, B, C, D> {
        /** Handles an event. */
        void handle(A a, B b, C c, D d) throws Exception;
    }

    /** Takes one argument and the ack. */
    @FunctionalInterface
    interface OneAck<A> {
        /** Handles an event. */
        void handle(A a, Ack ack) throws Exception;
    }

    /** Takes two arguments and the ack. */
    @FunctionalInterface
    interface TwoAck<A, B> {
        /** Handles an event. */
        void handle(A a, B b, Ack ack) throws Exception;
    }

    /** Takes three arguments and the ack. */
    @FunctionalInterface
    interface ThreeAck<A, B, C> {
        /** Handles an event. */
        void handle(A a, B b, C c, Ack ack) throws Exception;
    }

    /** Takes four arguments and the ack. */
    @FunctionalInterface
    interface FourAck<A, B, C, D> {
        /** Handles an event. */
        void handle(A a, B b, C c, D d, Ack ack) throws Exception;
    }
}
