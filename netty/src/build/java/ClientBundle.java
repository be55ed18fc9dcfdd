import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * Packs the official JavaScript client's files into the module: run by the build, with the module's folder as its
 * argument. The version and the content's hashes stand in {@code src/client}; npm checks them.
 *
 * <p>Does nothing if the files of that version are there. Where npm is missing or fails, it says so in one line and the
 * build goes on without the files; with {@code CI=true} that is a failure.
 */
final class ClientBundle {
    private static final Pattern VERSION = Pattern.compile("\"socket\\.io-client\"\\s*:\\s*\"([0-9.]+)\"");

    private ClientBundle() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path module = Path.of(arguments[0]);
        Path manifest = module.resolve("src/client");
        Path output = module.resolve("target/classes/dev/madang/netty/client");
        Matcher matcher = VERSION.matcher(Files.readString(manifest.resolve("package.json")));
        if (!matcher.find()) {
            throw new IllegalStateException("src/client/package.json names no version of socket.io-client");
        }
        String version = matcher.group(1);
        Path mark = output.resolve("VERSION");
        if (Files.exists(mark) && Files.readString(mark).strip().equals(version)) {
            return;
        }
        Path work = Files.createDirectories(module.resolve("target/client"));
        for (String name : List.of("package.json", "package-lock.json")) {
            Files.copy(manifest.resolve(name), work.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        String failure = npm(work);
        if (failure != null) {
            System.out.println("The JavaScript client's files are not packed: " + failure + ".");
            System.exit("true".equals(System.getenv("CI")) ? 1 : 0);
        }
        copy(work.resolve("node_modules/socket.io-client"), Files.createDirectories(output));
        Files.writeString(mark, version + "\n");
    }

    private static String npm(Path work) throws IOException, InterruptedException {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        ProcessBuilder builder = new ProcessBuilder(
                        windows ? "npm.cmd" : "npm",
                        "ci",
                        "--ignore-scripts",
                        "--no-audit",
                        "--no-fund",
                        "--prefer-offline")
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("npm.log").toFile());
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return "npm cannot be run";
        }
        process.getOutputStream().close();
        if (!process.waitFor(3, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            return "npm ci took longer than 3 minutes";
        }
        return process.exitValue() == 0 ? null : "npm ci failed, see netty/target/client/npm.log";
    }

    private static void copy(Path source, Path output) throws IOException {
        Files.copy(source.resolve("LICENSE"), output.resolve("LICENSE"), StandardCopyOption.REPLACE_EXISTING);
        try (Stream<Path> files = Files.list(source.resolve("dist"))) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".js") || name.endsWith(".js.map")) {
                    Files.copy(file, output.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                    try (OutputStream packed =
                            new GZIPOutputStream(Files.newOutputStream(output.resolve(name + ".gz")))) {
                        Files.copy(file, packed);
                    }
                }
            }
        }
    }
}
