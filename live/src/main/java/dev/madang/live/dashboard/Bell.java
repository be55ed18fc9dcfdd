package dev.madang.live.dashboard;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** Tells open dashboards that what waits for them changed. Any thread. */
final class Bell {
    private final Sinks.Many<String> rings = Sinks.many().multicast().directBestEffort();

    /** Something happened; {@code what} says what, without anything that people wrote. */
    synchronized void ring(String what) {
        rings.tryEmitNext(what);
    }

    /** What happens from now on; who is slow hears the last of it. */
    Flux<String> rings() {
        return rings.asFlux().onBackpressureLatest();
    }
}
