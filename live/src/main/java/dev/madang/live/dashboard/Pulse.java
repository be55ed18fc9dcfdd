package dev.madang.live.dashboard;

import dev.madang.live.comments.DeliveryListener;
import dev.madang.live.store.CommitListener;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Counts commits and deliveries until somebody looks. Any thread counts, one looks; counting takes no lock. */
final class Pulse implements CommitListener, DeliveryListener {
    private static final long LONGEST_MICROS = 60_000_000;
    private static final int DIGITS = 2;
    private static final double MICROS = 1_000.0;

    private final LongAdder commits = new LongAdder();
    private final LongAdder changes = new LongAdder();
    private final Recorder deliveries = new Recorder(LONGEST_MICROS, DIGITS);
    private Histogram interval = deliveries.getIntervalHistogram();

    @Override
    public void committed(int rows, long nanos) {
        commits.increment();
        changes.add(rows);
    }

    @Override
    public void delivered(long nanos) {
        deliveries.recordValue(Math.clamp(nanos / 1_000, 0, LONGEST_MICROS));
    }

    /** Writes down what was counted since the last call. */
    void into(Sample.Sheet sheet) {
        interval = deliveries.getIntervalHistogram(interval);
        sheet.put(Measure.COMMITS, commits.sumThenReset()).put(Measure.CHANGES, changes.sumThenReset());
        if (interval.getTotalCount() > 0) {
            sheet.put(Measure.P50, interval.getValueAtPercentile(50) / MICROS)
                    .put(Measure.P99, interval.getValueAtPercentile(99) / MICROS);
        }
    }
}
