package dev.madang.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the cost of a message grows with something: scenarios whose names end with its value ({@code room-1000}).
 *
 * @param points by server, in the order of the values
 */
record Curve(String name, Map<String, List<Point>> points) {
    /** Cost in µs of server CPU at a value. */
    record Point(double value, double cost) {}

    static List<Curve> of(Results results) {
        Map<String, Curve> curves = new LinkedHashMap<>();
        for (String scenario : results.scenarios()) {
            int dash = scenario.lastIndexOf('-');
            if (dash > 0) {
                Curve curve = curves.computeIfAbsent(
                        scenario.substring(0, dash), name -> new Curve(name, new LinkedHashMap<>()));
                curve.add(results, scenario, Double.parseDouble(scenario.substring(dash + 1)));
            }
        }
        return List.copyOf(curves.values());
    }

    private void add(Results results, String scenario, double value) {
        for (String server : results.servers()) {
            results.spread(scenario, server, "cpuPerMillion")
                    .ifPresent(spread -> points.computeIfAbsent(server, name -> new ArrayList<>())
                            .add(new Point(value, spread.median())));
        }
    }
}
