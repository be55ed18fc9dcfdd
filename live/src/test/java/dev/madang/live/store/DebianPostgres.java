package dev.madang.live.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A PostgreSQL server of the machine's own packages with fsync on, in a process that can be stopped, frozen and killed. It
 * refuses to run as root: then it runs as the user {@code postgres}. Where there is none the test is skipped, with the
 * reason; with {@code CI=true} that is a failure.
 */
public final class DebianPostgres implements AutoCloseable {
    private static final Path PACKAGES = Path.of("/usr/lib/postgresql");
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    private final Path programs;
    private final Path folder;
    private final int port;
    private Process server;

    private DebianPostgres(Path programs, Path folder, int port) throws IOException {
        this.programs = programs;
        this.folder = folder;
        this.port = port;
        this.server = launch();
    }

    /** An empty server. */
    public static DebianPostgres start() throws IOException {
        Path programs = programs();
        Path folder = Files.createTempDirectory("madang-postgres");
        if (ROOT) {
            run(List.of("chown", "postgres", folder.toString()));
        }
        run(as(
                programs.resolve("initdb"),
                "-D",
                folder + "/data",
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8"));
        return new DebianPostgres(programs, folder, freePort());
    }

    /** What {@code madang.store} is set to. */
    public String url() {
        return url("postgres");
    }

    String url(String database) {
        return "postgresql://postgres@127.0.0.1:" + port + "/" + database;
    }

    /** Runs one of the programs that come with the server. */
    void program(String name, String... arguments) {
        run(as(programs.resolve(name), arguments));
    }

    /** A file that the server's programs may write. */
    Path file(String name) {
        return folder.resolve(name);
    }

    /** As when the machine goes down: at once, without a checkpoint. */
    public void stop() {
        signal("QUIT");
        server.onExit().join();
    }

    /** It comes back with what it had committed. */
    public void startAgain() throws IOException {
        server = launch();
    }

    /** Every process of the server stands still. */
    public void freeze() {
        signal("STOP");
        server.descendants().forEach(child -> signal("STOP", child.pid()));
    }

    /** It goes on. */
    public void thaw() {
        server.descendants().forEach(child -> signal("CONT", child.pid()));
        signal("CONT");
    }

    /** One backend of the server stands still. */
    void freeze(long backend) {
        signal("STOP", backend);
    }

    void thaw(long backend) {
        signal("CONT", backend);
    }

    @Override
    public void close() throws IOException {
        thaw();
        stop();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private Process launch() throws IOException {
        Process process = new ProcessBuilder(as(
                        programs.resolve("postgres"),
                        "-D",
                        folder + "/data",
                        "-p",
                        Integer.toString(port),
                        "-h",
                        "127.0.0.1",
                        "-k",
                        folder.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Awaitility.await("PostgreSQL on port " + port)
                .atMost(Duration.ofMinutes(1))
                .until(this::answers);
        return process;
    }

    private boolean answers() {
        try {
            DriverManager.getConnection("jdbc:" + url().replace("postgres@", "") + "?user=postgres&loginTimeout=5")
                    .close();
            return true;
        } catch (SQLException notYet) {
            return false;
        }
    }

    private void signal(String name) {
        signal(name, server.pid());
    }

    /* A backend may have ended meanwhile. */
    private static void signal(String name, long pid) {
        exitValue(List.of("kill", "-" + name, Long.toString(pid)));
    }

    private static Path programs() throws IOException {
        Optional<Path> newest = Optional.empty();
        if (Files.isDirectory(PACKAGES)) {
            try (Stream<Path> versions = Files.list(PACKAGES)) {
                newest = versions.map(version -> version.resolve("bin"))
                        .filter(programs -> Files.isExecutable(programs.resolve("initdb")))
                        .max(Comparator.naturalOrder());
            }
        }
        if (newest.isEmpty()) {
            String missing = "there is no PostgreSQL server below " + PACKAGES;
            if ("true".equals(System.getenv("CI"))) {
                Assertions.fail("With CI=true nothing may be missing: " + missing);
            }
            System.err.println("Skipped: " + missing);
            Assumptions.abort(missing);
        }
        return newest.orElseThrow();
    }

    private static List<String> as(Path program, String... arguments) {
        var command = new ArrayList<String>();
        if (ROOT) {
            command.addAll(List.of("setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups"));
        }
        command.add(program.toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private static void run(List<String> command) {
        Assertions.assertEquals(0, exitValue(command), () -> String.join(" ", command));
    }

    private static int exitValue(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.onExit().join().exitValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
