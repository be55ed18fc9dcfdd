package dev.madang.server;

import java.io.Serial;

/** The socket disconnected before it answered, or was disconnected when it was asked. */
public final class DisconnectedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    DisconnectedException() {
        super("socket has been disconnected", null, false, false);
    }
}
