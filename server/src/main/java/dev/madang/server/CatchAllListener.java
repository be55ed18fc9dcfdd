package dev.madang.server;

import dev.madang.protocol.Arguments;

/** Sees every event of a socket, whatever its name: in one direction, before anything else does. */
@FunctionalInterface
public interface CatchAllListener {
    /**
     * Sees an event. What it throws ends this call only, and is given to {@link Socket#onError}.
     *
     * @param arguments in {@link HandlerMode#EVENT_LOOP} valid during the call only
     */
    void event(String event, Arguments arguments) throws Exception;
}
