package dev.madang.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class MsgpackEncoderTest {
    private final PacketEncoder encoder = Packs.PARSER.encoder();

    record Picture(String name, byte[] data, Instant at) {}

    private static void assertWire(EncodedPacket packet, String shown) {
        assertThat(packet.attachments()).isEmpty();
        assertThat(packet.first().binary()).isTrue();
        assertThat(HexFormat.of().formatHex(Wire.payload(packet.first())))
                .isEqualTo(HexFormat.of().formatHex(Packs.bytes(shown)));
    }

    private void assertArgument(@Nullable Object argument, String shown) {
        assertWire(
                encoder.event("/", -1, "e", Collections.singletonList(argument)),
                "83 a4'type'02 a3'nsp'a1'/' a4'data' 92 a1'e'" + shown);
    }

    @Test
    void packetsAreMapsWithTheirFields() {
        assertWire(
                encoder.event("/admin", 12, "hi", List.of()),
                "84 a4'type'02 a3'nsp'a6'/admin' a2'id'0c a4'data'91 a2'hi'");
        assertWire(encoder.ack("/", 0, List.of("ok")), "84 a4'type'03 a3'nsp'a1'/' a2'id'00 a4'data'91 a2'ok'");
        assertWire(encoder.connect("/", "s1", null), "83 a4'type'00 a3'nsp'a1'/' a4'data'81 a3'sid'a2's1'");
        assertWire(
                encoder.connect("/", "s1", "p1"), "83 a4'type'00 a3'nsp'a1'/' a4'data'82 a3'sid'a2's1' a3'pid'a2'p1'");
        assertWire(encoder.disconnect("/a"), "82 a4'type'01 a3'nsp'a2'/a'");
        assertWire(encoder.connectError("/", "no", null), "83 a4'type'04 a3'nsp'a1'/' a4'data'81 a7'message'a2'no'");
        assertWire(
                encoder.connectError("/", "no", Map.of("code", 7)),
                "83 a4'type'04 a3'nsp'a1'/' a4'data'82 a7'message'a2'no' a4'data'81 a4'code'07");
    }

    @Test
    void connectErrorRefusesBytes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> encoder.connectError("/", "no", Map.of("b", new byte[1])));
    }

    @Test
    void wholeNumbersHaveTheShortestForm() {
        assertArgument(0, "00");
        assertArgument(127, "7f");
        assertArgument(128, "cc80");
        assertArgument(256, "cd0100");
        assertArgument(65_536, "ce00010000");
        assertArgument(4_294_967_296L, "cf0000000100000000");
        assertArgument(-1, "ff");
        assertArgument(-32, "e0");
        assertArgument(-33, "d0df");
        assertArgument(-128, "d080");
        assertArgument(-129, "d1ff7f");
        assertArgument(-32_769, "d2ffff7fff");
        assertArgument(-2_147_483_649L, "d3ffffffff7fffffff");
        assertArgument((short) 5, "05");
        assertArgument(new BigInteger("18446744073709551615"), "cfffffffffffffffff");
        assertArgument(new BigInteger("18446744073709551616"), "cb43f0000000000000");
    }

    @Test
    void doublesThatAreWholeAreIntegersAsJavaScriptHasThem() {
        assertArgument(1.0, "01");
        assertArgument(-0.0, "00");
        assertArgument(1e300, "cb7e37e43c8800759c");
        assertArgument(0.1, "cb3fb999999999999a");
        assertArgument(0.1f, "cb3fb999999999999a");
        assertArgument(new BigDecimal("0.1"), "cb3fb999999999999a");
        assertArgument(Double.NaN, "cb7ff8000000000000");
        assertArgument(Double.NEGATIVE_INFINITY, "cbfff0000000000000");
    }

    @Test
    void otherValuesHaveTheirForms() {
        assertArgument(null, "c0");
        assertArgument(true, "c3");
        assertArgument(false, "c2");
        assertArgument("é글😀", "a9'é글😀'");
        assertArgument("x".repeat(31), "bf'" + "x".repeat(31) + "'");
        assertArgument("x".repeat(32), "d920'" + "x".repeat(32) + "'");
        assertArgument("x".repeat(256), "da0100'" + "x".repeat(256) + "'");
        assertArgument("x".repeat(65_536), "db00010000'" + "x".repeat(65_536) + "'");
        assertArgument(new byte[] {1, 2}, "c402 0102");
        assertArgument(new byte[256], "c50100" + "00".repeat(256));
        assertArgument(ByteBuffer.wrap(new byte[] {9, 7, 8, 9}, 1, 2), "c402 0708");
        assertArgument(List.of(1, List.of()), "92 01 90");
        assertArgument(Collections.nCopies(16, 0), "dc0010" + "00".repeat(16));
        assertArgument(Map.of("a", Map.of()), "81 a1'a' 80");
        assertArgument(
                new Picture("p", new byte[] {5}, Instant.EPOCH),
                "83 a4'name'a1'p' a4'data'c40105 a2'at'b8'1970-01-01T00:00:00.000Z'");
        assertArgument(
                JsonNodeFactory.instance.objectNode().put("b", new byte[] {6}).putPOJO("p", List.of(1)),
                "82 a1'b'c40106 a1'p'9101");
    }

    @ParameterizedTest
    @CsvSource({
        "9999-12-31T23:59:59.999Z,9999-12-31T23:59:59.999Z",
        "+10000-01-01T00:00:00Z,+010000-01-01T00:00:00.000Z",
        "-0001-12-31T23:59:59.999Z,-000001-12-31T23:59:59.999Z",
        "+275760-09-13T00:00:00Z,+275760-09-13T00:00:00.000Z",
        "-271821-04-20T00:00:00Z,-271821-04-20T00:00:00.000Z",
        "+1000000000-12-31T23:59:59.999999999Z,+1000000000-12-31T23:59:59.999Z",
        "-1000000000-01-01T00:00:00Z,-1000000000-01-01T00:00:00.000Z",
    })
    void datesOfAllYearsAreWrittenAsJavaScriptReadsThem(String date, String text) {
        Instant instant = Instant.parse(date);
        assertArgument(instant, HexFormat.of().toHexDigits((byte) (0xa0 + text.length())) + "'" + text + "'");
        assertThat(Wire.text(Wire.PARSER.encoder().event("/", -1, "e", List.of(instant))))
                .isEqualTo("42[\"e\",\"" + text + "\"]");
    }

    @Test
    void halfACharacterBecomesTheReplacementCharacter() {
        assertArgument("a\ud83db", "a5'a\ufffdb'");
        assertArgument("\ude00😀\ud83d", "aa'\ufffd😀\ufffd'");
    }

    @Test
    void rawJsonIsTranslated() {
        Arguments arguments = ((Packet.Ack) Wire.decode("31[{\"a\":[1.0,\"x\"]}]")).arguments();
        assertArgument(arguments.get(0, RawJson.class), "81 a1'a' 92 01 a1'x'");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 14, 15, 65_534})
    void appendedArgumentStandsLast(int arguments) {
        EncodedPacket event = encoder.event("/a", 4, "e", Collections.nCopies(arguments, 1));
        EncodedPacket longer = encoder.append(event, "18-2");
        List<Object> all = new ArrayList<>(Collections.nCopies(arguments, 1));
        all.add("18-2");
        assertThat(Wire.payload(longer.first()))
                .isEqualTo(Wire.payload(encoder.event("/a", 4, "e", all).first()));
    }

    @Test
    void valueWithoutAFormIsTheCallersError() {
        List<Object> cycle = new ArrayList<>();
        cycle.add(cycle);
        assertThatIllegalArgumentException().isThrownBy(() -> encoder.event("/", -1, "e", List.of(cycle)));
        JsonNode deep = JsonNodeFactory.instance.nullNode();
        for (int i = 0; i < 2000; i++) {
            deep = JsonNodeFactory.instance.arrayNode().add(deep);
        }
        List<JsonNode> nested = List.of(deep);
        assertThatIllegalArgumentException().isThrownBy(() -> encoder.event("/", -1, "e", nested));
        Object failing = new Object() {
            @SuppressWarnings("unused")
            public String getName() {
                throw new IllegalStateException("no");
            }
        };
        assertThatIllegalArgumentException().isThrownBy(() -> encoder.ack("/", 1, Arrays.asList(failing)));
    }

    @Test
    void headerOfTheFrameSaysBinary() {
        EncodedMessage message = encoder.disconnect("/").first();
        assertThat(HexFormat.of().formatHex(message.array(), message.frameOffset(), message.payloadOffset()))
                .isEqualTo("820d");
    }
}
