package dev.madang.server;

import java.util.List;

/**
 * What events come to: a socket gets those of its client. Any thread adds and removes handlers; a change counts from the
 * next event on. Handlers of one event run in the order in which they were added.
 *
 * <p>Typed handlers are called when all their arguments are there and can be read as their types; see {@link
 * EventHandler} for missing and wrong ones.
 *
 * @param <T> the target itself, for chains of calls
 */
public interface EventTarget<T extends EventTarget<T>> {
    /** Handles an event in the raw form, for any number of arguments. */
    T on(String event, EventHandler handler);

    /** Handles the next event of that name, and no later one. */
    T once(String event, EventHandler handler);

    /** Handles an event before the handlers that are there. */
    T prepend(String event, EventHandler handler);

    /** Handles the next event of that name before the handlers that are there, and no later one. */
    T prependOnce(String event, EventHandler handler);

    /** Forgets all handlers of an event. */
    T off(String event);

    /** Forgets one handler of an event, given as it was added: raw or typed. Does nothing if it is not there. */
    T off(String event, Object handler);

    /** The handlers of an event as they were added, raw or typed, in the order of their calls: a snapshot. */
    List<Object> listeners(String event);

    /** Handles an event with one argument. */
    default <A> T on(String event, Class<A> a, EventHandler.One<A> handler) {
        return on(event, TypedHandlers.of(a, handler));
    }

    /** Handles an event with one argument and the ack. */
    default <A> T on(String event, Class<A> a, EventHandler.OneAck<A> handler) {
        return on(event, TypedHandlers.of(a, handler));
    }

    /** Handles an event with two arguments. */
    default <A, B> T on(String event, Class<A> a, Class<B> b, EventHandler.Two<A, B> handler) {
        return on(event, TypedHandlers.of(a, b, handler));
    }

    /** Handles an event with two arguments and the ack. */
    default <A, B> T on(String event, Class<A> a, Class<B> b, EventHandler.TwoAck<A, B> handler) {
        return on(event, TypedHandlers.of(a, b, handler));
    }

    /** Handles an event with three arguments. */
    default <A, B, C> T on(String event, Class<A> a, Class<B> b, Class<C> c, EventHandler.Three<A, B, C> handler) {
        return on(event, TypedHandlers.of(a, b, c, handler));
    }

    /** Handles an event with three arguments and the ack. */
    default <A, B, C> T on(String event, Class<A> a, Class<B> b, Class<C> c, EventHandler.ThreeAck<A, B, C> handler) {
        return on(event, TypedHandlers.of(a, b, c, handler));
    }

    /** Handles an event with four arguments. */
    default <A, B, C, D> T on(
            String event, Class<A> a, Class<B> b, Class<C> c, Class<D> d, EventHandler.Four<A, B, C, D> handler) {
        return on(event, TypedHandlers.of(a, b, c, d, handler));
    }

    /** Handles an event with four arguments and the ack. */
    default <A, B, C, D> T on(
            String event, Class<A> a, Class<B> b, Class<C> c, Class<D> d, EventHandler.FourAck<A, B, C, D> handler) {
        return on(event, TypedHandlers.of(a, b, c, d, handler));
    }

    /** Handles the next event of that name with one argument, and no later one. */
    default <A> T once(String event, Class<A> a, EventHandler.One<A> handler) {
        return once(event, TypedHandlers.of(a, handler));
    }

    /** Handles the next event of that name with one argument and the ack, and no later one. */
    default <A> T once(String event, Class<A> a, EventHandler.OneAck<A> handler) {
        return once(event, TypedHandlers.of(a, handler));
    }

    /** Handles the next event of that name with two arguments, and no later one. */
    default <A, B> T once(String event, Class<A> a, Class<B> b, EventHandler.Two<A, B> handler) {
        return once(event, TypedHandlers.of(a, b, handler));
    }

    /** Handles the next event of that name with two arguments and the ack, and no later one. */
    default <A, B> T once(String event, Class<A> a, Class<B> b, EventHandler.TwoAck<A, B> handler) {
        return once(event, TypedHandlers.of(a, b, handler));
    }

    /** Handles the next event of that name with three arguments, and no later one. */
    default <A, B, C> T once(String event, Class<A> a, Class<B> b, Class<C> c, EventHandler.Three<A, B, C> handler) {
        return once(event, TypedHandlers.of(a, b, c, handler));
    }

    /** Handles the next event of that name with three arguments and the ack, and no later one. */
    default <A, B, C> T once(String event, Class<A> a, Class<B> b, Class<C> c, EventHandler.ThreeAck<A, B, C> handler) {
        return once(event, TypedHandlers.of(a, b, c, handler));
    }

    /** Handles the next event of that name with four arguments, and no later one. */
    default <A, B, C, D> T once(
            String event, Class<A> a, Class<B> b, Class<C> c, Class<D> d, EventHandler.Four<A, B, C, D> handler) {
        return once(event, TypedHandlers.of(a, b, c, d, handler));
    }

    /** Handles the next event of that name with four arguments and the ack, and no later one. */
    default <A, B, C, D> T once(
            String event, Class<A> a, Class<B> b, Class<C> c, Class<D> d, EventHandler.FourAck<A, B, C, D> handler) {
        return once(event, TypedHandlers.of(a, b, c, d, handler));
    }
}
