package dev.madang.examples;

import dev.madang.launcher.CommandLine;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Starts an example by name: {@code chat --port 8000}. */
public final class Examples {
    private static final String USAGE = "Usage: java -jar examples.jar chat [--port 8000] [--host ADDRESS]";

    private Examples() {}

    /** Runs until the process is stopped; exits with 2 if the command line is wrong or the port is taken. */
    public static void main(String[] args) {
        try {
            CommandLine line = new CommandLine(args, "port", "host");
            if (!line.words().equals(List.of("chat"))) {
                throw new IllegalArgumentException(
                        line.words().isEmpty()
                                ? "which example?"
                                : "no example is called " + String.join(" ", line.words()));
            }
            Chat chat = Chat.start(address(line), korean(System.out));
            Runtime.getRuntime().addShutdownHook(new Thread(chat::close, "shutdown"));
        } catch (IllegalArgumentException | UncheckedIOException refusal) {
            System.err.println(refusal.getMessage() + System.lineSeparator() + USAGE);
            System.exit(2);
        }
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
