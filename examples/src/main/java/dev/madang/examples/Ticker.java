package dev.madang.examples;

import dev.madang.server.Ack;
import dev.madang.server.ConnectionStateRecovery;
import dev.madang.server.Socket;
import dev.madang.server.SocketIo;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;

/**
 * Prices of made-up shares. A symbol is a room: who watches it gets every {@code tick} that the connection can take, and
 * each {@code trade}. When a connection breaks and comes back in time, the socket is the same one: it is in its rooms,
 * and the trades it missed come first. Ticks are volatile; those it missed are gone. Any thread.
 */
final class Ticker {
    private static final Duration STEP = Duration.ofMillis(66);
    private static final int TICKS_PER_TRADE = 8;
    private static final int CHART = 60;

    /** A share, and its last prices, the newest at the end. */
    record Share(String symbol, String name, List<Double> prices) {
        double price() {
            return prices.getLast();
        }

        void next(double price) {
            prices.add(price);
            if (prices.size() > CHART) {
                prices.removeFirst();
            }
        }
    }

    /** A price; {@code number} counts those of that symbol. */
    record Tick(String symbol, double price, long number) {}

    /** Somebody has bought; {@code number} counts the trades of that symbol. */
    record Trade(String symbol, double price, int shares, long number) {}

    private final SocketIo io;
    private final Map<String, Share> shares = new LinkedHashMap<>();
    private final Map<String, Long> ticks = new LinkedHashMap<>();
    private final Map<String, Long> trades = new LinkedHashMap<>();
    private final SplittableRandom random = new SplittableRandom(7);
    private int turn;

    private Ticker(SocketIo io) {
        this.io = io;
        list("MDG", "마당/Madang", 412);
        list("HNK", "한옥/Hanok", 88.4);
        list("DOL", "돌담/Doldam", 23.15);
        list("CHM", "처마/Cheoma", 156.2);
        list("OND", "온돌/Ondol", 64.7);
        list("JGD", "장독/Jangdok", 301.5);
    }

    private void list(String symbol, String name, double price) {
        Share share = new Share(symbol, name, new ArrayList<>(List.of(price)));
        shares.put(symbol, share);
        for (int i = 1; i < CHART; i++) {
            move(share);
        }
    }

    static Example start(InetSocketAddress address) {
        SocketIo io = SocketIo.builder()
                .connectionStateRecovery(ConnectionStateRecovery.DEFAULT)
                .build();
        Ticker ticker = open(io);
        return Site.start(address, io, "ticker.html", STEP, ticker::step);
    }

    static Ticker open(SocketIo io) {
        Ticker ticker = new Ticker(io);
        io.onConnection(ticker::welcome);
        return ticker;
    }

    private void welcome(Socket socket) {
        socket.on("watch", JsonNode.class, (symbols, ack) -> watch(socket, symbols, ack));
        if (!socket.recovered()) {
            socket.emit("market", market());
        }
    }

    private synchronized List<Share> market() {
        return shares.values().stream()
                .map(each -> new Share(each.symbol(), each.name(), List.copyOf(each.prices())))
                .toList();
    }

    private void watch(Socket socket, JsonNode symbols, Ack ack) {
        List<String> wanted = symbols.valueStream()
                .map(symbol -> symbol.asString(""))
                .distinct()
                .toList();
        if (!symbols.isArray() || !shares.keySet().containsAll(wanted)) {
            ack.reply(Map.of("error", "no such symbol"));
            return;
        }
        shares.keySet().stream().filter(symbol -> !wanted.contains(symbol)).forEach(socket::leave);
        socket.join(wanted.toArray(String[]::new));
        ack.reply(Map.of("watching", wanted));
    }

    /** One price moves, and now and then somebody buys. */
    synchronized void step() {
        Share share = List.copyOf(shares.values()).get(turn++ % shares.size());
        String symbol = share.symbol();
        move(share);
        Tick tick = new Tick(symbol, share.price(), ticks.merge(symbol, 1L, Long::sum));
        io.to(symbol).asVolatile().emit("tick", tick);
        if (random.nextInt(TICKS_PER_TRADE) == 0) {
            trade(share);
        }
    }

    /*
     * One share a step, not all at once: a volatile event is dropped while another waits to be written, so who watches
     * six symbols would get the first.
     */

    private void trade(Share share) {
        long count = trades.merge(share.symbol(), 1L, Long::sum);
        int bought = 10 * (1 + random.nextInt(90));
        io.to(share.symbol()).emit("trade", new Trade(share.symbol(), share.price(), bought, count));
    }

    private void move(Share share) {
        double price = share.price() * (1 + (random.nextDouble() - 0.5) / 90);
        share.next(Math.max(0.01, Math.round(price * 100) / 100.0));
    }
}
