package dev.madang.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.protocol.Arguments;
import dev.madang.protocol.DecoderLimits;
import dev.madang.protocol.EncodedMessage;
import dev.madang.protocol.JsonParser;
import dev.madang.protocol.Packet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JSON that passes through us means to JavaScript what it meant before: compared with Node, document by document. */
class JsonOfJavaScriptTest {
    private static final long SEED = 20_261_123;
    private static final int TURNS = Boolean.getBoolean("madang.long") ? 200_000 : 4_000;
    private static final JsonParser PARSER = new JsonParser();
    private static final int PREFIX = "42[\"e\",".length();
    private static final String[] NUMBERS = {
        "0",
        "-0",
        "-0.0",
        "1.0",
        "1.50",
        "1e3",
        "1E+2",
        "100e-2",
        "1e21",
        "1e20",
        "12345678901234567e4",
        "1e400",
        "-1e400",
        "1e-400",
        "5e-324",
        "0.1",
        "1.7976931348623157e308",
        "123456789.123456789123456789",
        "4503599627370497.5"
    };
    private static final String[] BEYOND = {
        "9007199254740993",
        "-9007199254740993",
        "9223372036854775807",
        "-9223372036854775809",
        "123456789012345678901234567890"
    };
    private static final String[] TEXTS = {
        "\\u0000", "\\u001F", "\\ud83d", "\\uDE00", "\\ud83d\\ude00", "\\/", "/", "\\\"", "\\\\", "\\b\\f\\n\\r\\t",
                "\u2028",
        "\u2029", "\\u2028", "\u007f", "\ufeff", "가", "😀", "é", "\\u00e9", "<", "\uffff", "a"
    };
    private static final String[] NAMES = {
        "", "a", "b", "__proto__", "constructor", "\u2028", "\\u0061", "글", "\\n", "_placeholder"
    };
    private static final String[] NUMERIC_NAMES = {"2", "10", "0", "-1", "01", "4294967295"};

    private final SplittableRandom random = new SplittableRandom(SEED);

    /** Where the meanings differ by intention: large whole numbers stay exact, names keep their order. */
    private boolean wild;

    @TempDir
    private Path folder;

    @Test
    void whatPassesThroughUsIsTheTextThatJavaScriptWrites() throws IOException {
        List<String> documents = documents(false);
        List<String> expected = node("check", documents);
        assertThat(expected).hasSize(TURNS);
        for (int i = 0; i < TURNS; i++) {
            assertThat(passed(documents.get(i)))
                    .as("seed %d: %s", SEED, documents.get(i))
                    .contains(expected.get(i));
        }
    }

    @Test
    void whatPassesThroughUsMeansTheSameToJavaScript() throws IOException {
        List<String> pairs = new ArrayList<>();
        for (String document : documents(true)) {
            pairs.add(document);
            pairs.add(passed(document).orElse("refused"));
        }
        assertThat(node("same", pairs)).as("seed %d", SEED).isEmpty();
    }

    @Test
    void whatJavaScriptWritesPassesThroughUsUnchanged() {
        List<String> documents = Node.run("json.mjs", "make", Long.toString(SEED), Integer.toString(TURNS));
        assertThat(documents).hasSize(TURNS);
        for (String document : documents) {
            assertThat(passed(document)).as("seed %d", SEED).contains(document);
        }
    }

    @Test
    void whatIsNoJsonToJavaScriptIsNoneToUs() throws IOException {
        List<String> documents = new ArrayList<>();
        for (String document : documents(true)) {
            String damaged = damaged(document);
            if (!damaged.contains("\\u") && damaged.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
                documents.add(damaged);
            }
        }
        assertThat(documents).hasSizeGreaterThan(TURNS / 4);
        List<String> expected = node("check", documents);
        assertThat(expected).hasSameSizeAs(documents).contains("refused");
        for (int i = 0; i < documents.size(); i++) {
            assertThat(passed(documents.get(i)).isEmpty())
                    .as("seed %d: %s", SEED, documents.get(i))
                    .isEqualTo(expected.get(i).equals("refused"));
        }
    }

    private List<String> node(String task, List<String> lines) throws IOException {
        Path file = Files.write(folder.resolve("documents"), lines, StandardCharsets.UTF_8);
        return Node.run("json.mjs", task, file.toString());
    }

    /** An argument as a handler gets it, sent on; empty if the packet that holds it is refused. */
    private static Optional<String> passed(String document) {
        byte[] wire = ("2[\"e\"," + document + "]").getBytes(StandardCharsets.UTF_8);
        if (!(PARSER.decoder(DecoderLimits.DEFAULT).text(wire, 0, wire.length) instanceof Packet.Event event)) {
            return Optional.empty();
        }
        Arguments arguments = event.arguments();
        if (arguments.size() != 1) {
            return Optional.empty();
        }
        EncodedMessage sent =
                PARSER.encoder().event("/", -1, "e", List.of(arguments.node(0))).first();
        int length = sent.payloadLength() - PREFIX - 1;
        return Optional.of(new String(sent.array(), sent.payloadOffset() + PREFIX, length, StandardCharsets.UTF_8));
    }

    private List<String> documents(boolean withDifferences) {
        wild = withDifferences;
        List<String> documents = new ArrayList<>();
        for (int i = 0; i < TURNS; i++) {
            documents.add(value(4));
        }
        return documents;
    }

    private String value(int depth) {
        return space()
                + switch (random.nextInt(depth > 0 ? 8 : 5)) {
                    case 0 -> pick("null", "true", "false");
                    case 1, 2 -> number();
                    case 3, 4 -> '"' + text() + '"';
                    case 5 -> list(depth, "[", "]");
                    default -> list(depth, "{", "}");
                }
                + space();
    }

    private String list(int depth, String open, String close) {
        List<String> parts = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            String name = wild && random.nextInt(4) == 0 ? pick(NUMERIC_NAMES) : pick(NAMES);
            parts.add((open.equals("{") ? space() + '"' + name + '"' + space() + ':' : "") + value(depth - 1));
        }
        return open + (parts.isEmpty() ? space() : String.join(",", parts)) + close;
    }

    private String number() {
        if (random.nextBoolean()) {
            return wild && random.nextBoolean() ? pick(BEYOND) : pick(NUMBERS);
        }
        double real = random.nextInt() * Math.pow(10, random.nextInt(-30, 30));
        return random.nextBoolean() ? Integer.toString(random.nextInt()) : Double.toString(real);
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append(random.nextBoolean() ? pick(TEXTS) : "x");
        }
        return text.toString();
    }

    private String space() {
        return random.nextInt(6) == 0 ? pick(" ", "\t", "  ") : "";
    }

    private String damaged(String document) {
        int at = random.nextInt(document.length() + 1);
        int to = Math.min(document.length(), at + random.nextInt(3));
        String piece =
                pick("", ",", "\"", "[", "]", "{", "}", ":", "0", "-", ".", "e", "\\", " ", "n", "1", "\t", "NaN", "'");
        return document.substring(0, at) + piece + document.substring(to);
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
