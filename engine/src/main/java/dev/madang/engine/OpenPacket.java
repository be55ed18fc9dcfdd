package dev.madang.engine;

import dev.madang.protocol.EncodedMessage;
import dev.madang.protocol.EngineCodec;
import dev.madang.protocol.EngineType;

/** The first packet of a session: its id, and what the client has to know of the options. Stateless. */
final class OpenPacket {
    private OpenPacket() {}

    /**
     * The open packet.
     *
     * @param upgradable whether the client may move to a WebSocket
     */
    static EncodedMessage of(String id, boolean upgradable, EngineOptions options) {
        return EngineCodec.control(
                EngineType.OPEN,
                "{\"sid\":\"" + id + "\",\"upgrades\":" + (upgradable ? "[\"websocket\"]" : "[]") + ",\"pingInterval\":"
                        + options.pingInterval().toMillis() + ",\"pingTimeout\":"
                        + options.pingTimeout().toMillis() + ",\"maxPayload\":" + options.maxPayload() + "}");
    }
}
