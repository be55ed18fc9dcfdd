package dev.madang.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Plots as SVG, readable on light and dark pages. */
final class Plot {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 320;
    private static final int LEFT = 120;
    private static final int EDGE = 48;
    private static final List<String> COLOURS = List.of("#2a9d8f", "#e76f51", "#577590", "#e9c46a");

    private Plot() {}

    /** Horizontal bars: what a message costs each server. */
    static String bars(String scenario, Results results) {
        List<String> parts = new ArrayList<>();
        double most = results.servers().stream()
                .flatMap(server -> results.spread(scenario, server, "cpuPerMillion").stream())
                .mapToDouble(Results.Spread::median)
                .max()
                .orElse(1);
        int y = EDGE;
        for (String server : results.servers()) {
            Results.Spread spread =
                    results.spread(scenario, server, "cpuPerMillion").orElse(null);
            if (spread != null) {
                double width = (WIDTH - LEFT - 2 * EDGE) * spread.median() / most;
                parts.add(text(LEFT - 8, y + 15, "end", server));
                parts.add(String.format(
                        Locale.ROOT,
                        "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"20\" fill=\"%s\"/>",
                        LEFT,
                        y,
                        width,
                        COLOURS.get(
                                server.equals("floor")
                                        ? 2
                                        : server.equals("loop") || server.equals("virtual") ? 0 : 1)));
                parts.add(text(
                        (int) (LEFT + width + 6),
                        y + 15,
                        "start",
                        String.format(Locale.ROOT, "%.2f", spread.median())));
                y += 30;
            }
        }
        return svg(scenario + ": server CPU, µs per message", y + 10, parts);
    }

    /** Lines over a logarithmic axis. */
    static String lines(Curve curve) {
        List<Curve.Point> all =
                curve.points().values().stream().flatMap(List::stream).toList();
        double first =
                Math.log(all.stream().mapToDouble(Curve.Point::value).min().orElse(1));
        double last =
                Math.log(all.stream().mapToDouble(Curve.Point::value).max().orElse(10));
        double top = all.stream().mapToDouble(Curve.Point::cost).max().orElse(1);
        List<String> parts = new ArrayList<>();
        int colour = 0;
        for (Map.Entry<String, List<Curve.Point>> line : curve.points().entrySet()) {
            String paint = COLOURS.get(colour++ % COLOURS.size());
            StringBuilder path = new StringBuilder();
            for (Curve.Point point : line.getValue()) {
                double share = last > first ? (Math.log(point.value()) - first) / (last - first) : 0.5;
                double x = EDGE + share * (WIDTH - 2 * EDGE);
                double y = HEIGHT - EDGE - point.cost() / top * (HEIGHT - 2 * EDGE);
                path.append(String.format(Locale.ROOT, "%s%.1f %.1f ", path.isEmpty() ? "M" : "L", x, y));
                parts.add(
                        text((int) x, HEIGHT - EDGE + 18, "middle", String.format(Locale.ROOT, "%.0f", point.value())));
                parts.add(text((int) x, (int) y - 6, "middle", String.format(Locale.ROOT, "%.2f", point.cost())));
            }
            parts.add("<path d=\"" + path.toString().trim() + "\" fill=\"none\" stroke=\"" + paint
                    + "\" stroke-width=\"2\"/>");
            parts.add("<text x=\"" + (WIDTH - EDGE) + "\" y=\"" + (EDGE + 18 * colour)
                    + "\" text-anchor=\"end\" fill=\"" + paint + "\">" + line.getKey() + "</text>");
        }
        return svg(curve.name() + ": server CPU, µs per message", HEIGHT, parts);
    }

    private static String text(int x, int y, String anchor, String content) {
        return "<text x=\"" + x + "\" y=\"" + y + "\" text-anchor=\"" + anchor + "\">" + content + "</text>";
    }

    private static String svg(String title, int height, List<String> parts) {
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + WIDTH + " " + height + "\" role=\"img\">\n"
                + "<title>" + title + "</title>\n<style>text{font:12px sans-serif;fill:#777}</style>\n"
                + text(EDGE, 24, "start", title) + "\n" + String.join("\n", parts) + "\n</svg>\n";
    }
}
