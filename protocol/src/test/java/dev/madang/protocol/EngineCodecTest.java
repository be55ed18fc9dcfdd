package dev.madang.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngineCodecTest {
    private static final long SEED = 31_337;

    private final List<String> packets = new ArrayList<>();

    private boolean visit(EngineType type, boolean binary, byte[] array, int offset, int length) {
        packets.add(
                binary
                        ? type + " " + HexFormat.of().formatHex(array, offset, offset + length)
                        : type + ":" + new String(array, offset, length, StandardCharsets.UTF_8));
        return true;
    }

    private @Nullable Violation payload(byte[] body, int maxPackets) {
        return EngineCodec.payload(Wire.guarded(body), Wire.GUARDS, body.length, maxPackets, this::visit);
    }

    private @Nullable Violation payload(String body) {
        return payload(Wire.bytes(body), 4096);
    }

    private @Nullable Violation text(String frame) {
        byte[] bytes = Wire.bytes(frame);
        return EngineCodec.text(Wire.guarded(bytes), Wire.GUARDS, bytes.length, this::visit);
    }

    @ParameterizedTest
    @CsvSource({
        "0{}, OPEN:{}",
        "1, CLOSE:",
        "2probe, PING:probe",
        "3, PONG:",
        "4글, MESSAGE:글",
        "5, UPGRADE:",
        "6, NOOP:"
    })
    void frameIsATypeDigitAndData(String frame, String packet) {
        assertThat(text(frame)).isNull();
        assertThat(packets).containsExactly(packet);
    }

    @Test
    void frameOfBase64IsABinaryMessageAsInPayloads() {
        assertThat(text("bAQID")).isNull();
        assertThat(packets).containsExactly("MESSAGE 010203");
        assertThat(text("bAQI")).isEqualTo(new Violation(Rule.INVALID_BASE64, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "a", "-", " 4", "B", "/", "\u001e", "é"})
    void frameOfAnotherTypeIsRefused(String frame) {
        assertThat(text(frame)).isEqualTo(new Violation(Rule.UNKNOWN_ENGINE_TYPE, 0));
        assertThat(packets).isEmpty();
    }

    @Test
    void emptyFrameIsRefused() {
        assertThat(text("")).isEqualTo(new Violation(Rule.EMPTY_PACKET, 0));
    }

    @Test
    void payloadGivesItsPacketsInOrder() {
        assertThat(payload("4hello\u001e2\u001e4€\u001ebAQIDBA==\u001eb\u001e1"))
                .isNull();
        assertThat(packets)
                .containsExactly("MESSAGE:hello", "PING:", "MESSAGE:€", "MESSAGE 01020304", "MESSAGE ", "CLOSE:");
    }

    @Test
    void decodingStopsAtTheFirstBadPacket() {
        assertThat(payload("4a\u001eabc\u001e4b")).isEqualTo(new Violation(Rule.UNKNOWN_ENGINE_TYPE, 3));
        assertThat(packets).containsExactly("MESSAGE:a");
    }

    @ParameterizedTest
    @CsvSource({"'', 0", "4a|, 3", "|4a, 0", "4a||4b, 3", "|, 0"})
    void emptyPacketInAPayloadIsRefused(String body, int position) {
        assertThat(payload(body.replace('|', '\u001e'))).isEqualTo(new Violation(Rule.EMPTY_PACKET, position));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bA",
                "bAA",
                "bAAA",
                "bA===",
                "b====",
                "b=AAA",
                "bAA=A",
                "bAA==AAAA",
                "bAB==",
                "bAAB=",
                "bAA-_",
                "b AAA",
                "bAAA\r",
                "bAA\n",
                "b글A",
                "bAAAA="
            })
    void binaryPacketIsCanonicalBase64(String body) {
        assertThat(payload(body)).isEqualTo(new Violation(Rule.INVALID_BASE64, 1));
    }

    @Test
    void base64MayComeInLinesAsTheOfficialJavaClientSendsIt() {
        assertThat(payload("bAQ\nID\n")).isNull();
        assertThat(packets).containsExactly("MESSAGE 010203");
    }

    @Test
    void textInAPayloadIsUtf8() {
        byte[] body = "4ok\u001e4a\u00ed\u00a0\u0080".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(payload(body, 10)).isEqualTo(new Violation(Rule.INVALID_UTF8, 6));
        assertThat(packets).containsExactly("MESSAGE:ok");
        assertThat(payload("4\u00c3\u001e\u00a9".getBytes(StandardCharsets.ISO_8859_1), 10))
                .isEqualTo(new Violation(Rule.INVALID_UTF8, 1));
        assertThat(payload("b\u00ff".getBytes(StandardCharsets.ISO_8859_1), 10))
                .isEqualTo(new Violation(Rule.INVALID_UTF8, 1));
    }

    @Test
    void payloadHoldsAtMostTheAllowedPackets() {
        assertThat(payload(Wire.bytes("4\u001e4\u001e4"), 3)).isNull();
        packets.clear();
        assertThat(payload(Wire.bytes("4\u001e4\u001e4\u001e4"), 3)).isEqualTo(new Violation(Rule.TOO_MANY_PACKETS, 6));
        assertThat(packets).hasSize(3);
        packets.clear();
        assertThat(payload("4\u001e".repeat(1_000_000))).isEqualTo(new Violation(Rule.TOO_MANY_PACKETS, 8192));
        assertThat(packets).hasSize(4096);
    }

    @Test
    void visitorMayStopThePayload() {
        byte[] body = Wire.bytes("4a\u001e1\u001exyz");
        Violation violation = EngineCodec.payload(body, 0, body.length, 10, (type, binary, array, offset, length) -> {
            visit(type, binary, array, offset, length);
            return type != EngineType.CLOSE;
        });
        assertThat(violation).isNull();
        assertThat(packets).containsExactly("MESSAGE:a", "CLOSE:");
    }

    @Test
    void controlPacketsAreTypeAndData() {
        assertThat(Wire.text(EngineCodec.control(EngineType.PING, ""))).isEqualTo("2");
        assertThat(Wire.text(EngineCodec.control(EngineType.PONG, "probe"))).isEqualTo("3probe");
        assertThat(Wire.text(EngineCodec.control(EngineType.PONG, "x"))).isEqualTo("3x");
        assertThat(Wire.text(EngineCodec.control(EngineType.OPEN, "{}"))).isEqualTo("0{}");
        assertThat(EngineCodec.control(EngineType.NOOP, "")).isSameAs(EngineCodec.control(EngineType.NOOP, ""));
        assertThatThrownBy(() -> EngineCodec.control(EngineType.MESSAGE, "x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void controlPacketIsAWholeWebSocketFrame() {
        EncodedMessage ping = EngineCodec.control(EngineType.PING, "");
        assertThat(HexFormat.of().formatHex(ping.array(), ping.frameOffset(), ping.end()))
                .isEqualTo("810132");
    }

    @Test
    void rawMessagesAreTextOrBytes() {
        assertThat(Wire.text(EngineCodec.textMessage("글😀"))).isEqualTo("4글😀");
        byte[] data = {9, 1, 2, 9};
        EncodedMessage binary = EngineCodec.message(true, data, 1, 2).first();
        assertThat(binary.binary()).isTrue();
        assertThat(Wire.payload(binary)).containsExactly(1, 2);
        assertThat(Wire.text(EngineCodec.message(false, Wire.bytes("xhix"), 1, 2)))
                .isEqualTo("4hi");
        assertThat(EngineCodec.message(true, data, 0, 0).bytes()).isZero();
    }

    @Test
    void payloadIsBuiltWithSeparatorsAndBase64() {
        GrowingBytes body = new GrowingBytes(0, 1);
        EngineCodec.appendToPayload(body, 0, EngineCodec.textMessage("a").first());
        EngineCodec.appendToPayload(
                body,
                1,
                EngineCodec.message(true, new byte[] {1, 2, 3, 4}, 0, 4).first());
        EngineCodec.appendToPayload(body, 2, EngineCodec.control(EngineType.NOOP, ""));
        assertThat(new String(body.array, 0, body.size, StandardCharsets.UTF_8)).isEqualTo("4a\u001ebAQIDBA==\u001e6");
    }

    @Test
    void base64IsThatOfThePlatform() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < Wire.times(5000); i++) {
            byte[] data = Samples.octets(random, 100);
            GrowingBytes out = new GrowingBytes(0, 1);
            Base64Text.write(data, 0, data.length, out);
            String text = new String(out.array, 0, out.size, StandardCharsets.UTF_8);
            assertThat(text).isEqualTo(Base64.getEncoder().encodeToString(data));
            assertThat(Base64Text.read(out.array, 0, out.size)).isEqualTo(data);
        }
    }
}
