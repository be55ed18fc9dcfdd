package dev.madang.micrometer;

import dev.madang.server.Monitor;
import dev.madang.server.Socket;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * An observation around each call of a handler, {@code madang.event}: given to a server as the option {@code monitor}.
 * With Micrometer's bridge to OpenTelemetry or Brave in the registry, each call is a span, and what the handler calls
 * becomes its children, because the observation is the current one of the handler's thread. Any thread.
 *
 * <p>Key values are {@code namespace} and {@code event} (the name under which the handler was added), bounded as in {@link
 * MadangMetrics}, and {@code socket}, the id. No arguments are observed.
 */
public final class HandlerObservations implements Monitor {
    private final ObservationRegistry registry;
    private final Names namespaces = new Names(MadangMetrics.NAMESPACES);
    private final Names events = new Names(MadangMetrics.EVENTS);

    /** Observations in that registry. */
    public HandlerObservations(ObservationRegistry registry) {
        this.registry = registry;
    }

    @Override
    public @Nullable Handling handlerCalled(Socket socket, String event) {
        if (registry.isNoop()) {
            return null;
        }
        Observation observation = Observation.createNotStarted("madang.event", registry)
                .contextualName("socket.io " + event)
                .lowCardinalityKeyValue(
                        "namespace", namespaces.label(socket.namespace().name()))
                .lowCardinalityKeyValue("event", events.label(event))
                .highCardinalityKeyValue("socket", socket.id())
                .start();
        Observation.Scope scope = observation.openScope();
        return failure -> {
            if (failure != null) {
                observation.error(failure);
            }
            scope.close();
            observation.stop();
        };
    }
}
