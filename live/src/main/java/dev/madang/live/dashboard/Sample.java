package dev.madang.live.dashboard;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was measured in one second. Immutable.
 *
 * @param at when, in milliseconds since 1970
 * @param values what was measured; nothing for what did not happen or cannot be known here
 */
record Sample(long at, Map<Measure, Double> values) {
    Sample {
        values = Map.copyOf(values);
    }

    /** The time, and the values in the order of {@link Measure}, null for none. */
    List<@Nullable Number> row() {
        var row = new ArrayList<@Nullable Number>();
        row.add(at);
        for (Measure measure : Measure.values()) {
            Double value = values.get(measure);
            row.add(value == null ? null : Math.round(value * 100) / 100.0);
        }
        return row;
    }

    /** Collects the values of a second. */
    static final class Sheet {
        private final Map<Measure, Double> values = new EnumMap<>(Measure.class);

        Sheet put(Measure measure, double value) {
            if (Double.isFinite(value)) {
                values.put(measure, value);
            }
            return this;
        }

        Sample at(long millis) {
            return new Sample(millis, values);
        }
    }
}
