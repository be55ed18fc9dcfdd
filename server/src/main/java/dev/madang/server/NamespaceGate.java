package dev.madang.server;

import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * Decides whether a namespace that nobody has named yet is to be made, because a client asks for it. It guards the
 * making, not the namespace: once that is there, other clients join it without being asked about here. Who may come in
 * is for middlewares to say: {@link ParentNamespace#use}.
 */
@FunctionalInterface
public interface NamespaceGate {
    /**
     * Looks at a name that a client asks for. On a handler thread, so it may block; may also answer later, from any
     * thread. One that throws says no.
     *
     * @param name with its leading slash; at most as long as {@link dev.madang.protocol.DecoderLimits} allows
     * @param auth the payload of the client's CONNECT packet; an empty object if it had none
     * @param answer takes whether the namespace is to be made; the first call counts, later ones do nothing
     */
    void check(String name, JsonNode auth, Consumer<Boolean> answer) throws Exception;
}
