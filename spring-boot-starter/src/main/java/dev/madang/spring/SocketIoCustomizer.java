package dev.madang.spring;

import dev.madang.server.SocketIo;
import dev.madang.server.SocketIoOptions;

/** A bean that changes options of the application's {@link SocketIo} before it is built, after the properties did. */
@FunctionalInterface
public interface SocketIoCustomizer {
    /** Changes what it wants to change. */
    void customize(SocketIoOptions.Builder builder);
}
