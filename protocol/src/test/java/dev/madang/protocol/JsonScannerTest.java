package dev.madang.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;

class JsonScannerTest {
    private static final long SEED = 4_627_001;
    private static final JsonFactory JACKSON = new JsonFactory();

    private static boolean accepts(byte[] document) {
        byte[] array = Wire.guarded(document);
        int end = Wire.GUARDS + document.length;
        long next = JsonScanner.value(array, Wire.GUARDS, end, 400, 900);
        assertThat(next < 0 || next <= end).isTrue();
        return next >= 0 && JsonScanner.space(array, (int) next, end) == end;
    }

    /** What Jackson and the platform's UTF-8 decoder think; the space in front keeps Jackson from guessing UTF-16. */
    private static boolean jacksonAccepts(byte[] document) {
        byte[] spaced = new byte[document.length + 4];
        System.arraycopy("    ".getBytes(StandardCharsets.US_ASCII), 0, spaced, 0, 4);
        System.arraycopy(document, 0, spaced, 4, document.length);
        try (JsonParser parser = JACKSON.createParser(spaced)) {
            int values = 0;
            int level = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING || token.isNumeric()) {
                    parser.getString();
                }
                level += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                values += level == 0 ? 1 : 0;
            }
            return values == 1 && Utf8Test.valid(document);
        } catch (JacksonException e) {
            return false;
        }
    }

    private static void assertSameVerdict(byte[] document, String what, int turn) {
        if (accepts(document) != jacksonAccepts(document)) {
            throw new AssertionError("%s, seed %d, turn %d: scanner %s: %s"
                    .formatted(what, SEED, turn, accepts(document), new String(document, StandardCharsets.ISO_8859_1)));
        }
    }

    @Test
    void randomDocumentsAreAcceptedAsByJackson() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < Wire.times(10_000); i++) {
            String json = Samples.tree(random, 6, false).toString();
            byte[] document = Samples.spaced(random, json);
            if (!accepts(document)) {
                throw new AssertionError("seed %d, turn %d: %s".formatted(SEED, i, json));
            }
            assertSameVerdict(document, "valid", i);
        }
    }

    @Test
    void damagedDocumentsGetTheVerdictOfJackson() {
        SplittableRandom random = new SplittableRandom(SEED);
        int accepted = 0;
        int turns = Wire.times(30_000);
        for (int i = 0; i < turns; i++) {
            byte[] document =
                    Samples.spaced(random, Samples.tree(random, 3, false).toString());
            byte[] damaged = Samples.damaged(random, document);
            assertSameVerdict(damaged, "damaged", i);
            accepted += accepts(damaged) ? 1 : 0;
        }
        assertThat(accepted).isBetween(turns / 20, turns * 19 / 20);
    }

    @Test
    void randomTokensGetTheVerdictOfJackson() {
        String[] tokens = {
            "{", "}", "[", "]", ",", ":", "\"k\"", "\"\"", "1", "0", "-", "-1.5e+3", "true", "null", " ", "{\"a\":",
            "[1,", "é", "\\", "."
        };
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < Wire.times(50_000); i++) {
            StringBuilder text = new StringBuilder();
            for (int count = random.nextInt(1, 9); count > 0; count--) {
                text.append(tokens[random.nextInt(tokens.length)]);
            }
            assertSameVerdict(text.toString().getBytes(StandardCharsets.UTF_8), "tokens", i);
        }
    }

    @Test
    void randomBytesGetTheVerdictOfJackson() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < Wire.times(20_000); i++) {
            byte[] inside = Samples.octets(random, 12);
            byte[] quoted = new byte[inside.length + 2];
            System.arraycopy(inside, 0, quoted, 1, inside.length);
            quoted[0] = '"';
            quoted[quoted.length - 1] = '"';
            assertSameVerdict(inside, "bytes", i);
            assertSameVerdict(quoted, "quoted bytes", i);
        }
    }

    @Test
    void stringsEndAtTheirQuoteAtEveryAlignment() {
        for (int before = 0; before < 20; before++) {
            for (int inside = 0; inside < 20; inside++) {
                byte[] array =
                        (" ".repeat(before) + "\"" + "x".repeat(inside) + "\",\"\\\"").getBytes(StandardCharsets.UTF_8);
                assertThat(JsonScanner.value(array, before, array.length, 1, 1)).isEqualTo(before + inside + 2);
            }
        }
    }

    @Test
    void failureCarriesRuleAndIndex() {
        for (Rule rule : Rule.values()) {
            for (int index : new int[] {0, 1, 65_536, Integer.MAX_VALUE}) {
                long failure = JsonScanner.failure(rule, index);
                assertThat(failure).isNegative();
                assertThat(JsonScanner.rule(failure)).isEqualTo(rule);
                assertThat(JsonScanner.index(failure)).isEqualTo(index);
            }
        }
    }

    @Test
    void halfACharacterMayBeEscapedInTextsButNotInNames() {
        String[] parts = {"\\ud83d", "\\uDE00", "\\u0041", "a", "\\n", "\\ud83", "😀", "\\uDBFF", "\\udfff"};
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < Wire.times(20_000); i++) {
            StringBuilder text = new StringBuilder();
            for (int count = random.nextInt(6); count > 0; count--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            assertSameVerdict(Wire.bytes("\"" + text + "\""), "text", i);
            assertSameVerdict(Wire.bytes("{\"" + text + "\":1}"), "name", i);
        }
        assertThat(accepts(Wire.bytes("[\"\\ud83d\"]"))).isTrue();
        assertThat(accepts(Wire.bytes("{\"\\ud83d\":1}"))).isFalse();
    }
}
