package dev.madang.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;

/** Node.js and the packages of {@code package-lock.json}, installed by npm once per content of that file. */
final class Node {
    static final Path FOLDER = Path.of(System.getProperty("madang.root", ".."), "e2e");
    private static final Path SCRIPTS = FOLDER.resolve("src/test/js");

    private Node() {}

    /** Runs a script of {@code src/test/js} and returns the lines it printed; it has four minutes. */
    static List<String> run(String script, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of("node", SCRIPTS.resolve(script).toString()));
        command.addAll(List.of(arguments));
        ready();
        Outcome outcome = execute(command);
        Assertions.assertThat(outcome.exitValue())
                .as("exit value of %s, which said:%n%s%s", command, outcome.output(), outcome.errors())
                .isZero();
        System.out.print(outcome.errors());
        return outcome.output().lines().toList();
    }

    /** Skips the running test if Node is missing; installs the packages if they are not. */
    static void ready() {
        Need.program("node");
        Need.program("npm");
        Installation.FAILURE.ifPresent(failure -> Need.present(false, failure));
    }

    private record Outcome(int exitValue, String output, String errors) {}

    private static Outcome execute(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).directory(FOLDER.toFile()).start();
            process.getOutputStream().close();
            CompletableFuture<String> output = text(process.inputReader(StandardCharsets.UTF_8)::readLine);
            CompletableFuture<String> errors = text(process.errorReader(StandardCharsets.UTF_8)::readLine);
            if (!process.waitFor(4, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
            }
            return new Outcome(process.exitValue(), output.join(), errors.join());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private interface Lines {
        @org.jspecify.annotations.Nullable
        String next() throws IOException;
    }

    private static CompletableFuture<String> text(Lines lines) {
        CompletableFuture<String> text = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            StringBuilder all = new StringBuilder();
            try {
                for (String line = lines.next(); line != null; line = lines.next()) {
                    all.append(line).append('\n');
                }
            } catch (IOException cut) {
                all.append(cut).append('\n');
            }
            text.complete(all.toString());
        });
        return text;
    }

    /** Done when this class is loaded: once per JVM. */
    private static final class Installation {
        static final Optional<String> FAILURE = install();

        private static Optional<String> install() {
            try {
                Path mark = FOLDER.resolve("node_modules/.madang");
                String wanted = digest(FOLDER.resolve("package-lock.json"));
                if (Files.exists(mark) && Files.readString(mark).equals(wanted)) {
                    return Optional.empty();
                }
                Outcome outcome = execute(
                        List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"));
                if (outcome.exitValue() != 0) {
                    return Optional.of("npm could not install the clients: " + outcome.errors());
                }
                Files.writeString(mark, wanted);
                return Optional.empty();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        private static String digest(Path file) throws IOException {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
                return HexFormat.of().formatHex(digest);
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }
}
