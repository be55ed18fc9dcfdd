package dev.madang.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What looks like an attack but keeps the rules is read as the plain data that it is, by both parsers. */
class StrangePacketTest {
    private static final int COLLIDING = 1 << 13;

    @ParameterizedTest
    @CsvSource({"50-,0", "51-,1", "50000000001-,1", "510-,10", "5010-,10"})
    void exactlyTheDeclaredAttachmentsBelongToAPacket(String head, int count) {
        StringJoiner places = new StringJoiner(",");
        for (int i = count - 1; i >= 0; i--) {
            places.add("{\"num\":" + i + ",\"_placeholder\":true}");
        }
        PacketDecoder decoder = Wire.decoder();
        Decoded decoded = Wire.decode(decoder, Wire.bytes(head + "[\"e\",[" + places + "]]"));
        for (int i = 0; i < count; i++) {
            assertThat(decoded).isSameAs(Decoded.NeedMore.INSTANCE);
            decoded = Wire.attach(decoder, new byte[] {(byte) i});
        }
        assertThat(decoded).isInstanceOf(Packet.Event.class);
        assertThat(Wire.attach(decoder, new byte[1])).isEqualTo(new Violation(Rule.ATTACHMENT_NOT_EXPECTED, 0));
    }

    @Test
    void textBetweenAttachmentsEndsThePacketAndIsForgotten() {
        PacketDecoder decoder = Wire.decoder();
        Wire.decode(decoder, Wire.bytes("52-[\"e\",{\"_placeholder\":true,\"num\":0}]"));
        Wire.attach(decoder, new byte[1]);
        assertThat(Wire.decode(decoder, Wire.bytes("2[\"e\"]"))).isEqualTo(new Violation(Rule.ATTACHMENT_EXPECTED, 0));
        assertThat(decoder.awaitsAttachments()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 9_007_199_254_740_992L, 9_007_199_254_740_993L, 9_999_999_999_999_999L})
    void ackIdsOfUpToSixteenDigitsAreRead(long id) {
        String eight = HexFormat.of().toHexDigits(id);
        assertThat(Wire.describe(Wire.decode("3" + id + "[]"))).isEqualTo("ack / " + id + " []");
        assertThat(Wire.describe(
                        Packs.decode(Packs.bytes("84 a4'type'03 a3'nsp'a1'/' a2'id'cf" + eight + "a4'data'90"))))
                .isEqualTo("ack / " + id + " []");
    }

    @Test
    void ackWithoutAnIdIsNobodysAnswer() {
        assertThat(Wire.describe(Wire.decode("3[]"))).isEqualTo("ack / -1 []");
        assertThat(Wire.describe(Packs.decode(Packs.bytes("83 a4'type'03 a3'nsp'a1'/' a4'data'90"))))
                .isEqualTo("ack / -1 []");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "__proto__",
                "constructor",
                "error",
                "connection",
                "toString",
                "",
                " ",
                "\u0000",
                "\u001b[31m",
                "a\r\nb",
                "\u2028",
                "\ufeff",
                "connect ",
                "Connect"
            })
    void strangeNamesOfEventsAreNames(String name) {
        String text = Wire.text(Wire.PARSER.encoder().event("/", -1, name, List.of()));
        assertThat(text).doesNotContain("\r").doesNotContain("\n").doesNotContain("\u001b");
        assertThat(Wire.decode(text.substring(1)))
                .isInstanceOfSatisfying(
                        Packet.Event.class, event -> assertThat(event.name()).isEqualTo(name));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "-0,0", "1.0,1", "1e21,1e+21", "12345678901234567890,12345678901234567000", "1e400,Infinity"})
    void numericNamesOfEventsAreTheTextThatJavaScriptMakesOfThem(String number, String name) {
        assertThat(Wire.decode("2[" + number + "]"))
                .isInstanceOfSatisfying(
                        Packet.Event.class, event -> assertThat(event.name()).isEqualTo(name));
    }

    /*
     * Names whose hashes are equal end in one bin of a hash table, which is a tree since strings can be compared: nothing
     * becomes quadratic.
     */
    @Test
    void thousandsOfNamesWithOneHashAreRead() {
        StringJoiner properties = new StringJoiner(",", "{", "}");
        StringBuilder packed = new StringBuilder("92 a1'e' de" + HexFormat.of().toHexDigits((short) COLLIDING));
        for (int i = 0; i < COLLIDING; i++) {
            String name = colliding(i);
            assertThat(name.hashCode()).isEqualTo(colliding(0).hashCode());
            properties.add('"' + name + "\":" + i % 10);
            packed.append("ba'").append(name).append("' 0").append(i % 10);
        }
        Packet.Event text = (Packet.Event) Wire.decode("2[\"e\"," + properties + "]");
        Packet.Event binary = (Packet.Event) Packs.decode(Packs.event(packed.toString()));
        assertThat(text.arguments().node(0).size()).isEqualTo(COLLIDING);
        assertThat(text.arguments().node(0)).isEqualTo(binary.arguments().node(0));
        assertThat(text.arguments().node(0).path(colliding(4711)).intValue()).isEqualTo(1);
    }

    private static String colliding(int number) {
        StringBuilder name = new StringBuilder();
        for (int bit = 0; bit < 13; bit++) {
            name.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return name.toString();
    }

    @Test
    void ofEqualNamesTheLastCountsInThePlaceOfTheFirst() {
        assertThat(Wire.describe(Wire.decode("2[\"e\",{\"a\":1,\"__proto__\":2,\"\":3,\"a\":4}]")))
                .isEqualTo("event / -1 e [{\"a\":4,\"__proto__\":2,\"\":3}]");
        assertThat(Wire.describe(Packs.decode(Packs.event("92 a1'e' 84 a1'a'01 a9'__proto__'02 a0 03 a1'a'04"))))
                .isEqualTo("event / -1 e [{\"a\":4,\"__proto__\":2,\"\":3}]");
    }
}
