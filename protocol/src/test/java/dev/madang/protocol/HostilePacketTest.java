package dev.madang.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Packets that break a rule, and the rule they break. */
class HostilePacketTest {
    private static final String PLACE = "{\"_placeholder\":true,\"num\":0}";

    private static final String NOT_JSON = """
            2abc["a"]
            2[
            2["a"
            2["a
            2["a",
            2["a",]
            2[,]
            2["a"]]
            2["a"] x
            2]
            2}
            2["a" 1]
            2["a"}
            2["a",{]
            2["a",{"k"}]
            2["a",{"k":}]
            2["a",{"k":1,}]
            2["a",{k:1}]
            2["a",{1:1}]
            2["a",{"k" 1}]
            2["a",{"k":1 "l":2}]
            2["a",{,}]
            2["a",'x']
            2["a",NaN]
            2["a",Infinity]
            2["a",-Infinity]
            2["a",undefined]
            2["a",nul]
            2["a",nulL]
            2["a",True]
            2["a",tru
            2["a",01]
            2["a",-]
            2["a",+1]
            2["a",.5]
            2["a",1.]
            2["a",1.e5]
            2["a",1e]
            2["a",1e+]
            2["a",0x10]
            2["a",1_000]
            2["a",-01]
            2["a",1a]
            2["a","\\x"]
            2["a","\\u12"]
            2["a","\\u12g4"]
            2["a","\\
            2["a","\\u
            2["a","\\"]
            2["a",/*x*/1]
            2["a"]//x
            0{
            0{"a"
            0{}{}
            0\s
            0undefined
            4abc
            2-
            2-["a"]
            31 x
            3["\""]
            2/a,x
            """;

    record Row(Rule rule, byte[] wire, int attachments) {
        @Override
        public String toString() {
            String text = new String(wire, StandardCharsets.ISO_8859_1);
            return rule + ": "
                    + (text.length() > 50 ? text.substring(0, 50) + "…" : text).replaceAll("\\p{Cntrl}", "?");
        }
    }

    private static Stream<Row> rows(Rule rule, String... wires) {
        return Arrays.stream(wires).map(wire -> new Row(rule, Wire.bytes(wire), 0));
    }

    /** Each character is one byte. */
    private static Stream<Row> octets(Rule rule, String... wires) {
        return Arrays.stream(wires).map(wire -> new Row(rule, wire.getBytes(StandardCharsets.ISO_8859_1), 0));
    }

    private static Stream<Row> attached(int attachments, Rule rule, String... wires) {
        return Arrays.stream(wires).map(wire -> new Row(rule, Wire.bytes(wire), attachments));
    }

    @SafeVarargs
    private static Stream<Row> all(Stream<Row>... parts) {
        return Arrays.stream(parts).flatMap(part -> part);
    }

    @ParameterizedTest
    @MethodSource({"types", "counts", "namespaces", "payloads", "names", "json", "bombs", "utf8", "places"})
    void packetIsRefusedWithItsRule(Row row) {
        PacketDecoder decoder = Wire.decoder();
        Decoded decoded = Wire.decode(decoder, row.wire());
        for (int i = 0; i < row.attachments(); i++) {
            assertThat(decoded).isSameAs(Decoded.NeedMore.INSTANCE);
            decoded = Wire.attach(decoder, new byte[] {1});
        }
        assertThat(decoded).isInstanceOf(Violation.class);
        Violation violation = (Violation) decoded;
        assertThat(violation.rule()).isEqualTo(row.rule());
        assertThat(violation.position()).isBetween(0, row.wire().length);
        assertThat(decoder.awaitsAttachments()).isFalse();
    }

    static Stream<Row> types() {
        return all(
                rows(Rule.EMPTY_PACKET, ""),
                rows(
                        Rule.UNKNOWN_PACKET_TYPE,
                        "7",
                        "8[]",
                        "9[\"a\"]",
                        "abc",
                        " 2[\"a\"]",
                        "-1",
                        "/2[\"a\"]",
                        "[\"a\"]",
                        "\u0000"),
                octets(Rule.UNKNOWN_PACKET_TYPE, "\u00ff", "\u00b2[\"a\"]"));
    }

    static Stream<Row> counts() {
        return all(
                rows(
                        Rule.INVALID_ATTACHMENT_COUNT,
                        "5",
                        "51",
                        "5-[\"a\"]",
                        "5a-[\"a\"]",
                        "51.23-[\"a\"]",
                        "5-1-[\"a\"]",
                        "51e3-[\"a\"]",
                        "5+1-[\"a\"]",
                        "5 1-[\"a\"]",
                        "50x1-[\"a\"]",
                        "5[\"a\"]",
                        "6",
                        "6[]",
                        "5".repeat(1000)),
                rows(
                        Rule.TOO_MANY_ATTACHMENTS,
                        "511-[\"a\"]",
                        "52147483648-[\"a\"]",
                        "59223372036854775808-[\"a\"]",
                        "518446744073709551617-[\"a\"]",
                        "611-1[]",
                        "5" + "9".repeat(400) + "-[\"a\"]"));
    }

    static Stream<Row> namespaces() {
        return all(
                rows(Rule.INVALID_NAMESPACE, "0/" + "n".repeat(256), "2/" + "n".repeat(1_000_000) + ",[\"a\"]"),
                rows(Rule.PAYLOAD_TYPE, "2/ns[\"a\"]", "2/ns", "2/ns,", "3/ns,1"),
                rows(
                        Rule.INVALID_ACK_ID,
                        "212345678901234567[\"a\"]",
                        "3" + "1".repeat(400) + "[]",
                        "2/a,00000000000000001[\"a\"]"));
    }

    static Stream<Row> payloads() {
        return all(
                rows(Rule.PAYLOAD_TYPE, "0[]", "0null", "0true", "0\"token\"", "0-1", "0/a,[{}]"),
                rows(Rule.PAYLOAD_TYPE, "1{}", "1[]", "1/a,{}", "1abc", "1\"x\"", "1 "),
                rows(Rule.PAYLOAD_TYPE, "2", "2{}", "2\"a\"", "2null", "212", "2-1", "50-{}", "50-"),
                rows(Rule.PAYLOAD_TYPE, "3", "31", "3{}", "31{}", "31null", "60-1{}"),
                rows(Rule.PAYLOAD_TYPE, "4[]", "4null", "4-1", "4true"));
    }

    static Stream<Row> names() {
        return all(
                rows(Rule.EVENT_NAME, "2[]", "2[true]", "2[false,1]", "2[null]", "2[{}]", "2[[\"a\"]]", "50-[[]]"),
                rows(
                        Rule.EVENT_NAME,
                        "2[\"connect\"]",
                        "2[\"connect_error\",1]",
                        "2[\"disconnect\"]",
                        "2[\"disconnecting\"]",
                        "2[\"newListener\"]",
                        "2[\"removeListener\"]",
                        "2[\"\\u0063onnect\"]",
                        "2[\"dis\\u0063onnect\"]",
                        "50-[\"disconnect\"]",
                        "51-[\"disconnect\"," + PLACE + "]"),
                rows(
                        Rule.NAME_TOO_LONG,
                        "2[\"" + "a".repeat(257) + "\"]",
                        "2[\"" + "가".repeat(86) + "\"]",
                        "2[\"" + "\\u0041".repeat(257) + "\"]",
                        "2[\"" + "n".repeat(1_000_000) + "\"]"));
    }

    static Stream<Row> json() {
        return all(
                rows(Rule.INVALID_JSON, NOT_JSON.lines().toArray(String[]::new)),
                rows(
                        Rule.INVALID_JSON,
                        "2[\"a\",\"line\nfeed\"]",
                        "2[\"a\",\"tab\t\"]",
                        "2[\"a\",\"nul\u0000\"]",
                        "2\u0000[\"a\"]",
                        "2[\"a\"]\u0000",
                        "2\ufeff[\"a\"]",
                        "2[\"a\",\u00a01]",
                        "2[\"a\",\u20281]",
                        "2[\"a\",1,\f2]"));
    }

    static Stream<Row> bombs() {
        return all(
                rows(
                        Rule.JSON_TOO_DEEP,
                        "2[\"a\"," + "[".repeat(64) + "]".repeat(64) + "]",
                        "2" + "[".repeat(100_000),
                        "2[\"a\"," + "{\"k\":".repeat(100_000),
                        "0" + "{\"k\":".repeat(64) + "{}" + "}".repeat(64),
                        "3" + "[".repeat(65) + "]".repeat(65)),
                rows(
                        Rule.NUMBER_TOO_LONG,
                        "2[\"a\"," + "1".repeat(1_000_000) + "]",
                        "2[\"a\",0." + "0".repeat(63) + "]",
                        "2[\"a\",1e" + "9".repeat(63) + "]",
                        "2[\"a\",-" + "1".repeat(64) + "]",
                        "2[" + "1".repeat(65) + "]",
                        "0{\"k\":" + "1".repeat(65) + "}"),
                rows(Rule.INVALID_JSON, "2[\"a\"," + String.join(",", Collections.nCopies(300_000, "1"))));
    }

    static Stream<Row> utf8() {
        return octets(
                Rule.INVALID_UTF8,
                "2[\"\u00ff\"]",
                "2[\"a\",\"\u00c0\u0080\"]",
                "2[\"a\",\"\u00c1\u00bf\"]",
                "2[\"a\",\"\u00e0\u0080\u00af\"]",
                "2[\"a\",\"\u00ed\u00a0\u0080\"]",
                "2[\"a\",\"\u00f0\u0080\u0080\u00af\"]",
                "2[\"a\",\"\u00f4\u0090\u0080\u0080\"]",
                "2[\"a\",\"\u00f5\u0080\u0080\u0080\"]",
                "2[\"a\",\"\u0080\"]",
                "2[\"a\",\"\u00e3\u0081\"]",
                "2[\"a\",\"0123456789abcdef\u00f0\u009f\u0098\"]",
                "2[\"a\",{\"\u00fe\":1}]",
                "2/\u00ff,[\"a\"]",
                "0/\u00c3",
                "0/ns\u00ed\u00b0\u0080,{}");
    }

    static Stream<Row> places() {
        String place = "51-[\"a\",{\"_placeholder\":true%s}]";
        return all(
                attached(
                        1,
                        Rule.INVALID_PLACEHOLDER,
                        place.formatted(""),
                        place.formatted(",\"num\":\"0\""),
                        place.formatted(",\"num\":1"),
                        place.formatted(",\"num\":-1"),
                        place.formatted(",\"num\":0.5"),
                        place.formatted(",\"num\":null"),
                        place.formatted(",\"num\":true"),
                        place.formatted(",\"num\":[0]"),
                        place.formatted(",\"num\":4294967296"),
                        place.formatted(",\"num\":1e400"),
                        place.formatted(",\"num\":\"__proto__\""),
                        "51-[\"a\"]",
                        "51-[\"a\",{\"_placeholder\":1,\"num\":0}]",
                        "51-[\"a\",{\"_placeholder\":false,\"num\":0}]",
                        "51-[\"a\"," + PLACE + "," + PLACE + "]",
                        "61-1[]",
                        "61-1[[{\"k\":{\"_placeholder\":true,\"num\":7}}]]"),
                attached(
                        2,
                        Rule.INVALID_PLACEHOLDER,
                        "52-[\"a\"," + PLACE + "]",
                        "52-[\"a\"," + PLACE + "," + PLACE + "]"));
    }
}
