package dev.madang.live.dashboard;

import dev.madang.live.comments.CommentService;
import dev.madang.live.comments.Reads;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** Reads the meters of the Socket.IO server and what the service counts. One thread, once a second. */
final class Gauges {
    private final MeterRegistry meters;
    private final CommentService service;
    private final Pulse pulse;
    private final Machine machine;
    private double in;
    private double out;
    private Reads reads;

    Gauges(MeterRegistry meters, CommentService service, Pulse pulse, Machine machine) {
        this.meters = meters;
        this.service = service;
        this.pulse = pulse;
        this.machine = machine;
        this.in = messages("in");
        this.out = messages("out");
        this.reads = service.reads();
    }

    Sample read(long at) {
        var sheet = new Sample.Sheet();
        double newIn = messages("in");
        double newOut = messages("out");
        Reads newReads = service.reads();
        long hits = newReads.fromMemory() - reads.fromMemory();
        long all = hits + newReads.fromStore() - reads.fromStore();
        sheet.put(Measure.WEBSOCKET, sessions("websocket"))
                .put(Measure.POLLING, sessions("polling"))
                .put(Measure.IN, newIn - in)
                .put(Measure.OUT, newOut - out)
                .put(Measure.HITS, all == 0 ? Double.NaN : 100.0 * hits / all);
        in = newIn;
        out = newOut;
        reads = newReads;
        pulse.into(sheet);
        machine.into(sheet);
        return sheet.at(at);
    }

    private double messages(String direction) {
        return meters.find("madang.messages").tag("direction", direction).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private double sessions(String transport) {
        return meters.find("madang.sessions").tag("transport", transport).gauges().stream()
                .mapToDouble(Gauge::value)
                .sum();
    }
}
