package dev.madang.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Transcripts that were looked at by people: one JSON line per packet a client received. {@code
 * -Dmadang.golden=write} records them anew.
 */
final class Golden {
    private static final Path FOLDER = Node.FOLDER.resolve("src/test/resources/golden");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Golden() {}

    /** Letter for letter, so the order of keys counts. */
    static void assertSame(String name, List<String> lines) {
        if ("write".equals(System.getProperty("madang.golden"))) {
            write(name, lines);
        }
        assertThat(lines).isEqualTo(read(name));
    }

    /** As trees, for clients that do not keep the order of keys. */
    static void assertSameTrees(String name, List<JsonNode> lines) {
        assertThat(lines).isEqualTo(read(name).stream().map(JSON::readTree).toList());
    }

    private static List<String> read(String name) {
        try {
            return Files.readAllLines(FOLDER.resolve(name));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void write(String name, List<String> lines) {
        try {
            Files.writeString(FOLDER.resolve(name), String.join("\n", lines) + "\n");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
