package dev.madang.engine;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Decides whether a handshake may become a session: the reference's {@code allowRequest}. Asked on the connection's
 * loop once per handshake, behind all other checks of the request but the protocol version; later requests of a
 * session are not asked about. The answer may come from any thread, at any time: the client waits.
 */
@FunctionalInterface
public interface RequestGate {
    /**
     * Checks a handshake.
     *
     * @return empty to let it in, or the message for the client: 403 with code 4 over polling, 400 over WebSocket. A
     *     stage that fails is reported to the {@link UncaughtHandler} and answered 400
     */
    CompletionStage<Optional<String>> check(RequestHead head);
}
