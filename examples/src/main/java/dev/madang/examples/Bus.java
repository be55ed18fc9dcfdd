package dev.madang.examples;

import dev.madang.server.Ack;
import dev.madang.server.Socket;
import dev.madang.server.SocketIo;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Buses on a map. Whoever watches a route is in its room and gets each {@code bus}, which may be dropped: the next
 * one is newer. Whoever asks for a {@code ride} gets the next bus at the nearest stop as an answer, then {@code eta} until
 * it has {@code arrived}. Any thread.
 */
final class Bus {
    private static final Corner EDGE = new Corner(1000, 640, "");
    private static final List<Route> CITY = List.of(
            route(
                    "101",
                    "120,520 시장/Market; 120,300 학교/School; 300,120 공원/Park; 560,120 도서관/Library; 560,300; 420,420 마당/Courtyard; 420,520 강변/Riverside"),
            route(
                    "202",
                    "420,420 마당/Courtyard; 560,300; 780,300 병원/Hospital; 880,180 언덕/Hill; 880,460 역/Station; 700,520 항구/Harbour; 420,520 강변/Riverside"),
            route(
                    "303",
                    "300,120 공원/Park; 300,300 시청/City hall; 420,420 마당/Courtyard; 700,420 극장/Theatre; 780,300 병원/Hospital; 700,120 미술관/Museum"));
    private static final double METRES_PER_SECOND = 28;
    private static final double METRES_PER_MOVE = 7;

    /** A corner of a route; with a name, Korean and English, it is a stop. */
    record Corner(int x, int y, String name) {}

    /** A line that leads back to its first corner; {@code at[i]} is how far along it corner i lies. */
    record Route(String id, List<Corner> corners, double[] at, double length) {}

    /** A bus, so far along its route. */
    record Vehicle(Route route, double along) {
        double distance(int corner) {
            return (route.at()[corner] - along + route.length()) % route.length();
        }
    }

    /** Somebody who waits at a corner of a route for a bus. */
    record Rider(Socket socket, Route route, int corner, String bus) {
        double distance(double x, double y) {
            Corner stop = route.corners().get(corner);
            return Math.hypot(stop.x() - x, stop.y() - y);
        }
    }

    /** What a rider is told. */
    record Ride(String route, String bus, int corner, long seconds) {}

    private final SocketIo io;
    private final Map<String, Route> routes = new TreeMap<>();
    private final Map<String, Vehicle> vehicles = new TreeMap<>();
    private final Map<String, Rider> riders = new LinkedHashMap<>();
    private int turn;

    private Bus(SocketIo io) {
        this.io = io;
        for (Route route : CITY) {
            routes.put(route.id(), route);
            for (int i = 0; i < 3; i++) {
                vehicles.put(route.id() + "-" + (i + 1), new Vehicle(route, route.length() * i / 3));
            }
        }
    }

    static Example start(InetSocketAddress address) {
        SocketIo io = SocketIo.create();
        Bus bus = open(io);
        return Site.start(address, io, "bus.html", Duration.ofMillis(28), bus::step);
    }

    static Bus open(SocketIo io) {
        Bus bus = new Bus(io);
        io.onConnection(bus::welcome);
        return bus;
    }

    private void welcome(Socket socket) {
        socket.emit("map", routes.values());
        socket.emit("waiting", waiting());
        socket.on("watch", JsonNode.class, (names, ack) -> watch(socket, names, ack));
        socket.on("ride", JsonNode.class, (place, ack) -> ride(socket, place, ack));
        socket.on("cancel", (none, ack) -> forget(socket));
        socket.onDisconnect(reason -> forget(socket));
    }

    private void watch(Socket socket, JsonNode names, Ack ack) {
        List<String> wanted =
                names.valueStream().map(name -> name.asString("")).distinct().toList();
        if (!names.isArray() || !routes.keySet().containsAll(wanted)) {
            ack.reply(Map.of("error", "no such route"));
            return;
        }
        routes.keySet().forEach(socket::leave);
        socket.join(wanted.toArray(String[]::new));
        ack.reply(Map.of("watching", wanted));
    }

    private synchronized void ride(Socket socket, JsonNode place, Ack ack) {
        double x = place.path("x").asDouble(-1);
        double y = place.path("y").asDouble(-1);
        if (!(x >= 0 && x <= EDGE.x() && y >= 0 && y <= EDGE.y())) {
            ack.reply(Map.of("error", "that place is not on the map"));
            return;
        }
        Rider rider = nearest(socket, x, y);
        if (socket.connected()) {
            riders.put(socket.id(), rider);
        }
        ack.reply(ride(rider));
        io.emit("waiting", waiting());
    }

    private Rider nearest(Socket socket, double x, double y) {
        return routes.values().stream()
                .flatMap(route -> IntStream.range(0, route.corners().size())
                        .filter(i -> !route.corners().get(i).name().isEmpty())
                        .mapToObj(i -> new Rider(socket, route, i, next(route, i))))
                .min(Comparator.comparingDouble((Rider each) -> each.distance(x, y))
                        .thenComparingLong(each -> ride(each).seconds()))
                .orElseThrow();
    }

    private String next(Route route, int corner) {
        return vehicles.keySet().stream()
                .filter(bus -> vehicle(bus).route() == route)
                .min(Comparator.comparingDouble(bus -> vehicle(bus).distance(corner)))
                .orElseThrow();
    }

    private Ride ride(Rider rider) {
        long seconds = (long) Math.ceil(vehicle(rider.bus()).distance(rider.corner()) / METRES_PER_SECOND);
        return new Ride(rider.route().id(), rider.bus(), rider.corner(), seconds);
    }

    private Vehicle vehicle(String id) {
        return Objects.requireNonNull(vehicles.get(id));
    }

    private synchronized void forget(Socket socket) {
        if (riders.remove(socket.id()) != null) {
            io.emit("waiting", waiting());
        }
    }

    private synchronized List<Ride> waiting() {
        return riders.values().stream().map(this::ride).toList();
    }

    /** Moves one bus on: of several volatile events in a row, all but the first would wait, and be dropped. */
    synchronized void step() {
        String bus = List.copyOf(vehicles.keySet()).get(turn++ % vehicles.size());
        Vehicle before = vehicle(bus);
        Route route = before.route();
        Vehicle now = new Vehicle(route, (before.along() + METRES_PER_MOVE) % route.length());
        vehicles.put(bus, now);
        io.to(route.id()).asVolatile().emit("bus", bus, Math.round(now.along()));
        for (Rider rider : List.copyOf(riders.values())) {
            if (rider.bus().equals(bus) && before.distance(rider.corner()) <= METRES_PER_MOVE) {
                rider.socket().emit("arrived", bus);
                forget(rider.socket());
            } else if (rider.bus().equals(bus)) {
                rider.socket().emit("eta", ride(rider));
            }
        }
    }

    private static Route route(String id, String text) {
        List<Corner> corners = Stream.of(text.split("; ")).map(Bus::corner).toList();
        double[] at = new double[corners.size()];
        double length = 0;
        for (int i = 0; i < corners.size(); i++) {
            at[i] = length;
            Corner next = corners.get((i + 1) % corners.size());
            length += Math.hypot(
                    next.x() - corners.get(i).x(), next.y() - corners.get(i).y());
        }
        return new Route(id, corners, at, length);
    }

    private static Corner corner(String text) {
        String[] parts = text.split("[, ]", 3);
        return new Corner(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), parts.length > 2 ? parts[2] : "");
    }
}
