package dev.madang.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.socket.client.IO;
import io.socket.client.Socket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The README's server, as a newcomer starts it: in a process of its own, on port 8000. */
class MainTest {
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    @Test
    void theServerOfTheReadmeAnswers() throws Exception {
        if (!free(8000)) {
            assertThat(System.getenv("CI")).as("port 8000 is taken, and CI").isNotEqualTo("true");
            Assumptions.abort("port 8000 is taken on this machine");
        }
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process server = new ProcessBuilder(
                        List.of(java.toString(), "-cp", System.getProperty("java.class.path"), Main.class.getName()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            Awaitility.await("port 8000").atMost(Duration.ofSeconds(60)).until(() -> !free(8000));
            Socket socket = IO.socket("http://127.0.0.1:8000", new IO.Options());
            socket.on("message", arguments -> events.add(arguments[0].toString()));
            socket.connect();
            socket.emit("add", new Object[] {2, 3}, sum -> events.add("sum " + sum[0]));
            socket.emit("message", "hello");
            assertThat(events.poll(30, TimeUnit.SECONDS)).isEqualTo("sum 5");
            assertThat(events.poll(30, TimeUnit.SECONDS)).endsWith(": hello");
            socket.disconnect();
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("0.0.0.0"))) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
