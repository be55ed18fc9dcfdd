package dev.madang.conformance;

import dev.madang.launcher.CommandLine;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;

/** Starts the server of a profile, for test suites written by others: {@code --profile v5 --port 3000}. */
public final class Conformance {

    private Conformance() {}

    /** Runs until the process is stopped; exits with 2 if the command line is wrong or the port is taken. */
    public static void main(String[] args) {
        try {
            CommandLine line = new CommandLine(args, "profile", "port", "host", "loops");
            String profile = line.text("profile", "v5");
            if (!line.words().isEmpty() || !profile.equals("v5")) {
                throw new IllegalArgumentException("no profile is called " + profile + "; there is: v5");
            }
            V5 server = V5.start(address(line), loops(line.text("loops", "1")));
            Warmup.of(server.port());
            System.out.println("profile v5 on port " + server.port());
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shutdown"));
        } catch (IllegalArgumentException | UncheckedIOException refusal) {
            System.err.println(refusal.getMessage());
            System.exit(2);
        }
    }

    private static InetSocketAddress address(CommandLine line) {
        String host = line.text("host", "");
        int port = line.port("port", 3000);
        return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
    }

    private static int loops(String text) {
        if (text.matches("[1-9][0-9]?")) {
            return Integer.parseInt(text);
        }
        throw new IllegalArgumentException("--loops " + text + ": not a number from 1 to 99");
    }
}
