package dev.madang.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Examples are short, and each page is one file that asks nobody else for anything. */
class SizeTest {
    @Test
    void everySourceFileIsShorterThan200Lines() throws IOException {
        for (Path file : files("src/main/java", ".java")) {
            assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThan(200);
        }
    }

    @Test
    void noPageNamesAnotherServer() throws IOException {
        List<Path> pages = files("src/main/resources", ".html");
        assertThat(pages).hasSize(6);
        for (Path page : pages) {
            String text = Files.readString(page).replace("http://www.w3.org/2000/svg", "");
            assertThat(text)
                    .as(page.toString())
                    .contains("import { io } from \"/socket.io/socket.io.esm.min.js\";")
                    .doesNotContain("http://")
                    .doesNotContain("https://")
                    .doesNotContain("=\"//");
        }
    }

    private static List<Path> files(String folder, String ending) throws IOException {
        try (Stream<Path> all = Files.walk(Path.of(folder))) {
            return all.filter(each -> each.toString().endsWith(ending)).toList();
        }
    }
}
