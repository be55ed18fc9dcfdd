package dev.madang.engine;

import java.util.Map;

/**
 * A request that the engine refused: the reference's {@code connection_error} event. Immutable.
 *
 * @param request its head
 * @param code 0 transport unknown, 1 session id unknown, 2 bad handshake method, 3 bad request, 4 forbidden, 5
 *     unsupported protocol version
 * @param message what the code means, in the reference's words
 * @param context the reason in particular, by the reference's names: {@code transport}, {@code sid}, {@code method},
 *     {@code protocol}, {@code message} (the gate's), or {@code name} with one of {@code INVALID_ORIGIN}, {@code
 *     TRANSPORT_MISMATCH}, {@code TRANSPORT_HANDSHAKE_ERROR}, {@code ID_GENERATION_ERROR}, {@code MIDDLEWARE_FAILURE},
 *     and of ours {@code ADMISSION_TIMEOUT}, {@code GATE_FAILURE} and {@code SERVER_SHUTTING_DOWN}. Parts of it come from
 *     the peer: escape them in logs
 */
public record RefusedRequest(RequestHead request, int code, String message, Map<String, String> context) {}
