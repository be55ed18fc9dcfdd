package dev.madang.server;

import dev.madang.protocol.ArgumentException;
import dev.madang.protocol.Arguments;
import tools.jackson.databind.JsonNode;

/** Typed handlers as raw ones: every argument is converted before the handler is called. */
final class TypedHandlers {
    private TypedHandlers() {}

    /**
     * A typed handler in the raw form.
     *
     * @param given what the user gave, and takes away again
     */
    record Typed(Object given, EventHandler raw) implements EventHandler {
        @Override
        public void handle(Arguments arguments, Ack ack) throws Exception {
            raw.handle(arguments, ack);
        }
    }

    static <A> A value(Arguments arguments, int index, Class<A> type) {
        if (type == JsonNode.class) {
            return type.cast(arguments.node(index));
        }
        A value = arguments.get(index, type);
        if (value == null) {
            throw new ArgumentException(
                    index, "argument " + index + " is missing or null where " + type.getSimpleName() + " is expected");
        }
        return value;
    }

    static <A> EventHandler of(Class<A> a, EventHandler.One<A> handler) {
        return new Typed(handler, (args, ack) -> handler.handle(value(args, 0, a)));
    }

    static <A> EventHandler of(Class<A> a, EventHandler.OneAck<A> handler) {
        return new Typed(handler, (args, ack) -> handler.handle(value(args, 0, a), ack));
    }

    static <A, B> EventHandler of(Class<A> a, Class<B> b, EventHandler.Two<A, B> handler) {
        return new Typed(handler, (args, ack) -> handler.handle(value(args, 0, a), value(args, 1, b)));
    }

    static <A, B> EventHandler of(Class<A> a, Class<B> b, EventHandler.TwoAck<A, B> handler) {
        return new Typed(handler, (args, ack) -> handler.handle(value(args, 0, a), value(args, 1, b), ack));
    }

    static <A, B, C> EventHandler of(Class<A> a, Class<B> b, Class<C> c, EventHandler.Three<A, B, C> handler) {
        return new Typed(handler, (args, ack) -> handler.handle(value(args, 0, a), value(args, 1, b), value(args, 2, c)));
    }

    static <A, B, C> EventHandler of(Class<A> a, Class<B> b, Class<C> c, EventHandler.ThreeAck<A, B, C> handler) {
        return new Typed(handler, (args, ack) -> handler.handle(value(args, 0, a), value(args, 1, b), value(args, 2, c), ack));
    }

    static <A, B, C, D> EventHandler of(
            Class<A> a, Class<B> b, Class<C> c, Class<D> d, EventHandler.Four<A, B, C, D> handler) {
        return new Typed(handler, (args, ack) -> handler.handle(value(args, 0, a), value(args, 1, b), value(args, 2, c), value(args, 3, d)));
    }

    static <A, B, C, D> EventHandler of(
            Class<A> a, Class<B> b, Class<C> c, Class<D> d, EventHandler.FourAck<A, B, C, D> handler) {
        return new Typed(handler, (args, ack) -> handler.handle(value(args, 0, a), value(args, 1, b), value(args, 2, c), value(args, 3, d), ack));
    }
}
