package dev.madang.bench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The windows of a run, by scenario and server, in the order they first came. */
final class Results {
    private final Map<String, Map<String, List<JsonNode>>> windows = new LinkedHashMap<>();

    /** Reads what the generator printed, one window a line. */
    static Results of(List<String> lines) {
        JsonMapper json = new JsonMapper();
        Results results = new Results();
        for (String line : lines) {
            JsonNode one = json.readTree(line);
            results.windows
                    .computeIfAbsent(one.get("name").asString(), name -> new LinkedHashMap<>())
                    .computeIfAbsent(one.get("server").asString(), name -> new ArrayList<>())
                    .add(one.get("result"));
        }
        return results;
    }

    List<String> scenarios() {
        return List.copyOf(windows.keySet());
    }

    /** All servers of all scenarios. */
    List<String> servers() {
        return windows.values().stream()
                .flatMap(servers -> servers.keySet().stream())
                .distinct()
                .toList();
    }

    /** What a figure was, over the rounds; empty if it was not measured. */
    Optional<Spread> spread(String scenario, String server, String figure) {
        return spread(scenario, server, window -> window.get(figure).asDouble());
    }

    Optional<Spread> spread(String scenario, String server, ToDoubleFunction<JsonNode> figure) {
        double[] sorted =
                all(scenario, server).stream().mapToDouble(figure).sorted().toArray();
        return sorted.length == 0
                ? Optional.empty()
                : Optional.of(new Spread(sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]));
    }

    /** The round in which other processes took least. */
    Optional<JsonNode> quietest(String scenario, String server) {
        return all(scenario, server).stream()
                .min(Comparator.comparingDouble(window -> window.get("others").asDouble()));
    }

    private List<JsonNode> all(String scenario, String server) {
        return windows.getOrDefault(scenario, Map.of()).getOrDefault(server, List.of());
    }

    /** Median, least and most of a figure. */
    record Spread(double median, double least, double most) {}
}
