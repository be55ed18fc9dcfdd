package dev.madang.examples;

import dev.madang.server.Ack;
import dev.madang.server.ConnectionStateRecovery;
import dev.madang.server.Socket;
import dev.madang.server.SocketIo;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Players who colour the cells of a courtyard by walking over them; the server alone moves them, 20 steps a second. All
 * updates are bytes: {@code cells} (two of the cell's number, one of its colour) are kept for who comes back, {@code
 * players} (number, column, row, away or not) may be dropped. Whoever loses the connection stands still for ten seconds,
 * and goes on if it comes back as the same socket. Any thread.
 */
final class Game {
    static final int COLUMNS = 32;
    static final int ROWS = 20;
    static final int STEPS_PER_SECOND = 20;
    private static final int STEPS_PER_MOVE = 3;
    private static final int ROUND = 90 * STEPS_PER_SECOND;
    private static final int PATIENCE = 10 * STEPS_PER_SECOND;
    private static final int MOST = 16;
    private static final int[][] WAYS = {{0, 0}, {0, -1}, {1, 0}, {0, 1}, {-1, 0}};

    /** Who plays: a person, or one of the house's animals, which have no socket. */
    private static final class Player {
        final String name;
        private @Nullable Socket socket;
        int column;
        int row;
        int way;
        int away = -1;

        Player(String name, @Nullable Socket socket) {
            this.name = name;
            this.socket = socket;
        }
    }

    /** All that a screen shows; a cell's colour is its player's number, 0 is none. */
    record Yard(int columns, int rows, byte[] cells, Map<Integer, String> names, int seconds) {}

    private final SocketIo io;
    private final Map<Integer, Player> players = new TreeMap<>();
    private final SplittableRandom random = new SplittableRandom(3);
    private final byte[] cells = new byte[COLUMNS * ROWS];
    private final ByteArrayOutputStream coloured = new ByteArrayOutputStream();
    private long steps;

    private Game(SocketIo io) {
        this.io = io;
    }

    static Example start(InetSocketAddress address) {
        SocketIo io = SocketIo.builder()
                .connectionStateRecovery(ConnectionStateRecovery.DEFAULT)
                .build();
        Game game = open(io);
        game.enter(new Player("까치/Magpie", null));
        game.enter(new Player("토끼/Rabbit", null));
        return Site.start(address, io, "game.html", Duration.ofMillis(1000 / STEPS_PER_SECOND), game::step);
    }

    static Game open(SocketIo io) {
        Game game = new Game(io);
        io.onConnection(game::welcome);
        return game;
    }

    private synchronized void welcome(Socket socket) {
        socket.on("enter", JsonNode.class, (name, ack) -> enter(socket, name, ack));
        socket.on("steer", Integer.class, way -> steer(socket, way));
        socket.onDisconnect(reason -> away(socket));
        Player back = socket.recovered() ? player(socket) : null;
        if (back != null) {
            back.socket = socket;
            back.away = -1;
        }
        if (back == null) {
            socket.join("yard", io.of("/").prepare("yard", yard()));
        }
    }

    private Yard yard() {
        return new Yard(COLUMNS, ROWS, cells.clone(), names(), seconds());
    }

    private synchronized void enter(Socket socket, JsonNode name, Ack ack) {
        String text = name.isString() ? name.stringValue().strip() : "";
        if (text.isEmpty() || text.length() > 12) {
            ack.reply(Map.of("error", "a name has 1 to 12 characters"));
        } else if (player(socket) != null) {
            ack.reply(Map.of("error", "you are in already"));
        } else if (players.size() >= MOST) {
            ack.reply(Map.of("error", "the courtyard is full"));
        } else {
            int number = enter(new Player(text, socket));
            socket.data().put("player", number);
            ack.reply(Map.of("player", number));
        }
    }

    private synchronized int enter(Player player) {
        int number = 1;
        while (players.containsKey(number)) {
            number++;
        }
        players.put(number, player);
        player.column = random.nextInt(COLUMNS);
        player.row = random.nextInt(ROWS);
        colour(number, player);
        io.to("yard").emit("names", names());
        return number;
    }

    private @Nullable Player player(Socket socket) {
        return socket.data().get("player") instanceof Integer number ? players.get(number) : null;
    }

    private synchronized void steer(Socket socket, int way) {
        Player player = player(socket);
        if (player != null && way >= 0 && way < WAYS.length) {
            player.way = way;
        }
    }

    /** Unless it came back already, by another connection. */
    private synchronized void away(Socket socket) {
        Player player = player(socket);
        if (player != null && player.socket == socket) {
            player.away = 0;
            player.way = 0;
        }
    }

    /** A twentieth of a second. */
    synchronized void step() {
        steps++;
        if (players.values().removeIf(player -> player.away >= 0 && ++player.away > PATIENCE)) {
            io.to("yard").emit("names", names());
        }
        if (steps % STEPS_PER_MOVE == 0) {
            players.forEach(this::move);
            io.to("yard").asVolatile().emit("players", positions());
        }
        if (coloured.size() > 0) {
            io.to("yard").emit("cells", coloured.toByteArray());
            coloured.reset();
        }
        if (steps % ROUND == 0) {
            Arrays.fill(cells, (byte) 0);
            io.to("yard").emit("round", seconds());
        } else if (steps % STEPS_PER_SECOND == 0) {
            io.to("yard").emit("seconds", seconds());
        }
    }

    private void move(int number, Player player) {
        if (player.socket == null && random.nextInt(5) == 0) {
            player.way = 1 + random.nextInt(4);
        }
        player.column = Math.clamp(player.column + WAYS[player.way][0], 0, COLUMNS - 1);
        player.row = Math.clamp(player.row + WAYS[player.way][1], 0, ROWS - 1);
        colour(number, player);
    }

    private void colour(int number, Player player) {
        int cell = player.row * COLUMNS + player.column;
        if (cells[cell] != number) {
            cells[cell] = (byte) number;
            coloured.writeBytes(new byte[] {(byte) (cell >> 8), (byte) cell, (byte) number});
        }
    }

    private byte[] positions() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        players.forEach((number, each) -> bytes.writeBytes(
                new byte[] {number.byteValue(), (byte) each.column, (byte) each.row, (byte) (each.away < 0 ? 0 : 1)}));
        return bytes.toByteArray();
    }

    private Map<Integer, String> names() {
        Map<Integer, String> names = new TreeMap<>();
        players.forEach((number, player) -> names.put(number, player.name));
        return names;
    }

    private int seconds() {
        return (int) (ROUND - steps % ROUND) / STEPS_PER_SECOND;
    }
}
