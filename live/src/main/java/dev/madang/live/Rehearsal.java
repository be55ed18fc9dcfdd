package dev.madang.live;

import dev.madang.live.transfer.Commands;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/**
 * A start that ends by itself: on a free port of the loopback address, with a database that is thrown away, the server
 * answers a visitor who opens the pages, polls, and comments over a WebSocket. Run by one thread.
 */
final class Rehearsal {
    /*
     * A JVM that writes down what it loaded (-XX:AOTCacheOutput) is to have loaded what the first visitors need, not only
     * what a start needs.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String POST = "0123456789abcdef01234567";
    private static final List<String> PATHS = List.of(
            "/",
            "/chat",
            "/embed.js",
            "/post/" + POST,
            "/api/v2/posts/" + POST + "/comments",
            "/feed.xml",
            "/actuator/health/readiness",
            "/admin/",
            "/socket.io/?EIO=4&transport=polling");

    private final HttpClient http;
    private final int port;

    private Rehearsal(HttpClient http, int port) {
        this.http = http;
        this.port = port;
    }

    /** Starts, answers and ends; the exit code. */
    static int run(PrintStream report) {
        try {
            Path folder = Files.createTempDirectory("madang-rehearsal");
            try {
                perform(folder);
            } finally {
                FileSystemUtils.deleteRecursively(folder);
            }
            report.println("rehearsed");
            return Commands.DONE;
        } catch (IOException e) {
            report.println("the rehearsal failed: " + e.getMessage());
            return Commands.FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Commands.FAILED;
        }
    }

    private static void perform(Path folder) throws IOException, InterruptedException {
        try (ConfigurableApplicationContext context = Live.start(
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--madang.store=sqlite:" + folder.resolve("madang.db"));
                HttpClient http =
                        HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            var server = Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer());
            var visit = new Rehearsal(http, server.getPort());
            visit.pages();
            visit.comment(1);
            visit.comment(2);
            visit.pages();
        }
    }

    private void pages() throws IOException, InterruptedException {
        for (String path : PATHS) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(PATIENCE)
                    .header("Accept-Encoding", "gzip")
                    .build();
            int status = http.send(request, BodyHandlers.discarding()).statusCode();
            if (status >= 500) {
                throw new IOException(path + " was answered with " + status);
            }
        }
    }

    /* The packets of a client that joins a post by one of the contracts, and comments. */
    private void comment(int contract) throws IOException, InterruptedException {
        var visitor = new Visitor();
        WebSocket socket = http.newWebSocketBuilder()
                .connectTimeout(PATIENCE)
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/socket.io/?EIO=4&transport=websocket"), visitor)
                .join();
        visitor.await("0{");
        say(socket, "40{\"v\":" + contract + "}");
        visitor.await("40{");
        if (contract == 1) {
            say(socket, "42[\"join_post\",\"" + POST + "\"]");
            visitor.await("42[\"load_comments\"");
            say(socket, "420[\"new_comment\",{\"userId\":\"Madang\",\"postId\":\"" + POST + "\",\"content\":\"마당\"}]");
            visitor.await("42[\"comment_added\"");
        } else {
            say(socket, "420[\"join\",{\"post\":\"" + POST + "\"}]");
            visitor.await("430[");
            say(socket, "421[\"add\",{\"post\":\"" + POST + "\",\"text\":\"마당\",\"name\":\"Madang\"}]");
            visitor.await("431[");
        }
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    private static void say(WebSocket socket, String packet) {
        socket.sendText(packet, true).join();
    }

    /** What comes from the server, a packet at a time. */
    private static final class Visitor implements WebSocket.Listener {
        private final BlockingQueue<String> packets = new LinkedBlockingQueue<>();
        private final StringBuilder begun = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            begun.append(data);
            if (last) {
                packets.add(begun.toString());
                begun.setLength(0);
            }
            socket.request(1);
            return null;
        }

        void await(String beginning) throws IOException, InterruptedException {
            String packet;
            do {
                packet = packets.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                if (packet == null) {
                    throw new IOException("no " + beginning + " came");
                }
            } while (!packet.startsWith(beginning));
        }
    }
}
