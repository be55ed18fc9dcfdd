package dev.madang.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** A proxy of the machine's own (Debian's), with the configuration that the documentation shows. */
final class Proxy implements AutoCloseable {
    private static final Path PAGE = Node.FOLDER.resolveSibling("docs/topics/behind-a-proxy.md");

    private final Process process;
    private final Path log;
    private final int port;

    private Proxy(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /** Starts {@code nginx} or {@code haproxy} in front of servers; of two, each client keeps one. */
    static Proxy start(String kind, Path folder, int... servers) {
        Path program = Need.program(kind);
        int port = ServerProcess.freePort();
        try {
            Path config = folder.resolve(kind + ".conf");
            Path log = folder.resolve(kind + ".log");
            boolean nginx = kind.equals("nginx");
            Files.writeString(config, nginx ? nginx(folder, port, servers) : haproxy(port, servers));
            List<String> command = new ArrayList<>(List.of(program.toString()));
            command.addAll(
                    nginx
                            ? List.of("-p", folder.toString(), "-e", "stderr", "-c", config.toString())
                            : List.of("-db", "-f", config.toString()));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            Proxy proxy = new Proxy(process, log, port);
            proxy.awaitPort();
            return proxy;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String nginx(Path folder, int port, int... servers) {
        StringBuilder upstream = new StringBuilder();
        for (int server : servers) {
            upstream.append("    server 127.0.0.1:").append(server).append(";\n");
        }
        if (servers.length > 1) {
            upstream.append(block("nginx", 1));
        }
        String site = block("nginx", 0)
                .replace("    server 127.0.0.1:8000;\n", upstream)
                .replace("listen 80;", "listen 127.0.0.1:" + port + ";");
        StringBuilder http = new StringBuilder("daemon off;\nworker_processes 1;\npid nginx.pid;\n");
        http.append("events {}\nhttp {\naccess_log off;\n");
        for (String path : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
            http.append(path).append("_temp_path ").append(folder.resolve(path)).append(";\n");
        }
        return http.append(site).append("}\n").toString();
    }

    private static String haproxy(int port, int... servers) {
        StringBuilder backend = new StringBuilder(servers.length > 1 ? block("haproxy", 1) : "");
        for (int server : servers) {
            backend.append("    server madang-" + server + " 127.0.0.1:")
                    .append(server)
                    .append('\n');
        }
        return block("haproxy", 0)
                .replace("    server madang-1 127.0.0.1:8000\n", backend)
                .replace("bind :80", "bind 127.0.0.1:" + port);
    }

    /** A block of the page as it stands there. */
    private static String block(String language, int index) {
        try {
            Matcher blocks = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                    .matcher(Files.readString(PAGE));
            for (int i = 0; i <= index; i++) {
                if (!blocks.find()) {
                    throw new AssertionError("the page has no block " + index + " of " + language);
                }
            }
            return blocks.group(1);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    private void awaitPort() {
        Awaitility.await("port of the proxy")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(this::listens);
    }

    private boolean listens() throws IOException {
        if (!process.isAlive()) {
            throw new AssertionError("the proxy ended:\n" + Files.readString(log));
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
