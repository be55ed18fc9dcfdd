package dev.madang.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Engine.IO protocol 3, "Packet encoding" and "Payload encoding"; rules 26, 39, 40, 41. */
class EngineDialectTest {
    private static final long SEED = 271_828;
    private static final List<EngineDialect> ALL = List.of(EngineDialect.V4, EngineDialect.V3, EngineDialect.V3_BASE64);

    private final List<String> packets = new ArrayList<>();

    private boolean visit(EngineType type, boolean binary, byte[] array, int offset, int length) {
        packets.add(
                binary
                        ? type + " " + HexFormat.of().formatHex(array, offset, offset + length)
                        : type + ":" + new String(array, offset, length, StandardCharsets.UTF_8));
        return true;
    }

    private @Nullable Violation payload(boolean binary, byte[] body, int maxPackets) {
        return EngineDialect.V3.payload(binary, Wire.guarded(body), Wire.GUARDS, body.length, maxPackets, this::visit);
    }

    private @Nullable Violation text(String body) {
        return payload(false, Wire.bytes(body), 4096);
    }

    private @Nullable Violation binary(String hex) {
        return payload(true, HexFormat.ofDelimiter(" ").parseHex(hex), 4096);
    }

    private static EncodedMessage message(String text) {
        return EngineCodec.textMessage(text).first();
    }

    private static EncodedMessage message(int... octets) {
        byte[] bytes = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            bytes[i] = (byte) octets[i];
        }
        return EngineCodec.message(true, bytes, 0, bytes.length).first();
    }

    private static String written(EngineDialect dialect, EncodedMessage... messages) {
        GrowingBytes body = new GrowingBytes(0, 1);
        boolean binary = dialect.write(List.of(messages), body);
        return binary
                ? HexFormat.ofDelimiter(" ").formatHex(body.array, 0, body.size)
                : new String(body.array, 0, body.size, StandardCharsets.UTF_8);
    }

    @Test
    void dialectIsChosenByRevisionAndBase64() {
        assertThat(EngineDialect.of(4, false)).isSameAs(EngineDialect.V4);
        assertThat(EngineDialect.of(4, true)).isSameAs(EngineDialect.V4);
        assertThat(EngineDialect.of(3, false)).isSameAs(EngineDialect.V3);
        assertThat(EngineDialect.of(3, true)).isSameAs(EngineDialect.V3_BASE64);
        assertThatThrownBy(() -> EngineDialect.of(2, false)).isInstanceOf(IllegalArgumentException.class);
        assertThat(ALL).extracting(EngineDialect::revision).containsExactly(4, 3, 3);
        assertThat(ALL).extracting(EngineDialect::clientPings).containsExactly(false, true, true);
        assertThat(ALL).extracting(EngineDialect::binaryBodies).containsExactly(false, true, true);
    }

    @Test
    void payloadGivesItsPacketsInOrder() {
        assertThat(text("6:4hello1:22:4€10:b4AQIDBA==2:b46:2probe1:1")).isNull();
        assertThat(packets)
                .containsExactly(
                        "MESSAGE:hello", "PING:", "MESSAGE:€", "MESSAGE 01020304", "MESSAGE ", "PING:probe", "CLOSE:");
    }

    @ParameterizedTest
    @CsvSource({"2:4é, é", "2:4€, €", "3:4😀, 😀", "13:4aaaaaaaaaa😀, aaaaaaaaaa😀", "002:4x, x", "5:4a:b1, a:b1"})
    void lengthCountsUtf16CodeUnits(String body, String data) {
        assertThat(text(body)).isNull();
        assertThat(packets).containsExactly("MESSAGE:" + data);
    }

    @Test
    void emptyPacketInATextPayloadIsSkipped() {
        assertThat(text("0:")).isNull();
        assertThat(text("0:2:4a0:")).isNull();
        assertThat(packets).containsExactly("MESSAGE:a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc",
                ":",
                ":4a",
                "4a",
                "2",
                "2:",
                "2:4",
                "3:4a",
                "-1:4",
                "1.0:4",
                "1e0:4",
                "0x1:4",
                " 1:4",
                "1 :4",
                "+1:4",
                "2:4😀",
                "99999999999999999999:4a",
                "2147483648:4",
                "١:4"
            })
    void lengthIsANumberAndThePacketIsThatLong(String body) {
        assertThat(text(body)).isEqualTo(new Violation(Rule.INVALID_LENGTH, 0));
        assertThat(text("2:4a" + body)).isEqualTo(new Violation(Rule.INVALID_LENGTH, 4));
        assertThat(packets).containsExactly("MESSAGE:a");
    }

    @Test
    void lengthHasAtMost310Digits() {
        assertThat(text("0".repeat(309) + "1:4")).isNull();
        assertThat(text("0".repeat(310) + "1:4")).isEqualTo(new Violation(Rule.INVALID_LENGTH, 0));
        assertThat(binary("00" + " 00".repeat(309) + " 01 ff 34")).isNull();
        assertThat(binary("00" + " 00".repeat(310) + " 01 ff 34")).isEqualTo(new Violation(Rule.INVALID_LENGTH, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "1:7, UNKNOWN_ENGINE_TYPE, 2",
        "2:4a1:x, UNKNOWN_ENGINE_TYPE, 6",
        "1:b, BINARY_ENGINE_TYPE, 3",
        "6:b2AQID, BINARY_ENGINE_TYPE, 3",
        "6:b4AQI=, , ",
        "5:b4AQI, INVALID_BASE64, 4",
        "6:b4A-_A, INVALID_BASE64, 4",
        "'', EMPTY_PACKET, 0"
    })
    void badPacketInATextPayloadIsRefused(String body, @Nullable Rule rule, @Nullable Integer position) {
        Violation expected = rule == null || position == null ? null : new Violation(rule, position);
        assertThat(text(body)).isEqualTo(expected);
    }

    @Test
    void textInAPayloadIsUtf8() {
        assertThat(payload(false, "2:4a2:4\u00ff".getBytes(StandardCharsets.ISO_8859_1), 10))
                .extracting(violation -> violation == null ? null : violation.rule())
                .isEqualTo(Rule.INVALID_LENGTH);
        assertThat(payload(false, "2:4a3:4\u00ed\u00a0\u0080x".getBytes(StandardCharsets.ISO_8859_1), 10))
                .isEqualTo(new Violation(Rule.INVALID_UTF8, 7));
        assertThat(binary("00 02 ff 34 61 00 03 ff 34 c3 28")).isEqualTo(new Violation(Rule.INVALID_UTF8, 9));
        assertThat(packets).containsExactly("MESSAGE:a", "MESSAGE:a", "MESSAGE:a");
    }

    @Test
    void binaryPayloadCountsBytesAndMarksWhatIsText() {
        assertThat(binary("00 06 ff 34 68 65 6c 6c 6f 01 05 ff 04 01 02 03 04 00 04 ff 34 e2 82 ac 01 01 ff 04"))
                .isNull();
        assertThat(packets).containsExactly("MESSAGE:hello", "MESSAGE 01020304", "MESSAGE:€", "MESSAGE ");
        packets.clear();
        assertThat(binary("01 01 03 ff 04 01 02 03 04 05 06 07 08 09 0a 0b 0c")).isNull();
        assertThat(packets).containsExactly("MESSAGE 0102030405060708090a0b0c");
        assertThat(payload(true, new byte[0], 1)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "00, INVALID_LENGTH, 0",
        "00 01, INVALID_LENGTH, 0",
        "00 01 ff, INVALID_LENGTH, 0",
        "00 ff 34, INVALID_LENGTH, 0",
        "02 01 ff 34, INVALID_LENGTH, 0",
        "ff 01 ff 34, INVALID_LENGTH, 0",
        "00 0a ff 34, INVALID_LENGTH, 0",
        "00 31 ff 34, INVALID_LENGTH, 0",
        "00 02 ff 34, INVALID_LENGTH, 0",
        "01 09 09 09 09 09 09 09 09 09 09 09 ff 04, INVALID_LENGTH, 0",
        "00 00 ff, EMPTY_PACKET, 3",
        "01 00 ff, EMPTY_PACKET, 3",
        "01 01 ff 02, BINARY_ENGINE_TYPE, 3",
        "01 01 ff 34, BINARY_ENGINE_TYPE, 3",
        "00 01 ff 37, UNKNOWN_ENGINE_TYPE, 3"
    })
    void badPacketInABinaryPayloadIsRefused(String hex, Rule rule, int position) {
        assertThat(binary(hex)).isEqualTo(new Violation(rule, position));
        assertThat(binary("00 02 ff 34 61 " + hex)).isEqualTo(new Violation(rule, position + 5));
        assertThat(packets).containsExactly("MESSAGE:a");
    }

    @Test
    void payloadHoldsAtMostTheAllowedPackets() {
        assertThat(payload(false, Wire.bytes("1:41:41:4"), 3)).isNull();
        assertThat(payload(false, Wire.bytes("1:41:41:41:4"), 3)).isEqualTo(new Violation(Rule.TOO_MANY_PACKETS, 9));
        assertThat(payload(false, Wire.bytes("0:".repeat(100_000)), 4096))
                .isEqualTo(new Violation(Rule.TOO_MANY_PACKETS, 8192));
        byte[] many = new byte[400];
        for (int i = 0; i < many.length; i += 4) {
            many[i + 1] = 1;
            many[i + 2] = (byte) 0xff;
            many[i + 3] = '4';
        }
        assertThat(payload(true, many, 100)).isNull();
        assertThat(payload(true, many, 99)).isEqualTo(new Violation(Rule.TOO_MANY_PACKETS, 396));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void visitorMayStopThePayload(boolean binary) {
        byte[] body = binary
                ? HexFormat.of().parseHex("0002ff34610001ff31ee")
                : "2:4a1:1xyz".getBytes(StandardCharsets.ISO_8859_1);
        Violation violation =
                EngineDialect.V3.payload(binary, body, 0, body.length, 10, (type, bytes, array, offset, length) -> {
                    visit(type, bytes, array, offset, length);
                    return type != EngineType.CLOSE;
                });
        assertThat(violation).isNull();
        assertThat(packets).containsExactly("MESSAGE:a", "CLOSE:");
    }

    @Test
    void framesCarryOnePacketAndBinaryOnesTheirTypeAsAByte() {
        byte[] text = Wire.bytes("b4AQID");
        assertThat(EngineDialect.V3.text(text, 0, text.length, this::visit)).isNull();
        byte[] bytes = {9, 4, 1, 2, 9};
        assertThat(EngineDialect.V3.binary(bytes, 1, 3, this::visit)).isNull();
        assertThat(EngineDialect.V4.binary(bytes, 1, 3, this::visit)).isNull();
        assertThat(packets).containsExactly("MESSAGE 010203", "MESSAGE 0102", "MESSAGE 040102");
        assertThat(EngineDialect.V3.binary(bytes, 0, 3, this::visit))
                .isEqualTo(new Violation(Rule.BINARY_ENGINE_TYPE, 0));
        assertThat(EngineDialect.V3.binary(bytes, 0, 0, this::visit)).isEqualTo(new Violation(Rule.EMPTY_PACKET, 0));
        assertThat(EngineDialect.V3.text(bytes, 0, 0, this::visit)).isEqualTo(new Violation(Rule.EMPTY_PACKET, 0));
    }

    @Test
    void bodyIsTextUnlessItHoldsBytesThatTheClientTakes() {
        EncodedMessage noop = EngineCodec.control(EngineType.NOOP, "");
        assertThat(written(EngineDialect.V3, noop)).isEqualTo("1:6");
        assertThat(written(EngineDialect.V3, message("a€😀"), noop)).isEqualTo("5:4a€😀1:6");
        assertThat(written(EngineDialect.V3, message("hello"), message(1, 2, 3, 4)))
                .isEqualTo("00 06 ff 34 68 65 6c 6c 6f 01 05 ff 04 01 02 03 04");
        assertThat(written(EngineDialect.V3, message("€"), message())).isEqualTo("00 04 ff 34 e2 82 ac 01 01 ff 04");
        assertThat(written(EngineDialect.V3_BASE64, message("hello"), message(1, 2, 3, 4)))
                .isEqualTo("6:4hello10:b4AQIDBA==");
        assertThat(written(EngineDialect.V4, message("hello"), message(1, 2, 3, 4)))
                .isEqualTo("4hello\u001ebAQIDBA==");
        assertThat(written(EngineDialect.V3, message(new int[99]))).startsWith("01 01 00 00 ff 04 00");
    }

    @Test
    void binaryMessageIsFramedOnceForAllOldClients() {
        EncodedMessage message = message(1, 2);
        EncodedMessage old = EngineDialect.V3.frame(message);
        assertThat(HexFormat.of().formatHex(old.array(), old.frameOffset(), old.end()))
                .isEqualTo("8203040102");
        assertThat(EngineDialect.V3.frame(message)).isSameAs(old);
        assertThat(EngineDialect.V4.frame(message)).isSameAs(message);
        EncodedMessage base64 = EngineDialect.V3_BASE64.frame(message);
        assertThat(HexFormat.of().formatHex(base64.array(), base64.frameOffset(), base64.end()))
                .isEqualTo("8106" + HexFormat.of().formatHex(Wire.bytes("b4AQI=")));
        EncodedMessage text = message("a");
        assertThat(ALL).allSatisfy(dialect -> assertThat(dialect.frame(text)).isSameAs(text));
    }

    @Test
    void pongRepeatsTheDataOfThePing() {
        assertThat(Wire.text(EngineCodec.pong(new byte[] {'x'}, 1, 0))).isEqualTo("3");
        assertThat(Wire.text(EngineCodec.pong(Wire.bytes("aprobe"), 1, 5))).isEqualTo("3probe");
    }

    @Test
    void whatIsWrittenIsReadBack() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < Wire.times(2000); i++) {
            List<EncodedMessage> messages = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            for (int count = 1 + random.nextInt(5); count > 0; count--) {
                byte[] data = random.nextBoolean() ? Samples.octets(random, 40) : Wire.bytes(text(random));
                boolean binary = random.nextInt(3) == 0 || Utf8.firstInvalid(data, 0, data.length) >= 0;
                messages.add(EngineCodec.message(binary, data, 0, data.length).first());
                expected.add(
                        binary
                                ? "MESSAGE " + HexFormat.of().formatHex(data)
                                : "MESSAGE:" + new String(data, StandardCharsets.UTF_8));
            }
            for (EngineDialect dialect : ALL) {
                GrowingBytes out = new GrowingBytes(0, 1);
                boolean binary = dialect.write(messages, out);
                byte[] body = Arrays.copyOf(out.array, out.size);
                packets.clear();
                assertThat(dialect.payload(binary, Wire.guarded(body), Wire.GUARDS, body.length, 10, this::visit))
                        .isNull();
                assertThat(packets).as("seed %d, turn %d, %s", SEED, i, dialect).isEqualTo(expected);
            }
        }
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(30); length > 0; length--) {
            text.appendCodePoint("aé€😀:0\n글b".codePointAt(new int[] {0, 1, 2, 3, 5, 6, 7, 8, 9}[random.nextInt(9)]));
        }
        return text.toString();
    }

    @Test
    void whateverComesInDecodersAnswerAndReadNothingElse() {
        SplittableRandom random = new SplittableRandom(SEED);
        String alphabet = "0123456789:b4\u0000\u0001\u0002\u0004\u00ff\u00c3\u00a9\u00f0=AQ\n";
        for (int i = 0; i < Wire.times(20_000); i++) {
            byte[] body = new byte[random.nextInt(24)];
            for (int k = 0; k < body.length; k++) {
                body[k] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
            }
            boolean binary = random.nextBoolean();
            packets.clear();
            Violation violation = payload(binary, body, 5);
            List<String> first = List.copyOf(packets);
            packets.clear();
            byte[] alone = body.clone();
            assertThat(EngineDialect.V3.payload(binary, alone, 0, alone.length, 5, this::visit))
                    .as("seed %d, turn %d", SEED, i)
                    .isEqualTo(violation);
            assertThat(packets).isEqualTo(first);
            assertThat(alone).isEqualTo(body);
            if (violation != null) {
                assertThat(violation.position()).isBetween(0, body.length);
            }
        }
    }

    @Test
    void unitsAreThoseOfJavaStrings() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < Wire.times(2000); i++) {
            String text = text(random) + "x".repeat(random.nextInt(20)) + text(random);
            byte[] bytes = Wire.bytes(text);
            byte[] array = Wire.guarded(bytes);
            assertThat(Utf8.units(array, Wire.GUARDS, bytes.length)).isEqualTo(text.length());
            int units = random.nextInt(text.length() + 2);
            boolean whole = units <= text.length()
                    && (units == 0 || units == text.length() || !Character.isLowSurrogate(text.charAt(units)));
            int expected = whole ? Wire.GUARDS + Wire.bytes(text.substring(0, units)).length : -1;
            assertThat(Utf8.behindUnits(array, Wire.GUARDS, Wire.GUARDS + bytes.length, units))
                    .isEqualTo(expected);
        }
    }
}
