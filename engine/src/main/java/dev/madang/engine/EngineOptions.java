package dev.madang.engine;

import java.time.Duration;
import java.util.Set;

/**
 * The engine's options. Skeleton: the builder comes with the engine.
 *
 * @param path where the engine answers, without the trailing slash
 * @param pingInterval between a pong and the next ping
 * @param pingTimeout how long a pong may take
 * @param upgradeTimeout how long a probe may take until the upgrade packet
 * @param maxPayload bytes of one message, announced in the handshake
 * @param transports what clients may use
 * @param allowUpgrades whether polling sessions may move to WebSocket
 * @param maxPacketsPerPayload packets of one polling body
 * @param maxQueuedBytes bytes that may wait for one client
 * @param maxQueuedPackets packets that may wait for one client
 * @param origins which pages may connect, on all transports
 */
public record EngineOptions(
        String path,
        Duration pingInterval,
        Duration pingTimeout,
        Duration upgradeTimeout,
        int maxPayload,
        Set<String> transports,
        boolean allowUpgrades,
        int maxPacketsPerPayload,
        int maxQueuedBytes,
        int maxQueuedPackets,
        OriginPolicy origins) {}
