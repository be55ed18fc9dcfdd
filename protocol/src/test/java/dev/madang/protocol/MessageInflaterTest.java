package dev.madang.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.protocol.MessageInflater.Result;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7692, 7.2.2 and 7.2.3. */
class MessageInflaterTest {
    private final MessageInflater inflater = new MessageInflater();

    @AfterEach
    void close() {
        inflater.close();
    }

    private Result inflate(byte[] bytes, int limit) {
        return inflater.inflate(bytes, 0, bytes.length, limit);
    }

    private String text() {
        return new String(inflater.array(), 0, inflater.length(), StandardCharsets.UTF_8);
    }

    /** So many zeros, in a thousandth of their size. */
    private static byte[] bomb(int count) {
        return MessageDeflaterTest.deflated(new byte[count]);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "7.2.3.1 one block, f248cdc9c90700",
        "7.2.3.3 a stored block, 000500faff48656c6c6f00",
        "7.2.3.4 a final block and its padding, f348cdc9c9070000",
        "a final block alone, f348cdc9c90700",
        "7.2.3.5 two blocks, f24805000000ffffcac9c90700"
    })
    void theExamplesOfTheRfcAreHello(String name, String hex) {
        assertThat(inflate(HexFormat.of().parseHex(hex), 5)).isEqualTo(Result.INFLATED);
        assertThat(text()).isEqualTo("Hello");
    }

    @Test
    void noMessageKnowsTheOneBefore() {
        assertThat(inflate(HexFormat.of().parseHex("f248cdc9c90700"), 5)).isEqualTo(Result.INFLATED);
        assertThat(inflate(HexFormat.of().parseHex("f200110000"), 5))
                .as("a reference into the context of the message before (7.2.3.2)")
                .isEqualTo(Result.CORRUPT);
    }

    @Test
    void anEmptyMessageIsEmpty() {
        assertThat(inflate(new byte[0], 5)).isEqualTo(Result.INFLATED);
        assertThat(text()).isEmpty();
        assertThat(inflate(new byte[1], 5)).isEqualTo(Result.INFLATED);
        assertThat(text()).isEmpty();
    }

    @Test
    void theLimitIsWhatComesOut() {
        byte[] packed = bomb(100_000);
        assertThat(inflate(packed, 100_000)).isEqualTo(Result.INFLATED);
        assertThat(inflater.length()).isEqualTo(100_000);
        assertThat(inflate(packed, 99_999)).isEqualTo(Result.TOO_LARGE);
    }

    @Test
    void aBombIsNotInflatedBeyondTheLimit() {
        byte[] packed = bomb(64_000_000);
        assertThat(packed.length).isLessThan(64_100);
        assertThat(inflate(packed, 10_000)).isEqualTo(Result.TOO_LARGE);
        assertThat(inflater.array().length).isLessThanOrEqualTo(10_001);
    }

    @Test
    void aLargeMessageLeavesNoLargeArrayBehind() {
        assertThat(inflate(bomb(1_000_000), 1_000_000)).isEqualTo(Result.INFLATED);
        assertThat(inflate(new byte[1], 1_000_000)).isEqualTo(Result.INFLATED);
        assertThat(inflater.array().length).isLessThanOrEqualTo(64 * 1024);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "07", "f248cdc9c907000000000500fafa", "000500ffff48656c6c6f00"})
    void whatIsNoDeflateStreamIsCorrupt(String hex) {
        assertThat(inflate(HexFormat.of().parseHex(hex), 100)).isEqualTo(Result.CORRUPT);
        assertThat(inflate(HexFormat.of().parseHex("f248cdc9c90700"), 5)).isEqualTo(Result.INFLATED);
        assertThat(text()).isEqualTo("Hello");
    }

    @Test
    void aFewFinalBlocksAreReadAndManyAreNot() {
        byte[] hello = HexFormat.of().parseHex("f348cdc9c90700");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < 16; i++) {
            bytes.writeBytes(hello);
        }
        assertThat(inflate(bytes.toByteArray(), 1_000)).isEqualTo(Result.INFLATED);
        assertThat(text()).isEqualTo("Hello".repeat(16));
        bytes.writeBytes(hello);
        assertThat(inflate(bytes.toByteArray(), 1_000)).isEqualTo(Result.CORRUPT);
    }

    @Test
    void randomBytesNeverFailOtherwise() {
        SplittableRandom random = new SplittableRandom(7_692);
        int rounds = Boolean.getBoolean("madang.long") ? 1_000_000 : 20_000;
        for (int round = 0; round < rounds; round++) {
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            Result result = inflate(bytes, 200);
            assertThat(result != Result.INFLATED || inflater.length() <= 200)
                    .as("seed 7692, round %d", round)
                    .isTrue();
        }
    }
}
