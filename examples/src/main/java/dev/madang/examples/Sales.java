package dev.madang.examples;

import dev.madang.server.Ack;
import dev.madang.server.PreparedEvent;
import dev.madang.server.Socket;
import dev.madang.server.SocketIo;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Orders as they come in. Whoever looks joins the main namespace and gets {@code board}, what there is, then an {@code
 * order} for each new one: none lost, none twice. Whoever adds orders joins {@code /till}, and needs the token. Any
 * thread.
 */
final class Sales {
    private static final Duration STEP = Duration.ofMillis(900);
    private static final int MINUTES = 30;
    private static final int RECENT = 12;
    private static final int MOST = 99;

    /** What is sold, and for how many won. */
    record Product(String id, String name, int price) {}

    /** An order; {@code time} in milliseconds since 1970. */
    record Order(long number, String product, int count, long won, long time) {}

    /** What has been sold of a product. */
    record Sold(long count, long won) {
        Sold plus(Order order) {
            return new Sold(count + order.count(), won + order.won());
        }
    }

    /** All that a screen shows. */
    record Board(
            List<Product> products, Map<String, Sold> sold, Map<Long, Sold> minutes, List<Order> recent, long number) {}

    private static final List<Product> PRODUCTS = Stream.of(
                    "latte 카페라테/Latte 5500",
                    "citron 유자차/Citron tea 6000",
                    "rice 식혜/Rice punch 4500",
                    "cake 당근 케이크/Carrot cake 7800",
                    "cookie 약과 쿠키/Yakgwa cookie 3900",
                    "beans 원두 200 g/Beans 200 g 16000")
            .map(line -> new Product(
                    line.substring(0, line.indexOf(' ')),
                    line.substring(line.indexOf(' ') + 1, line.lastIndexOf(' ')),
                    Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1))))
            .toList();

    private final SocketIo io;
    private final InstantSource clock;
    private final Map<String, Sold> sold = new TreeMap<>();
    private final TreeMap<Long, Sold> minutes = new TreeMap<>();
    private final Deque<Order> recent = new ArrayDeque<>();
    private final SplittableRandom random = new SplittableRandom(20);
    private long number;

    private Sales(SocketIo io, InstantSource clock) {
        this.io = io;
        this.clock = clock;
    }

    /** Starts it with the token of the environment, or a new one, which is printed. */
    static Example start(InetSocketAddress address, PrintStream log) {
        String token = System.getenv()
                .getOrDefault("MADANG_SALES_TOKEN", UUID.randomUUID().toString().substring(0, 8));
        SocketIo io = SocketIo.create();
        Sales sales = open(io, token, InstantSource.system());
        sales.history();
        Example site = Site.start(address, io, "sales.html", STEP, sales::step);
        log.println("Token for adding orders: " + token);
        return site;
    }

    static Sales open(SocketIo io, String token, InstantSource clock) {
        Sales sales = new Sales(io, clock);
        byte[] expected = token.getBytes(StandardCharsets.UTF_8);
        io.onConnection(sales::show);
        io.of("/till")
                .use((socket, next) -> {
                    String given = socket.handshake().auth().path("token").asString("");
                    if (MessageDigest.isEqual(expected, given.getBytes(StandardCharsets.UTF_8))) {
                        next.proceed();
                    } else {
                        next.refuse("wrong token");
                    }
                })
                .onConnection(socket -> socket.on("add", JsonNode.class, sales::add));
        return sales;
    }

    /** What is there and what comes later: under the lock, so that no order falls between. */
    private synchronized void show(Socket socket) {
        Board board = new Board(PRODUCTS, Map.copyOf(sold), new TreeMap<>(minutes), List.copyOf(recent), number);
        PreparedEvent first = io.of("/").prepare("board", board);
        socket.join("screens", first);
    }

    private void add(JsonNode wanted, Ack ack) {
        JsonNode count = wanted.path("count");
        if (PRODUCTS.stream()
                .noneMatch(each -> each.id().equals(wanted.path("product").asString("")))) {
            ack.reply(Map.of("error", "no such product"));
        } else if (!count.isInt() || count.intValue() < 1 || count.intValue() > MOST) {
            ack.reply(Map.of("error", "count is a number from 1 to " + MOST));
        } else {
            ack.reply(Map.of("number", sell(wanted.path("product").stringValue(), count.intValue(), clock.millis())));
        }
    }

    private synchronized long sell(String product, int count, long time) {
        long price = PRODUCTS.stream()
                .filter(each -> each.id().equals(product))
                .findFirst()
                .orElseThrow()
                .price();
        Order order = new Order(++number, product, count, price * count, time);
        sold.merge(product, new Sold(count, order.won()), (old, one) -> old.plus(order));
        minutes.merge(time / 60_000, new Sold(count, order.won()), (old, one) -> old.plus(order));
        minutes.headMap(time / 60_000 - MINUTES, true).clear();
        recent.addFirst(order);
        if (recent.size() > RECENT) {
            recent.removeLast();
        }
        io.to("screens").emit("order", order);
        return order.number();
    }

    /** Sells something, as long as there are no real customers. */
    void step() {
        sell(clock.millis());
    }

    private void sell(long time) {
        int choice = Math.min(random.nextInt(PRODUCTS.size()), random.nextInt(PRODUCTS.size()));
        sell(PRODUCTS.get(choice).id(), 1 + random.nextInt(3), time);
    }

    /** The last half hour, made up: an empty chart says little. */
    private void history() {
        for (long ago = MINUTES - 1; ago > 0; ago--) {
            int customers = 18 + (int) (10 * Math.sin(ago / 4.0)) + random.nextInt(8);
            for (int i = 0; i < customers; i++) {
                sell(clock.millis() - ago * 60_000);
            }
        }
    }
}
