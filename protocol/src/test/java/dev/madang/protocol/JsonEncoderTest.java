package dev.madang.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.BinaryNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class JsonEncoderTest {
    private final PacketEncoder encoder = new JsonEncoder(Wire.JSON);

    record Comment(int z, String author, double weight, Instant at) {}

    record Picture(String name, byte[] data) {}

    private String event(Object... arguments) {
        return Wire.text(encoder.event("/", -1, "e", Arrays.asList(arguments)));
    }

    @Test
    void eventHasTypeAndArrayOnly() {
        assertThat(Wire.text(encoder.event("/", -1, "hello", List.of()))).isEqualTo("42[\"hello\"]");
    }

    @Test
    void eventWithAckIdAndNamespaceHasThemInOrder() {
        assertThat(Wire.text(encoder.event("/admin", 12, "hello", List.of(1, "x"))))
                .isEqualTo("42/admin,12[\"hello\",1,\"x\"]");
    }

    @Test
    void namespaceOutsideAsciiIsUtf8() {
        assertThat(Wire.text(encoder.event("/마당-ü-😀", 0, "글", List.of("é")))).isEqualTo("42/마당-ü-😀,0[\"글\",\"é\"]");
    }

    @Test
    void ackHasItsIdAndAnArray() {
        assertThat(Wire.text(encoder.ack("/", 7, List.of()))).isEqualTo("437[]");
        assertThat(Wire.text(encoder.ack("/a", 9_007_199_254_740_992L, Arrays.asList("ok", null))))
                .isEqualTo("43/a,9007199254740992[\"ok\",null]");
    }

    @Test
    void connectCarriesSidAndPid() {
        assertThat(Wire.text(encoder.connect("/", "s1", null))).isEqualTo("40{\"sid\":\"s1\"}");
        assertThat(Wire.text(encoder.connect("/a", "s1", "p1"))).isEqualTo("40/a,{\"sid\":\"s1\",\"pid\":\"p1\"}");
    }

    @Test
    void connectErrorCarriesMessageAndData() {
        assertThat(Wire.text(encoder.connectError("/a", "Invalid namespace", null)))
                .isEqualTo("44/a,{\"message\":\"Invalid namespace\"}");
        assertThat(Wire.text(encoder.connectError("/", "no", Map.of("code", 7))))
                .isEqualTo("44{\"message\":\"no\",\"data\":{\"code\":7}}");
    }

    @Test
    void connectErrorRefusesBytes() {
        assertThatThrownBy(() -> encoder.connectError("/", "no", Map.of("b", new byte[1])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void disconnectIsTypeAndNamespace() {
        assertThat(Wire.text(encoder.disconnect("/"))).isEqualTo("41");
        assertThat(Wire.text(encoder.disconnect("/a"))).isEqualTo("41/a,");
    }

    @Test
    void stringsAreEscapedAsJsonStringifyDoes() {
        assertThat(event("\"\\\b\f\n\r\t\u0000\u001f\u007f/\u2028é가😀"))
                .isEqualTo("42[\"e\",\"\\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u001f\u007f/\u2028é가😀\"]");
    }

    @Test
    void surrogateWithoutPartnerIsEscaped() {
        assertThat(event("a\ud83db", "\ude00\ud83d")).isEqualTo("42[\"e\",\"a\\ud83db\",\"\\ude00\\ud83d\"]");
        assertThat(event(List.of("a\ud83db", "\udE00\ud83d\u001f😀")))
                .isEqualTo("42[\"e\",[\"a\\ud83db\",\"\\ude00\\ud83d\\u001f😀\"]]");
        assertThat(event(Map.of("k\ud83d", 1))).isEqualTo("42[\"e\",{\"k\\ud83d\":1}]");
    }

    @Test
    void numbersArePrintedAsJavaScriptPrintsThem() {
        assertThat(event(1.0, -0.0, 0.1, 1e20, 1e21, 1.5e-7, 123456789012345680.0, -2.5e-6, 1e100, 1e-300))
                .isEqualTo(
                        "42[\"e\",1,0,0.1,100000000000000000000,1e+21,1.5e-7,123456789012345680,-0.0000025,1e+100,1e-300]");
        assertThat(event(List.of(1.0, 0.1f), new double[] {2.0, Double.NaN})).isEqualTo("42[\"e\",[1,0.1],[2,null]]");
        assertThat(event(Long.MIN_VALUE, Integer.MAX_VALUE, (short) 3, (byte) -1, 2.5f))
                .isEqualTo("42[\"e\",-9223372036854775808,2147483647,3,-1,2.5]");
    }

    @Test
    void smallestNumbersHaveAsFewDigitsAsJavaScriptGivesThem() {
        double step = Double.MIN_VALUE;
        assertThat(event(step, 2 * step, 3 * step, 4 * step, 10 * step, -18 * step, 20 * step, 21 * step))
                .isEqualTo("42[\"e\",5e-324,1e-323,1.5e-323,2e-323,5e-323,-9e-323,1e-322,1.04e-322]");
    }

    @Test
    void numbersThatAreNoneBecomeNull() {
        assertThat(event(Double.NaN, Double.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, List.of(Double.NaN)))
                .isEqualTo("42[\"e\",null,null,null,[null]]");
    }

    @Test
    void datesBecomeIsoStringsWithMilliseconds() {
        Instant instant = Instant.parse("2026-03-01T10:20:30.123456789Z");
        assertThat(event(instant, Date.from(instant), List.of(Instant.EPOCH)))
                .isEqualTo("42[\"e\",\"2026-03-01T10:20:30.123Z\",\"2026-03-01T10:20:30.123Z\","
                        + "[\"1970-01-01T00:00:00.000Z\"]]");
    }

    @Test
    void recordsKeepTheOrderOfTheirComponents() {
        assertThat(event(new Comment(1, "a/b", 2.0, Instant.EPOCH)))
                .isEqualTo("42[\"e\",{\"z\":1,\"author\":\"a/b\",\"weight\":2,\"at\":\"1970-01-01T00:00:00.000Z\"}]");
    }

    @Test
    void bytesAnywhereMakeTheEventBinary() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.set("n", BinaryNode.valueOf(new byte[] {4}));
        ByteBuffer part = ByteBuffer.wrap(new byte[] {9, 9, 5, 6, 9}, 2, 2);
        ByteBuffer direct =
                ByteBuffer.allocateDirect(3).put(new byte[] {7, 8, 9}).flip();
        direct.position(1);
        EncodedPacket packet = encoder.event(
                "/a",
                3,
                "e",
                List.of(
                        new byte[] {1},
                        Map.of("k", List.of(new Picture("p", new byte[] {2}))),
                        new Object[] {new byte[0]},
                        tree,
                        part,
                        direct));
        assertThat(Wire.text(packet))
                .isEqualTo("456-/a,3[\"e\",{\"_placeholder\":true,\"num\":0},"
                        + "{\"k\":[{\"name\":\"p\",\"data\":{\"_placeholder\":true,\"num\":1}}]},"
                        + "[{\"_placeholder\":true,\"num\":2}],{\"n\":{\"_placeholder\":true,\"num\":3}},"
                        + "{\"_placeholder\":true,\"num\":4},{\"_placeholder\":true,\"num\":5}]");
        assertThat(packet.attachments())
                .extracting(Wire::payload)
                .containsExactly(
                        new byte[] {1}, new byte[] {2}, new byte[] {}, new byte[] {4}, new byte[] {5, 6}, new byte[] {
                            8, 9
                        });
        assertThat(packet.attachments()).allMatch(EncodedMessage::binary);
        assertThat(packet.bytes()).isEqualTo(packet.first().payloadLength() + 7);
    }

    @Test
    void binaryAckIsTypeSixWithoutTypeFive() {
        EncodedPacket packet = encoder.ack("/", 5, List.of(new byte[] {1, 2}));
        assertThat(Wire.text(packet)).isEqualTo("461-5[{\"_placeholder\":true,\"num\":0}]");
    }

    @Test
    void moreThanNineAttachmentsHaveACountOfTwoDigits() {
        EncodedPacket packet = encoder.event("/", -1, "e", Arrays.asList((Object[]) new byte[12][1]));
        assertThat(Wire.text(packet)).startsWith("4512-[\"e\",{").endsWith("\"num\":11}]");
    }

    @Test
    void appendedArgumentStandsLastAndTheEventStaysAsItWas() {
        EncodedPacket event = encoder.event("/a", 4, "e", List.of(1, new byte[] {7}));
        EncodedPacket longer = encoder.append(event, "\"18-2\"é");
        assertThat(Wire.text(event)).isEqualTo("451-/a,4[\"e\",1,{\"_placeholder\":true,\"num\":0}]");
        assertThat(Wire.text(longer))
                .isEqualTo("451-/a,4[\"e\",1,{\"_placeholder\":true,\"num\":0},\"\\\"18-2\\\"é\"]");
        assertThat(longer.attachments()).isEqualTo(event.attachments());
        assertThat(Wire.text(encoder.append(encoder.event("/", -1, "e", List.of()), "x")))
                .isEqualTo("42[\"e\",\"x\"]");
    }

    @Test
    void valueWithoutJsonFormIsTheCallersError() {
        List<Object> cycle = new ArrayList<>();
        cycle.add(cycle);
        assertThatThrownBy(() -> event(cycle)).isInstanceOf(IllegalArgumentException.class);
        Object failing = new Object() {
            @SuppressWarnings("unused")
            public String getName() {
                throw new IllegalStateException("no");
            }
        };
        assertThatThrownBy(() -> event(failing)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void headerOfTheFrameStandsBeforeThePayload() {
        assertHeader(0, true, "8200");
        assertHeader(1, false, "8101");
        assertHeader(125, false, "817d");
        assertHeader(125, true, "827d");
        assertHeader(126, false, "817e007e");
        assertHeader(65_535, true, "827effff");
        assertHeader(65_535, false, "817effff");
        assertHeader(65_536, false, "817f0000000000010000");
        assertHeader(65_536, true, "827f0000000000010000");
    }

    private static void assertHeader(int length, boolean binary, String header) {
        byte[] data = new byte[binary ? length : length - 1];
        Arrays.fill(data, (byte) 'x');
        EncodedMessage message =
                EngineCodec.message(binary, data, 0, data.length).first();
        assertThat(HexFormat.of().formatHex(message.array(), message.frameOffset(), message.payloadOffset()))
                .isEqualTo(header);
        assertThat(message.payloadLength()).isEqualTo(length);
        assertThat(message.frameOffset()).isNotNegative();
        assertThat(message.end() - message.payloadOffset()).isEqualTo(length);
    }

    @Test
    void longEventHasTheHeaderOfItsLength() {
        EncodedMessage message =
                encoder.event("/", -1, "e", List.of("y".repeat(70_000))).first();
        assertThat(message.payloadLength()).isEqualTo(70_010);
        assertThat(HexFormat.of().formatHex(message.array(), message.frameOffset(), message.payloadOffset()))
                .isEqualTo("817f000000000001117a");
    }
}
