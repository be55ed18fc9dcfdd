package dev.madang.e2e;

import dev.madang.testkit.Http;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** One of our servers in a process of its own, so that it can be killed, or watched from outside. */
final class ServerProcess implements AutoCloseable {
    private final Process process;
    private final Path log;
    private final int port;

    private ServerProcess(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /** The application with its data in {@code folder}; it is up and answers when this returns. */
    static ServerProcess live(Path folder, int port, String... properties) {
        return live(List.of(), folder, port, properties);
    }

    /** As {@link #live(Path, int, String...)}, started by another program. */
    static ServerProcess live(List<String> wrapper, Path folder, int port, String... properties) {
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(java());
        command.addAll(List.of("-Xmx192m", "dev.madang.live.Live", "--server.port=" + port));
        command.addAll(List.of("--server.address=127.0.0.1"));
        command.addAll(List.of(properties));
        return start(command, folder, port);
    }

    /** A command of ours that listens on {@code port}. */
    static ServerProcess start(List<String> command, Path folder, int port) {
        try {
            Path log = folder.resolve("server.log");
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            ServerProcess server = new ServerProcess(process, log, port);
            server.awaitAnswer();
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The JVM and class path of this test. */
    static List<String> java() {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return List.of(
                java.toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dfile.encoding=UTF-8",
                "-Dstdout.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"));
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
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

    /** All that it has printed. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** SIGKILL to the server itself, also when another program started it. */
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        end(process);
    }

    /** No file of the server may grow beyond that many bytes: as if the disk were full, for files that would. */
    void limitFiles(long bytes) {
        String most = bytes == Long.MAX_VALUE ? "unlimited" : Long.toString(bytes);
        Path prlimit = Need.program("prlimit");
        try {
            int status = new ProcessBuilder(
                            prlimit.toString(), "--pid", Long.toString(process.pid()), "--fsize=" + most + ":")
                    .inheritIO()
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new AssertionError("prlimit ended with " + status);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }

    /** SIGTERM, and SIGKILL for one that does not end within 20 seconds. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException stopped) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    private static void end(Process process) {
        process.onExit().join();
    }

    private void awaitAnswer() {
        try (Http http = new Http()) {
            Awaitility.await("answer of " + url())
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> answers(http));
        } catch (org.awaitility.core.ConditionTimeoutException late) {
            kill();
            throw new AssertionError("the server does not answer:\n" + log(), late);
        }
    }

    private boolean answers(Http http) {
        if (!process.isAlive()) {
            throw new AssertionError("the server ended:\n" + log());
        }
        try {
            http.get(url() + "/socket.io/");
            return true;
        } catch (CompletionException notYet) {
            return false;
        }
    }
}
