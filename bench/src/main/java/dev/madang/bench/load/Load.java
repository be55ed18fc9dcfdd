package dev.madang.bench.load;

import dev.madang.launcher.CommandLine;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Plays one scenario against a server of this machine and prints one line of JSON: what a window counted, and what it cost
 * the server's process.
 */
public final class Load {
    private static final String USAGE = """
            Usage: load SCENARIO --port N --pid N [--connections 1000] [--window 1] [--rate 10000] [--payload 64]
                   [--object] [--polling] [--warmup 2] [--duration 3] [--jcmd PATH]
            Scenarios: echo, paced, broadcast (with --rate: so many a second), connect, idle""";
    private static final int AT_ONCE = 100;

    private final CommandLine line;
    private final Dialer dialer;
    private final ServerProcess server;

    private Load(CommandLine line) {
        this.line = line;
        this.dialer = new Dialer(line.port("port", 3000));
        this.server = new ServerProcess(number("pid", 0));
    }

    /** Exits with 2 if the command line is wrong, with 1 if the clients cannot connect. */
    public static void main(String[] args) throws Exception {
        try {
            CommandLine line = new CommandLine(
                    args,
                    "port",
                    "pid",
                    "connections",
                    "window",
                    "rate",
                    "payload",
                    "warmup",
                    "duration",
                    "jcmd",
                    "object?",
                    "polling?");
            if (line.words().size() != 1) {
                throw new IllegalArgumentException("one scenario is needed");
            }
            System.out.println(new Load(line).run(line.words().get(0)));
            System.exit(0);
        } catch (IllegalArgumentException refusal) {
            System.err.println(refusal.getMessage() + System.lineSeparator() + USAGE);
            System.exit(2);
        }
    }

    private String run(String scenario) throws Exception {
        Play play = play(scenario);
        boolean connects = scenario.equals("connect");
        long heapBefore = heap();
        long before = server.residentKib();
        int connections = connects ? 0 : number("connections", 1000);
        double connectSeconds = gather(play, connections);
        onLoop(() -> {
            play.begin();
            return true;
        });
        TimeUnit.SECONDS.sleep(number("warmup", 2));
        Window window = new Window();
        onLoop(() -> {
            play.reset();
            return window.open();
        });
        TimeUnit.SECONDS.sleep(number("duration", 3));
        Count count = onLoop(() -> {
            window.close();
            return play.count();
        });
        long resident = server.residentKib();
        double heapKib = (heap() - heapBefore) / 1024.0 / Math.max(1, connections);
        return json(scenario, count, window, connections)
                + String.format(
                        Locale.ROOT,
                        ",\"connectSeconds\":%.2f,\"residentKib\":%d,\"residentBeforeKib\":%d,\"heapKibPerConnection\":%.2f}",
                        connectSeconds,
                        resident,
                        before,
                        heapKib);
    }

    private long heap() throws Exception {
        String jcmd = line.text("jcmd", "");
        return jcmd.isEmpty() ? 0 : server.liveHeap(jcmd);
    }

    private Play play(String scenario) {
        boolean object = line.on("object");
        int payload = number("payload", 64);
        return switch (scenario) {
            case "echo" -> new Echo(object ? Talk.object("echo") : Talk.string("echo", payload), number("window", 1));
            case "paced" -> new PacedEcho(Talk.string("echo", payload), number("rate", 10_000), dialer.loop());
            case "broadcast" ->
                new Broadcasts(
                        Talk.string("broadcast", payload), number("window", 2), number("rate", 0), dialer.loop());
            case "connect" -> new Connects(dialer, number("window", 32), line.on("polling"));
            case "idle" -> new Idle();
            default -> throw new IllegalArgumentException("no scenario is called " + scenario);
        };
    }

    /** Lets the clients in, some at a time; the seconds it took. */
    private double gather(Play play, int connections) throws Exception {
        long start = System.nanoTime();
        Gathering gathering = new Gathering(play, connections);
        onLoop(() -> {
            for (int i = 0; i < AT_ONCE; i++) {
                gathering.next();
            }
            return true;
        });
        gathering.complete.get(2, TimeUnit.MINUTES);
        return (System.nanoTime() - start) / 1e9;
    }

    private <T> T onLoop(Supplier<T> step) throws Exception {
        return dialer.loop().submit(step::get).get();
    }

    private int number(String name, int otherwise) {
        String text = line.text(name, Integer.toString(otherwise));
        if (!text.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException("--" + name + " " + text + ": not a number");
        }
        return Integer.parseInt(text);
    }

    private static String json(String scenario, Count count, Window window, int connections) {
        double million = Math.max(1, count.messages()) / 1e6;
        return String.format(
                Locale.ROOT,
                "{\"scenario\":\"%s\",\"connections\":%d,\"messages\":%d,\"errors\":%d,\"seconds\":%.3f,"
                        + "\"cpuPerMillion\":%.3f,\"user\":%.3f,\"system\":%.3f,\"perSecond\":%.0f,\"others\":%.2f,"
                        + "\"generator\":%.2f,\"p50\":%.1f,\"p99\":%.1f,\"p999\":%.1f,\"max\":%.1f",
                scenario,
                connections,
                count.messages(),
                count.errors(),
                window.seconds,
                window.server.both() / million,
                window.server.user() / million,
                window.server.system() / million,
                count.messages() / window.seconds,
                window.others,
                window.generator,
                micros(count, 50),
                micros(count, 99),
                micros(count, 99.9),
                micros(count, 100));
    }

    private static double micros(Count count, double percentile) {
        return count.delays().getValueAtPercentile(percentile) / 1e3;
    }

    /** What the machine spent while a scenario was counted. */
    private final class Window {
        private long start;
        private ServerProcess.Cpu server = Load.this.server.cpu();
        private ServerProcess.Cpu own = ServerProcess.self();
        private double machine;
        private double seconds;
        private double others;
        private double generator;

        boolean open() {
            server = Load.this.server.cpu();
            own = ServerProcess.self();
            machine = ServerProcess.machine();
            start = System.nanoTime();
            return true;
        }

        void close() {
            seconds = (System.nanoTime() - start) / 1e9;
            server = Load.this.server.cpu().since(server);
            double mine = ServerProcess.self().since(own).both();
            generator = mine / seconds;
            others = (ServerProcess.machine() - machine - server.both() - mine) / seconds;
        }
    }

    /** Opens connections until all have joined. On the loop. */
    private final class Gathering {
        private final Play play;
        private final int wanted;
        private final CompletableFuture<Boolean> complete = new CompletableFuture<>();
        private int dialled;
        private int joined;

        Gathering(Play play, int wanted) {
            this.play = play;
            this.wanted = wanted;
            if (wanted == 0) {
                complete.complete(true);
            }
        }

        void next() {
            if (dialled < wanted) {
                dialled++;
                dialer.dial(() -> new Peer(new Entrance(play, this::entered), null), this::failed);
            }
        }

        private void entered() {
            joined++;
            if (joined == wanted) {
                complete.complete(true);
            } else {
                next();
            }
        }

        private void failed() {
            complete.completeExceptionally(new IllegalStateException("a connection was refused"));
        }
    }
}
