package dev.madang.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whatever comes in, decoders answer, read nothing but what they were given, and write nowhere. */
class DecoderFuzzTest {
    private static final long SEED = 990_017;
    private static final String SURROUNDINGS = "0123456789]}\",:[{-/b=\u001e\u0080\u00bf\u00ff";
    private static final List<String> SEEDS = List.of(
            "0",
            "0/admin,{\"token\":\"글\"}",
            "1/admin,",
            "2/ns?x=1,12[\"chat\",\"hi \\u00e9\\n😀\",7,-1.5e3,true,null,{\"a\":[1,{}],\"b\":\"\"}]",
            "3/마당,9007199254740992[1,[],\"x\"]",
            "4{\"message\":\"no\"}",
            "52-/a,3[\"up\",{\"_placeholder\":true,\"num\":0},{\"in\":[{\"num\":1,\"_placeholder\":true}]}]",
            "61-7[{\"_placeholder\":true,\"num\":0}]",
            "50-[\"empty\"]",
            "2[1,2,3]");

    private final SplittableRandom random = new SplittableRandom(SEED);

    /** The same packet twice, between different bytes, to two decoders: both must say the same. */
    private final PacketDecoder first = Wire.decoder();

    private final PacketDecoder second = Wire.decoder();

    private byte[] surrounded(byte[] bytes) {
        byte[] array = new byte[bytes.length + 32];
        for (int i = 0; i < array.length; i++) {
            array[i] = (byte) SURROUNDINGS.charAt(random.nextInt(SURROUNDINGS.length()));
        }
        System.arraycopy(bytes, 0, array, 16, bytes.length);
        return array;
    }

    private String answer(PacketDecoder decoder, byte[] message, boolean binary) {
        byte[] array = surrounded(message);
        byte[] before = array.clone();
        Decoded decoded = binary ? decoder.binary(array, 16, message.length) : decoder.text(array, 16, message.length);
        if (decoded instanceof Violation violation) {
            assertThat(violation.position()).isBetween(0, message.length);
            assertThat(decoder.awaitsAttachments()).isFalse();
        }
        String described = Wire.describe(decoded);
        assertThat(array).isEqualTo(before);
        return described;
    }

    private void feed(byte[] message, boolean binary, int turn) {
        String one = answer(first, message, binary);
        String other = answer(second, message, binary);
        assertThat(one).as("seed %d turn %d", SEED, turn).isEqualTo(other);
    }

    @Test
    void damagedPacketsAndStrayAttachmentsAreAnswered() {
        for (int i = 0; i < Wire.times(30_000); i++) {
            if (random.nextInt(4) == 0 || (first.awaitsAttachments() && random.nextInt(3) > 0)) {
                feed(Samples.octets(random, 20), true, i);
            } else {
                byte[] seed = Wire.bytes(SEEDS.get(random.nextInt(SEEDS.size())));
                feed(random.nextInt(5) == 0 ? seed : Samples.damaged(random, seed), false, i);
            }
        }
    }

    @Test
    void randomBytesAreAnswered() {
        for (int i = 0; i < Wire.times(30_000); i++) {
            byte[] bytes = Samples.octets(random, 40);
            if (bytes.length > 1 && random.nextBoolean()) {
                bytes[0] = (byte) ('0' + random.nextInt(7));
                bytes[1] = (byte) "[{\"/-1".charAt(random.nextInt(6));
            }
            feed(bytes, random.nextInt(8) == 0, i);
        }
    }

    private String payload(byte[] body) {
        byte[] array = surrounded(body);
        byte[] before = array.clone();
        StringBuilder packets = new StringBuilder();
        Violation violation = EngineCodec.payload(array, 16, body.length, 20, (type, binary, a, offset, length) -> {
            packets.append(type).append(binary).append(Arrays.toString(Arrays.copyOfRange(a, offset, offset + length)));
            return true;
        });
        if (violation != null) {
            assertThat(violation.position()).isBetween(0, body.length);
        }
        assertThat(array).isEqualTo(before);
        return packets + " " + violation;
    }

    @Test
    void damagedPayloadsAreAnswered() {
        byte[] body = "42[\"a\",\"글\"]\u001ebAAECAwQ=\u001e3probe\u001eb\u001e6\u001ebAAECAw==\u001e4"
                .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < Wire.times(20_000); i++) {
            byte[] damaged = Samples.damaged(random, body);
            assertThat(payload(damaged)).as("seed %d turn %d", SEED, i).isEqualTo(payload(damaged));
        }
    }
}
