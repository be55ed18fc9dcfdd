package dev.madang.protocol;

import java.lang.reflect.Type;

/** The one place that words an {@link ArgumentException}: the peer's value must not reach the log through it. */
final class Unreadable {
    private Unreadable() {}

    static ArgumentException as(int index, Type type) {
        return new ArgumentException(index, "argument " + index + " cannot be read as " + type.getTypeName());
    }
}
