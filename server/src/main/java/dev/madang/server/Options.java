package dev.madang.server;

import dev.madang.engine.EngineOptions;
import dev.madang.protocol.DecoderLimits;
import dev.madang.protocol.Json;
import java.time.Duration;
import java.util.function.Supplier;

/** The options of a server, checked; each is documented where {@link SocketIo.Builder} takes it. */
record Options(
        EngineOptions engine,
        Duration connectTimeout,
        Duration attachmentTimeout,
        Duration ackTimeout,
        Duration shutdownTimeout,
        int maxRooms,
        int maxNamespaces,
        int maxNameBytes,
        int maxPendingAcks,
        int maxWaitingEvents,
        int maxWaitingBytes,
        DecoderLimits decoderLimits,
        HandlerMode handlers,
        Json json,
        AdapterFactory adapter,
        boolean serveClient,
        Supplier<String> ids) {}
