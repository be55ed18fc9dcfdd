package dev.madang.bench;

import dev.madang.protocol.Arguments;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.util.TokenBuffer;

/** How the first argument of an event is taken, and given back. */
enum Payload {
    /** Decoded to a JSON tree and encoded again, as a user's handler would. */
    TREE {
        @Override
        Object of(Arguments arguments) {
            return arguments.node(0);
        }
    },
    /** Copied token by token: no tree, no objects of the user's. */
    RAW {
        @Override
        @Nullable
        Object of(Arguments arguments) {
            return arguments.get(0, TokenBuffer.class);
        }
    };

    abstract @Nullable Object of(Arguments arguments);
}
