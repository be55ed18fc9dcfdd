package dev.madang.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Writes what a run measured: {@code report.md}, {@code results.json} and one plot for each scenario. With {@code --check} it
 * exits with 1 when a promise is broken.
 */
public final class Report {
    private static final String FLOOR = "floor";
    private static final String OURS = "loop";

    private final Results results;
    private final StringBuilder text = new StringBuilder();
    private final List<String> broken = new ArrayList<>();

    private Report(Results results) {
        this.results = results;
    }

    /** {@code RESULTS FOLDER [--check]}. */
    public static void main(String[] args) throws IOException {
        List<String> lines = Files.readAllLines(Path.of(args[0]));
        Path folder = Files.createDirectories(Path.of(args[1]));
        Report report = new Report(Results.of(lines));
        Files.writeString(folder.resolve("report.md"), report.markdown());
        Files.writeString(folder.resolve("results.json"), "[\n" + String.join(",\n", lines) + "\n]\n");
        report.plots(folder);
        System.out.println(report.text);
        if (args.length > 2 && !report.broken.isEmpty()) {
            System.err.println("Promises that are broken: " + String.join(", ", report.broken));
            System.exit(1);
        }
    }

    private String markdown() throws IOException {
        text.append("# Benchmark of ")
                .append(LocalDate.now())
                .append("\n\n")
                .append(machine())
                .append("\n\n");
        text.append("Server CPU in µs per message: median (least–most) of the rounds, and times the floor.\n\n");
        costs();
        promises();
        latencies();
        memory();
        return text.toString();
    }

    private static String machine() throws IOException {
        String cpu = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 2))
                .orElse("unknown processor");
        return Runtime.getRuntime().availableProcessors() + " cores of " + cpu + ", Linux "
                + System.getProperty("os.version") + ", Java " + System.getProperty("java.version");
    }

    private void costs() {
        List<String> servers = results.servers();
        row("scenario", servers);
        row("---", servers.stream().map(server -> "---").toList());
        for (String scenario : results.scenarios()) {
            if (!scenario.equals("idle")) {
                row(
                        scenario,
                        servers.stream().map(server -> cost(scenario, server)).toList());
            }
        }
        text.append('\n');
    }

    private String cost(String scenario, String server) {
        Optional<Results.Spread> spread = results.spread(scenario, server, "cpuPerMillion");
        if (spread.isEmpty()) {
            return "";
        }
        Results.Spread figure = spread.get();
        String times = ratio(scenario, server)
                .map(ratio -> String.format(Locale.ROOT, ", %.2fx", ratio))
                .orElse("");
        return number(figure.median()) + " (" + number(figure.least()) + "–" + number(figure.most()) + ")" + times;
    }

    private Optional<Double> ratio(String scenario, String server) {
        return results.spread(scenario, FLOOR, "cpuPerMillion")
                .flatMap(floor -> results.spread(scenario, server, "cpuPerMillion")
                        .map(figure -> figure.median() / floor.median()));
    }

    private void promises() {
        text.append("What is promised of handlers on the event loop, as times of the floor:\n\n");
        row("scenario", List.of("measured", "reach at least", "goal", ""));
        row("---", List.of("---", "---", "---", "---"));
        for (Goal goal : Goal.ALL) {
            ratio(goal.scenario(), OURS).ifPresent(ratio -> promise(goal.scenario(), ratio, goal.reach(), goal.goal()));
        }
        heap(OURS)
                .ifPresent(
                        heap -> promise("live heap of an idle connection, KiB", heap, Goal.HEAP_REACH, Goal.HEAP_GOAL));
        text.append('\n');
    }

    private void promise(String what, double measured, double reach, double goal) {
        String verdict = measured <= goal ? "goal met" : measured <= reach ? "reached" : "MISSED";
        if (measured > reach) {
            broken.add(what);
        }
        row(what, List.of(number(measured), number(reach), number(goal), verdict));
    }

    private void latencies() {
        text.append("Latency in µs from the moment each event was due, of the round in which others took least:\n\n");
        row("server", List.of("paced p50 / p99 / p99.9 / max", "broadcast 20/s p50 / p99 / p99.9 / max"));
        row("---", List.of("---", "---"));
        for (String server : results.servers()) {
            row(server, List.of(latency("paced", server), latency("bcastpaced", server)));
        }
        text.append('\n');
    }

    private String latency(String scenario, String server) {
        Optional<JsonNode> window = results.quietest(scenario, server);
        return window.map(one -> String.format(
                        Locale.ROOT,
                        "%.0f / %.0f / %.0f / %.0f",
                        one.get("p50").asDouble(),
                        one.get("p99").asDouble(),
                        one.get("p999").asDouble(),
                        one.get("max").asDouble()))
                .orElse("");
    }

    private void memory() {
        text.append("Memory of idle connections:\n\n");
        row("server", List.of("RSS, KiB each", "live heap, KiB each", "opened per second"));
        row("---", List.of("---", "---", "---"));
        for (String server : results.servers()) {
            results.quietest("idle", server).ifPresent(one -> row(server, memory(server, one)));
        }
    }

    private List<String> memory(String server, JsonNode one) {
        double connections = one.get("connections").asDouble();
        double resident = (one.get("residentKib").asDouble()
                        - one.get("residentBeforeKib").asDouble())
                / connections;
        return List.of(
                number(resident),
                heap(server).map(Report::number).orElse(""),
                number(connections / one.get("connectSeconds").asDouble()));
    }

    private Optional<Double> heap(String server) {
        return results.quietest("idle", server)
                .map(one -> one.get("heapKibPerConnection").asDouble())
                .filter(heap -> heap > 0);
    }

    private void plots(Path folder) throws IOException {
        for (Curve curve : Curve.of(results)) {
            Files.writeString(folder.resolve(curve.name() + ".svg"), Plot.lines(curve));
        }
        for (String scenario : results.scenarios()) {
            if (Goal.ALL.stream().anyMatch(goal -> goal.scenario().equals(scenario))) {
                Files.writeString(folder.resolve(scenario + ".svg"), Plot.bars(scenario, results));
            }
        }
    }

    private void row(String first, List<String> rest) {
        text.append("| ")
                .append(first)
                .append(" | ")
                .append(String.join(" | ", rest))
                .append(" |\n");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
    }
}
