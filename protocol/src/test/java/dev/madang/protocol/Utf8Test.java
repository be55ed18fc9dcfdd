package dev.madang.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class Utf8Test {
    private static final long SEED = 20_261_123;

    /** What the platform says: bad bytes do not come back as they were. */
    static boolean valid(byte[] bytes) {
        return Arrays.equals(new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8), bytes);
    }

    private static int firstInvalid(byte[] bytes) {
        byte[] array = Wire.guarded(bytes);
        int index = Utf8.firstInvalid(array, Wire.GUARDS, bytes.length);
        return index < 0 ? index : index - Wire.GUARDS;
    }

    @Test
    void everySequenceOfUpToThreeBytesIsJudgedAsThePlatformDoes() {
        for (int a = 0; a < 256; a++) {
            assertThat(firstInvalid(new byte[] {(byte) a})).isEqualTo(a < 0x80 ? -1 : 0);
            for (int b = 0; b < 256; b++) {
                byte[] two = {(byte) a, (byte) b};
                if ((firstInvalid(two) < 0) != valid(two)) {
                    throw new AssertionError("%02x %02x".formatted(a, b));
                }
            }
            for (int rest = 0; rest < 65_536; rest += a < 0xe0 || a > 0xef ? 251 : 1) {
                byte[] three = {(byte) a, (byte) (rest >> 8), (byte) rest};
                if ((firstInvalid(three) < 0) != valid(three)) {
                    throw new AssertionError("%02x %04x".formatted(a, rest));
                }
            }
        }
    }

    @Test
    void sequencesOfFourBytesAreJudgedAsThePlatformDoesAtTheirBounds() {
        int[] bounds = {0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff};
        for (int a = 0xe0; a < 256; a++) {
            for (int b = 0; b < 256; b++) {
                for (int c : bounds) {
                    for (int d : bounds) {
                        byte[] four = {(byte) a, (byte) b, (byte) c, (byte) d};
                        if ((firstInvalid(four) < 0) != valid(four)) {
                            throw new AssertionError("%02x %02x %02x %02x".formatted(a, b, c, d));
                        }
                    }
                }
            }
        }
    }

    @Test
    void everyCodePointIsValidAndEverySurrogateIsNot() {
        for (int code = 0; code <= Character.MAX_CODE_POINT; code++) {
            boolean surrogate = code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE;
            byte[] bytes = surrogate
                    ? new byte[] {
                        (byte) (0xe0 | code >> 12), (byte) (0x80 | code >> 6 & 0x3f), (byte) (0x80 | code & 0x3f)
                    }
                    : Character.toString(code).getBytes(StandardCharsets.UTF_8);
            if (firstInvalid(bytes) != (surrogate ? 0 : -1)) {
                throw new AssertionError(Integer.toHexString(code));
            }
        }
    }

    @Test
    void positionIsThatOfTheFirstBadByteAtEveryAlignment() {
        for (int before = 0; before < 20; before++) {
            for (int after = 0; after < 20; after++) {
                String text = "a".repeat(before) + "글";
                byte[] good = (text + "b".repeat(after)).getBytes(StandardCharsets.UTF_8);
                assertThat(firstInvalid(good)).isEqualTo(-1);
                good[before + 3 + after - 1] = (byte) 0xff;
                assertThat(firstInvalid(good)).isEqualTo(after == 0 ? before : before + 3 + after - 1);
            }
        }
    }

    @Test
    void randomTextWithRandomDamageIsJudgedAsThePlatformDoes() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < Wire.times(50_000); i++) {
            byte[] bytes = Samples.text(random, 30)
                    .replaceAll("[\\ud800-\\udfff]", "é")
                    .getBytes(StandardCharsets.UTF_8);
            if (bytes.length > 0 && random.nextBoolean()) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            assertThat(firstInvalid(bytes) < 0).as("seed %d turn %d", SEED, i).isEqualTo(valid(bytes));
        }
    }
}
