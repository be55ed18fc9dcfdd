package dev.madang.live;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What a page has to load for the widget, in bytes after gzip. */
final class WidgetSizeTest {
    private static final Path FILES = Path.of("src/main/resources/static");

    @Test
    void theLoaderIsSmallerThanAnIcon() throws IOException {
        assertThat(packed(FILES.resolve("embed.js"))).isLessThanOrEqualTo(1_500);
    }

    @Test
    void theCounterIsSmallerThanAnIcon() throws IOException {
        assertThat(packed(FILES.resolve("count.js"))).isLessThanOrEqualTo(800);
    }

    @Test
    void theStyleStaysSmall() throws IOException {
        assertThat(packed(FILES.resolve("widget/widget.css"))).isLessThanOrEqualTo(5_000);
    }

    /* What the jar holds: the modules as the build packs them, with the longer of the two languages. */
    @Test
    void allThatRunsIsSmallAlsoWithTheSocketIoClient() throws IOException {
        Path files = Path.of("target/classes/static/widget");
        boolean isPacked = Files.exists(files.resolve("PACKED"));
        if (!isPacked && !"true".equals(System.getenv("CI"))) {
            Assumptions.abort("the build had no npm: the widget's modules are not packed");
        }
        int widget = packed(files.resolve("element.js")) + Math.max(language(files, "ko-"), language(files, "en-"));
        assertThat(widget).isLessThanOrEqualTo(18_000);
        try (InputStream client = Live.class.getResourceAsStream("/dev/madang/netty/client/socket.io.esm.min.js")) {
            assertThat(widget + packed(requireNonNull(client))).isLessThanOrEqualTo(30_000);
        }
    }

    private static int language(Path files, String start) throws IOException {
        try (Stream<Path> all = Files.list(files)) {
            return packed(all.filter(file -> file.getFileName().toString().startsWith(start))
                    .findFirst()
                    .orElseThrow());
        }
    }

    private static int packed(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            return packed(content);
        }
    }

    private static int packed(InputStream content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            content.transferTo(gzip);
        }
        return bytes.size();
    }
}
