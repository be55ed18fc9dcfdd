package dev.madang.bench;

import dev.madang.protocol.Arguments;
import dev.madang.protocol.RawJson;
import org.jspecify.annotations.Nullable;

/** How the first argument of an event is taken, and given back. */
enum Payload {
    /** Decoded to a JSON tree and encoded again, as a user's handler would. */
    TREE {
        @Override
        Object of(Arguments arguments) {
            return arguments.node(0);
        }
    },
    /** Its bytes passed on as they came. For JSON only, not for attachments. */
    RAW {
        @Override
        @Nullable
        Object of(Arguments arguments) {
            return arguments.get(0, RawJson.class);
        }
    };

    abstract @Nullable Object of(Arguments arguments);
}
