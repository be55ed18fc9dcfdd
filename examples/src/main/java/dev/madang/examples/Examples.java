package dev.madang.examples;

import dev.madang.launcher.CommandLine;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Starts an example by name: {@code chat --port 8000}. */
public final class Examples {
    private static final String USAGE =
            "Usage: java -jar examples.jar chat|bus|sales|ticker|game|lab [--port 8000] [--host ADDRESS]";
    private static final Duration LAB_TICK = Duration.ofMillis(100);

    private Examples() {}

    /** Runs until the process is stopped; exits with 2 if the command line is wrong or the port is taken. */
    public static void main(String[] args) {
        try {
            CommandLine line = new CommandLine(args, "port", "host");
            if (line.words().isEmpty()) {
                throw new IllegalArgumentException("which example?");
            }
            Example example = start(String.join(" ", line.words()), address(line), korean(System.out));
            Runtime.getRuntime().addShutdownHook(new Thread(example::close, "shutdown"));
        } catch (IllegalArgumentException | UncheckedIOException refusal) {
            System.err.println(refusal.getMessage() + System.lineSeparator() + USAGE);
            System.exit(2);
        }
    }

    /**
     * Starts an example.
     *
     * @param address where to listen; port 0 takes a free one
     * @param log what it has to say
     * @throws IllegalArgumentException if there is none of that name
     * @throws UncheckedIOException if the port is taken
     */
    public static Example start(String name, InetSocketAddress address, PrintStream log) {
        Example example = switch (name) {
            case "chat" -> Chat.start(address, log);
            case "bus" -> Bus.start(address);
            case "sales" -> Sales.start(address, log);
            case "ticker" -> Ticker.start(address);
            case "game" -> Game.start(address);
            case "lab" -> Lab.start(address, LAB_TICK);
            default -> throw new IllegalArgumentException("no example is called " + name);
        };
        if (!name.equals("chat")) {
            log.println("http://localhost:" + example.port());
        }
        return example;
    }

    /** The output itself if its encoding has Hangul, as UTF-8 otherwise: with no locale Java prints question marks. */
    static PrintStream korean(PrintStream output) {
        boolean writes = output.charset().newEncoder().canEncode("서버");
        return writes ? output : new PrintStream(output, true, StandardCharsets.UTF_8);
    }

    private static InetSocketAddress address(CommandLine line) {
        String host = line.text("host", "");
        int port = line.port("port", 8000);
        return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
    }
}
