package dev.madang.engine;

import dev.madang.protocol.EncodedMessage;
import dev.madang.protocol.EngineCodec;
import dev.madang.protocol.EngineType;

/** The first packet of a session: its id, and what the client has to know of the options. Stateless. */
final class OpenPacket {
    private OpenPacket() {}

    /**
     * Sends the open packet, and the initial packet of the options.
     *
     * @param upgradable whether the client may move to a WebSocket
     */
    static void send(Transport transport, String id, boolean upgradable, EngineOptions options) {
        String upgrades = upgradable ? "[\"websocket\"]" : "[]";
        transport.send(EngineCodec.control(
                EngineType.OPEN,
                "{\"sid\":\"" + id + "\",\"upgrades\":" + upgrades + ",\"pingInterval\":"
                        + options.pingInterval().toMillis() + ",\"pingTimeout\":"
                        + options.pingTimeout().toMillis() + ",\"maxPayload\":" + options.maxPayload() + "}"));
        EncodedMessage initial = options.initialPacket();
        if (initial != null) {
            transport.send(initial);
        }
    }
}
