package dev.madang.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
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
}
