package dev.madang.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** MessagePack that breaks a rule, and the rule it breaks; random bytes and damage get an answer. */
class MsgpackHostileTest {
    private static final long SEED = 550_021;

    private static void assertViolation(byte[] packet, Rule rule) {
        assertViolation(DecoderLimits.DEFAULT, packet, rule);
    }

    private static void assertViolation(DecoderLimits limits, byte[] packet, Rule rule) {
        assertThat(Packs.decode(limits, packet)).isInstanceOfSatisfying(Violation.class, violation -> {
            assertThat(violation.rule()).isEqualTo(rule);
            assertThat(violation.position()).isBetween(0, packet.length);
        });
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "INVALID_MSGPACK,",
                "INVALID_MSGPACK,c1",
                "INVALID_MSGPACK,90",
                "INVALID_MSGPACK,c0",
                "INVALID_MSGPACK,82 a4'type'02",
                "INVALID_MSGPACK,81 a4'type'02 00",
                "INVALID_MSGPACK,81 c0 00",
                "INVALID_MSGPACK,81 9100 00",
                "INVALID_MSGPACK,de",
                "INVALID_MSGPACK,de00",
                "INVALID_MSGPACK,dfffffffff",
                "INVALID_MSGPACK,df7fffffff 00 00",
                "INVALID_UTF8,81 a1 ff 00",
                "UNKNOWN_PACKET_TYPE,80",
                "UNKNOWN_PACKET_TYPE,81 a3'nsp'a1'/'",
                "UNKNOWN_PACKET_TYPE,81 a4'type'05",
                "UNKNOWN_PACKET_TYPE,81 a4'type'ff",
                "UNKNOWN_PACKET_TYPE,81 a4'type'a1'2'",
                "UNKNOWN_PACKET_TYPE,81 a4'type'cb3ff8000000000000",
                "UNKNOWN_PACKET_TYPE,81 a4'type'cb7ff8000000000000",
                "UNKNOWN_PACKET_TYPE,81 a4'type'cfffffffffffffffff",
                "UNKNOWN_PACKET_TYPE,81 a4'type'cf0000000100000002",
                "UNKNOWN_PACKET_TYPE,81 a4'type'c0",
                "INVALID_NAMESPACE,81 a4'type'01",
                "INVALID_NAMESPACE,82 a4'type'01 a3'nsp'a0",
                "INVALID_NAMESPACE,82 a4'type'01 a3'nsp'a1'a'",
                "INVALID_NAMESPACE,82 a4'type'01 a3'nsp'a4'/a'2c'b'",
                "INVALID_NAMESPACE,82 a4'type'01 a3'nsp'01",
                "INVALID_NAMESPACE,82 a4'type'01 a3'nsp'c0",
                "INVALID_ACK_ID,84 a4'type'03 a3'nsp'a1'/' a2'id'ff a4'data'90",
                "INVALID_ACK_ID,84 a4'type'03 a3'nsp'a1'/' a2'id'c0 a4'data'90",
                "INVALID_ACK_ID,84 a4'type'03 a3'nsp'a1'/' a2'id'a1'1' a4'data'90",
                "INVALID_ACK_ID,84 a4'type'03 a3'nsp'a1'/' a2'id'cb3ff8000000000000 a4'data'90",
                "INVALID_ACK_ID,84 a4'type'03 a3'nsp'a1'/' a2'id'cf002386f26fc10000 a4'data'90",
                "INVALID_ACK_ID,84 a4'type'03 a3'nsp'a1'/' a2'id'cfffffffffffffffff a4'data'90",
                "PAYLOAD_TYPE,82 a4'type'02 a3'nsp'a1'/'",
                "PAYLOAD_TYPE,83 a4'type'02 a3'nsp'a1'/' a4'data'80",
                "PAYLOAD_TYPE,83 a4'type'02 a3'nsp'a1'/' a4'data'c0",
                "PAYLOAD_TYPE,83 a4'type'03 a3'nsp'a1'/' a4'data'01",
                "PAYLOAD_TYPE,83 a4'type'00 a3'nsp'a1'/' a4'data'90",
                "PAYLOAD_TYPE,83 a4'type'00 a3'nsp'a1'/' a4'data'c0",
                "PAYLOAD_TYPE,83 a4'type'00 a3'nsp'a1'/' a4'data'a1'x'",
                "PAYLOAD_TYPE,83 a4'type'01 a3'nsp'a1'/' a4'data'80",
                "PAYLOAD_TYPE,82 a4'type'04 a3'nsp'a1'/'",
                "PAYLOAD_TYPE,83 a4'type'04 a3'nsp'a1'/' a4'data'90",
            })
    void packetIsRefusedWithItsRule(Rule rule, String shown) {
        if (shown == null) {
            assertViolation(new byte[0], Rule.EMPTY_PACKET);
        } else {
            assertViolation(Packs.bytes(shown), rule);
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "EVENT_NAME,90",
                "EVENT_NAME,91 c0",
                "EVENT_NAME,91 c3",
                "EVENT_NAME,91 80",
                "EVENT_NAME,91 90",
                "EVENT_NAME,91 c40165",
                "EVENT_NAME,91 d40000",
                "EVENT_NAME,91 a7'connect'",
                "EVENT_NAME,91 ad'connect_error'",
                "EVENT_NAME,91 aa'disconnect'",
                "EVENT_NAME,91 ad'disconnecting'",
                "EVENT_NAME,91 ab'newListener'",
                "EVENT_NAME,91 ae'removeListener'",
                "INVALID_MSGPACK,92 a1'e'",
                "INVALID_MSGPACK,92 a1'e' c1",
                "INVALID_MSGPACK,92 a1'e' a2'x'",
                "INVALID_MSGPACK,92 a1'e' d9",
                "INVALID_MSGPACK,92 a1'e' d905'abcd'",
                "INVALID_MSGPACK,92 a1'e' daffff",
                "INVALID_MSGPACK,92 a1'e' dbffffffff",
                "INVALID_MSGPACK,92 a1'e' c6ffffffff",
                "INVALID_MSGPACK,92 a1'e' c67fffffff00",
                "INVALID_MSGPACK,92 a1'e' c9ffffffff00",
                "INVALID_MSGPACK,92 a1'e' c702",
                "INVALID_MSGPACK,92 a1'e' c70200 01",
                "INVALID_MSGPACK,92 a1'e' d4",
                "INVALID_MSGPACK,92 a1'e' d400",
                "INVALID_MSGPACK,92 a1'e' d70001",
                "INVALID_MSGPACK,92 a1'e' ca000000",
                "INVALID_MSGPACK,92 a1'e' cb00000000000000",
                "INVALID_MSGPACK,92 a1'e' cd01",
                "INVALID_MSGPACK,92 a1'e' d300000000000000",
                "INVALID_MSGPACK,92 a1'e' ddffffffff",
                "INVALID_MSGPACK,92 a1'e' dd7fffffff00",
                "INVALID_MSGPACK,92 a1'e' df7fffffff0000",
                "INVALID_MSGPACK,92 a1'e' 81 c3 00",
                "INVALID_MSGPACK,92 a1'e' 81 c40101 00",
                "INVALID_MSGPACK,92 a1'e' 81 cb3ff0000000000000 00",
                "INVALID_MSGPACK,92 a1'e' 01 02",
                "MSGPACK_EXTENSION,92 a1'e' d40100",
                "MSGPACK_EXTENSION,92 a1'e' d500 0000",
                "MSGPACK_EXTENSION,92 a1'e' d5ff 0000",
                "MSGPACK_EXTENSION,92 a1'e' c701ff 00",
                "MSGPACK_EXTENSION,92 a1'e' c70105 00",
                "INVALID_UTF8,92 a1'e' a1ff",
                "INVALID_UTF8,92 a1'e' a3eda080",
                "INVALID_UTF8,92 a1'e' a2c080",
                "INVALID_UTF8,92 a1'e' 81 a1ff 00",
                "INVALID_UTF8,91 a1ff",
            })
    void eventIsRefusedWithItsRule(Rule rule, String data) {
        assertViolation(Packs.event(data), rule);
    }

    @Test
    void textIsNoPacket() {
        assertThat(Packs.decoder().text(Wire.bytes("2[\"e\"]"), 0, 6)).isEqualTo(new Violation(Rule.BINARY_PACKET, 0));
    }

    @Test
    void nestingEndsAtTheLimitAsWithJson() {
        DecoderLimits limits = new DecoderLimits(10, 100, 5, 64, 256);
        assertThat(Packs.decode(limits, Packs.event("92 a1'e' 91 91 91 91 00"))).isInstanceOf(Packet.Event.class);
        assertViolation(limits, Packs.event("92 a1'e' 91 91 91 91 90"), Rule.JSON_TOO_DEEP);
        assertThat(Packs.decode(limits, Packs.event("92 a1'e' 81 00 81 00 81 00 81 00 00")))
                .isInstanceOf(Packet.Event.class);
        assertViolation(limits, Packs.event("92 a1'e' 81 00 81 00 81 00 81 00 80"), Rule.JSON_TOO_DEEP);
        assertViolation(Packs.event("91".repeat(100_000)), Rule.JSON_TOO_DEEP);
        assertViolation(Packs.event("92 a1'e'" + "8100".repeat(100_000)), Rule.JSON_TOO_DEEP);
        assertViolation(Packs.bytes("81 a1'x'" + "91".repeat(100_000)), Rule.JSON_TOO_DEEP);
    }

    @Test
    void bytesCountAgainstTheLimitsOfAttachments() {
        DecoderLimits limits = new DecoderLimits(2, 3, 64, 64, 256);
        assertThat(Packs.decode(limits, Packs.event("93 a1'e' c40101 91 c70200 0202")))
                .isInstanceOf(Packet.Event.class);
        assertViolation(limits, Packs.event("94 a1'e' c400 c400 c400"), Rule.TOO_MANY_ATTACHMENTS);
        assertViolation(limits, Packs.event("93 a1'e' c40101 c403020202"), Rule.ATTACHMENTS_TOO_LARGE);
        assertViolation(new DecoderLimits(0, 0, 64, 64, 256), Packs.event("92 a1'e' c400"), Rule.TOO_MANY_ATTACHMENTS);
    }

    @Test
    void namesEndAtTheLimit() {
        DecoderLimits limits = new DecoderLimits(2, 3, 64, 64, 4);
        assertThat(Packs.decode(limits, Packs.event("91 a4'abcd'"))).isInstanceOf(Packet.Event.class);
        assertViolation(limits, Packs.event("91 a5'abcde'"), Rule.NAME_TOO_LONG);
        assertViolation(limits, Packs.bytes("82 a4'type'01 a3'nsp'a5'/abcd'"), Rule.INVALID_NAMESPACE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"__proto__", "constructor", "toString", "error", "\u001b[31mred", "a\r\nb", ""})
    void strangeNamesArePlainData(String name) {
        byte[] text = Wire.bytes(name);
        String shown = "91 d9" + "%02x".formatted(text.length) + "'" + name + "'";
        assertThat(((Packet.Event) Packs.decode(Packs.event(shown))).name()).isEqualTo(name);
    }

    static Stream<byte[]> seeds() {
        return Stream.of(
                Packs.bytes("85 a4'type'02 a4'data'92a1'e'07 a7'options'81a8'compress'c3 a2'id'cd0100 a3'nsp'a1'/'"),
                Packs.bytes("83 a4'type'00 a4'data'81a1't'd40000 a3'nsp'a2'/a'"),
                Packs.bytes(
                        "84 a4'type'03 a2'id'05 a4'data'94c0c403010203c7020001 02d70000000195 3ad81d1b a3'nsp'a1'/'"),
                Packs.event("96 05 ca3fc00000 d9 05'hello' dc0002 c2c3 de0001 d9016b cf8000000000000000 d6ff67bccae9"));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void damagedPacketsAreAnswered(byte[] seed) {
        SplittableRandom random = new SplittableRandom(SEED);
        assertThat(Packs.decode(seed)).isInstanceOf(Packet.class);
        for (int i = 0; i < Wire.times(10_000); i++) {
            answered(Samples.damaged(random, seed), i);
        }
        for (int i = 0; i < seed.length; i++) {
            assertThat(Packs.decode(Arrays.copyOf(seed, i))).isInstanceOf(Violation.class);
        }
    }

    @Test
    void randomBytesAreAnswered() {
        SplittableRandom random = new SplittableRandom(SEED);
        byte[] head = Packs.bytes("83 a4'type'02 a3'nsp'a1'/' a4'data'95 a1'e'");
        for (int i = 0; i < Wire.times(40_000); i++) {
            byte[] tail = Samples.octets(random, 30);
            byte[] packet = Arrays.copyOf(head, head.length + tail.length);
            System.arraycopy(tail, 0, packet, head.length, tail.length);
            answered(random.nextBoolean() ? tail : packet, i);
        }
    }

    private static void answered(byte[] packet, int turn) {
        byte[] array = Wire.guarded(packet);
        byte[] before = array.clone();
        Decoded decoded = Packs.decoder().binary(array, Wire.GUARDS, packet.length);
        String described = Wire.describe(decoded);
        assertThat(array).isEqualTo(before);
        if (decoded instanceof Violation violation) {
            assertThat(violation.position()).isBetween(0, packet.length);
        }
        Decoded alone = Packs.decoder().binary(packet, 0, packet.length);
        assertThat(Wire.describe(alone)).as("seed %d turn %d", SEED, turn).isEqualTo(described);
    }

    @Test
    void randomTreesComeBackAsTheyWere() {
        SplittableRandom random = new SplittableRandom(SEED);
        DecoderLimits limits = new DecoderLimits(1000, 1 << 20, 64, 64, 256);
        for (int i = 0; i < Wire.times(8000); i++) {
            JsonNode tree = Samples.tree(random, 4, random.nextInt(4) == 0);
            byte[] packet = Wire.payload(
                    Packs.PARSER.encoder().event("/글", 3, "e", List.of(tree)).first());
            Decoded decoded = Packs.decode(limits, packet);
            assertThat(Wire.describe(decoded)).as("seed %d turn %d", SEED, i).isEqualTo("event /글 3 e [" + tree + "]");
        }
    }
}
