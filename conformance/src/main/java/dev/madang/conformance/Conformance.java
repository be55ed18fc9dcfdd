package dev.madang.conformance;

import dev.madang.launcher.CommandLine;
import dev.madang.server.ListenOptions;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/**
 * Starts the server of a profile, for test suites written by others: {@code --profile v5 --port 3000}, with TLS by
 * {@code --certificate chain.pem --key key.pem}.
 */
public final class Conformance {

    private Conformance() {}

    /** Runs until the process is stopped; exits with 2 if the command line is wrong or the port is taken. */
    public static void main(String[] args) {
        try {
            CommandLine line = new CommandLine(args, "profile", "port", "host", "loops", "certificate", "key");
            Profile profile = profile(line);
            ListenOptions where = where(line);
            ProfileServer server = profile.start(where);
            if (where.certificate() == null) {
                Warmup.of(profile, server.port());
            }
            System.out.println("profile " + profile.title() + " on port " + server.port());
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shutdown"));
        } catch (IllegalArgumentException | UncheckedIOException refusal) {
            System.err.println(refusal.getMessage());
            System.exit(2);
        }
    }

    private static Profile profile(CommandLine line) {
        String title = line.words().isEmpty()
                ? line.text("profile", Profile.PROTOCOLS.title())
                : line.words().get(0);
        return Profile.named(title)
                .filter(found -> line.words().isEmpty())
                .orElseThrow(() -> new IllegalArgumentException(
                        "no profile is called " + title + "; there are: " + Profile.titles()));
    }

    private static ListenOptions where(CommandLine line) {
        String host = line.text("host", "");
        int port = line.port("port", 3000);
        ListenOptions where = ListenOptions.at(
                        host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port))
                .withLoops(loops(line.text("loops", "1")));
        String certificate = line.text("certificate", "");
        return certificate.isEmpty() ? where : where.withTls(Path.of(certificate), Path.of(line.text("key", "")));
    }

    private static int loops(String text) {
        if (text.matches("[1-9][0-9]?")) {
            return Integer.parseInt(text);
        }
        throw new IllegalArgumentException("--loops " + text + ": not a number from 1 to 99");
    }
}
