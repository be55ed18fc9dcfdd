import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Packs the widget's modules into one file and one per language: run by the build, with the module's folder as its argument.
 * The packed files take the place of the plain ones in {@code target/classes}.
 *
 * <p>Does nothing if what was packed last is newer than every module, and nothing was put over it since. Where npm is missing or fails, it says so in one line and the
 * build goes on with the plain modules, which do the same; with {@code CI=true} that is a failure.
 */
final class WidgetBundle {
    private static final String MARK = "PACKED";

    private WidgetBundle() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path module = Path.of(arguments[0]);
        Path manifest = module.resolve("src/widget");
        Path source = module.resolve("src/main/resources/static/widget");
        Path output = module.resolve("target/classes/static/widget");
        FileTime packed = newest(output, MARK);
        if (packed.compareTo(newest(source, ".js")) >= 0 && packed.compareTo(newest(output, ".js")) >= 0) {
            return;
        }
        Path work = Files.createDirectories(module.resolve("target/widget"));
        for (String name : List.of("package.json", "package-lock.json")) {
            Files.copy(manifest.resolve(name), work.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        for (String old : List.of("ko-", "en-")) {
            try (Stream<Path> files = Files.list(output)) {
                for (Path file : files.filter(one -> one.getFileName().toString().startsWith(old)).toList()) {
                    Files.delete(file);
                }
            }
        }
        String failure = Files.exists(work.resolve("node_modules/terser")) ? null : npm(work);
        failure = failure == null ? pack(work, source, output) : failure;
        failure = failure == null ? squeeze(work, output.resolve("element.js")) : failure;
        if (failure != null) {
            System.out.println("The widget's modules are not packed: " + failure + ".");
            System.exit("true".equals(System.getenv("CI")) ? 1 : 0);
        }
        Files.writeString(output.resolve(MARK), "");
    }

    private static FileTime newest(Path folder, String end) throws IOException {
        FileTime newest = FileTime.fromMillis(0);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(one -> one.toString().endsWith(end)).toList()) {
                FileTime time = Files.getLastModifiedTime(file);
                newest = time.compareTo(newest) > 0 ? time : newest;
            }
        }
        return newest;
    }

    private static String npm(Path work) throws IOException, InterruptedException {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        return run(
                work,
                windows ? "npm.cmd" : "npm",
                "ci",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--prefer-offline");
    }

    private static String pack(Path work, Path source, Path output) throws IOException, InterruptedException {
        return run(
                work,
                "node",
                work.resolve("node_modules/esbuild/bin/esbuild").toString(),
                source.resolve("element.js").toString(),
                "--bundle",
                "--splitting",
                "--minify",
                "--format=esm",
                "--target=es2022",
                "--charset=utf8",
                "--chunk-names=[name]-[hash]",
                "--log-level=warning",
                "--allow-overwrite",
                "--outdir=" + output);
    }

    /** A second program finds another part in forty. */
    private static String squeeze(Path work, Path file) throws IOException, InterruptedException {
        return run(
                work,
                "node",
                work.resolve("node_modules/terser/bin/terser").toString(),
                file.toString(),
                "--module",
                "--compress",
                "passes=3,unsafe_arrows,pure_getters,keep_fargs=false,ecma=2020",
                "--mangle",
                "--output",
                file.toString());
    }

    private static String run(Path work, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command)))
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(work.resolve("npm.log").toFile()));
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return command[0] + " cannot be run";
        }
        process.getOutputStream().close();
        if (!process.waitFor(3, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            return command[0] + " took longer than 3 minutes";
        }
        return process.exitValue() == 0 ? null : command[0] + " failed, see live/target/widget/npm.log";
    }
}
