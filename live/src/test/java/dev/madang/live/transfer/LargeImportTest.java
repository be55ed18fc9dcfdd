package dev.madang.live.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.live.store.CommentStore;
import dev.madang.live.store.Status;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Large files in a small heap; with {@code -Dmadang.long} a million comments. */
final class LargeImportTest {
    private static final int COMMENTS = Boolean.getBoolean("madang.long") ? 1_000_000 : 40_000;
    private static final String HEAP = Boolean.getBoolean("madang.long") ? "-Xmx160m" : "-Xmx48m";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    @Timeout(1_800)
    void aLargeExportIsReadInASmallHeapAndWrittenAgainInIt() throws Exception {
        Path file = folder.resolve("disqus.xml");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(DisqusImportTest.HEAD);
            for (int i = 1; i <= COMMENTS; i++) {
                out.write("<post dsq:id=\"" + i + "\"><message>&lt;p&gt;comment " + i
                        + " &amp;amp; more of it, as long as comments are&lt;/p&gt;</message>"
                        + "<createdAt>2019-01-02T03:04:05Z</createdAt><isDeleted>false</isDeleted><isSpam>false</isSpam>"
                        + "<author><name>n</name><username>user" + i % 5_000 + "</username></author>"
                        + "<thread dsq:id=\"10\"/>" + (i % 3 == 0 ? "<parent dsq:id=\"" + (i - 2) + "\"/>" : "")
                        + "</post>\n");
            }
            out.write("</disqus>");
        }
        assertThat(run("import", "disqus", file.toString()))
                .endsWith("read %,d, stored %,d, already there 0, skipped 0".formatted(COMMENTS, COMMENTS));
        try (CommentStore store = new CommandLineRun(folder).open()) {
            assertThat(store.totals().get()).isEqualTo(Map.of(Status.PUBLISHED, (long) COMMENTS));
        }
        Path export = folder.resolve("export.jsonl");
        run("export", export.toString());
        try (var lines = Files.lines(export)) {
            assertThat(lines.count()).isEqualTo(COMMENTS + 2L);
        }
    }

    private String run(String... command) throws Exception {
        var line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.madang.live.Live"));
        line.addAll(List.of(command));
        line.add("--madang.store=sqlite:" + folder.resolve("madang.db"));
        Path errors = folder.resolve("errors.txt");
        Process process =
                new ProcessBuilder(line).redirectError(errors.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(() -> text(errors)).isZero();
        return out.strip();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
