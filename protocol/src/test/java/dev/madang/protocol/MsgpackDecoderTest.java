package dev.madang.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.type.TypeReference;

class MsgpackDecoderTest {
    record Picture(String name, byte[] data) {}

    private static Packet.Event event(String data) {
        Decoded decoded = Packs.decode(Packs.event(data));
        assertThat(decoded).isInstanceOf(Packet.Event.class);
        return (Packet.Event) decoded;
    }

    private static List<Arguments> both(String arguments) {
        Arguments slices = event(arguments).arguments();
        assertThat(slices.isOwned()).isFalse();
        assertThat(slices.owned().isOwned()).isTrue();
        assertThat(slices.owned().bytes()).isEqualTo(slices.bytes());
        return List.of(slices, slices.owned());
    }

    @Test
    void packetsOfTheJavaScriptClientAreRead() {
        assertThat(Wire.describe(Packs.decode(Packs.bytes("83 a4'type'00 a4'data'd40000 a3'nsp'a1'/'"))))
                .isEqualTo("connect / []");
        assertThat(Packs.decode(Packs.bytes("83 a4'type'00 a4'data'd40000 a3'nsp'a1'/'")))
                .isEqualTo(new Packet.Connect("/", null));
        assertThat(Wire.describe(Packs.decode(Packs.bytes("83 a4'type'00 a4'data'81a1't'01 a3'nsp'a2'/a'"))))
                .isEqualTo("connect /a [{\"t\":1}]");
        assertThat(Wire.describe(Packs.decode(Packs.bytes(
                        "85 a4'type'02 a4'data'92a1'e'07 a7'options'81a8'compress'c3 a2'id'cd0100 a3'nsp'a1'/'"))))
                .isEqualTo("event / 256 e [7]");
        assertThat(Wire.describe(Packs.decode(Packs.bytes("84 a4'type'03 a2'id'05 a4'data'91c0 a3'nsp'a1'/'"))))
                .isEqualTo("ack / 5 [null]");
        assertThat(Packs.decode(Packs.bytes("82 a4'type'01 a3'nsp'a2'/a'"))).isEqualTo(new Packet.Disconnect("/a"));
    }

    @Test
    void connectErrorIsATextOrAMap() {
        assertThat(Wire.describe(Packs.decode(Packs.bytes("83 a4'type'04 a4'data'a2'no' a3'nsp'a1'/'"))))
                .isEqualTo("error / [\"no\"]");
        assertThat(Wire.describe(Packs.decode(Packs.bytes("83 a4'type'04 a4'data'80 a3'nsp'a1'/'"))))
                .isEqualTo("error / [{}]");
    }

    @Test
    void fieldsComeInAnyOrderAndTheLastOfTwoCounts() {
        assertThat(
                        Wire.describe(
                                Packs.decode(
                                        Packs.bytes(
                                                "86 a4'data'93a1'x'0102 a4'data'91a1'e' a3'nsp'a2'/b' a2'id'01 a2'id'd40000 a4'type'cb4000000000000000"))))
                .isEqualTo("event /b -1 e []");
    }

    @Test
    void numericNamesAreTheirText() {
        assertThat(event("91 05").name()).isEqualTo("5");
        assertThat(event("91 cb3ff8000000000000").name()).isEqualTo("1.5");
        assertThat(event("91 cb7ff0000000000000").name()).isEqualTo("Infinity");
        assertThat(event("91 cfffffffffffffffff").name()).isEqualTo("18446744073709552000");
    }

    @Test
    void valuesAreReadAsTheyAreFromJson() {
        for (Arguments arguments : both("9b a1'e' a3'글' 01 cb3ff8000000000000 c3 c0 c403010203 c70200 0405"
                + " 82 a4'name'a1'p' a4'data'c40106 92 01 c0 81 01 d40000")) {
            assertThat(arguments.size()).isEqualTo(10);
            assertThat(arguments.get(0, String.class)).isEqualTo("글");
            assertThat(arguments.get(0, Object.class)).isEqualTo("글");
            assertThat(arguments.get(1, int.class)).isEqualTo(1);
            assertThat(arguments.get(1, Long.class)).isEqualTo(1L);
            assertThat(arguments.get(2, double.class)).isEqualTo(1.5);
            assertThat(arguments.get(3, Boolean.class)).isTrue();
            assertThat(arguments.get(4, String.class)).isNull();
            assertThat(arguments.get(5, byte[].class)).containsExactly(1, 2, 3);
            assertThat(arguments.node(5).isBinary()).isTrue();
            assertThat(arguments.get(6, byte[].class)).containsExactly(4, 5);
            assertThat(arguments.get(7, Picture.class))
                    .isInstanceOfSatisfying(
                            Picture.class, picture -> assertThat(picture.data()).containsExactly(6));
            Type list = new TypeReference<List<Integer>>() {}.getType();
            assertThat(arguments.get(8, list)).isEqualTo(Arrays.asList(1, null));
            assertThat(arguments.get(9, Map.class)).isEmpty();
            assertThat(arguments.get(10, String.class)).isNull();
            assertThat(arguments.node(10).isMissingNode()).isTrue();
        }
    }

    @Test
    void undefinedIsNullAmongArgumentsAndMissingInObjects() {
        Arguments arguments =
                event("93 a1'e' d40000 82 a1'a'd40000 a1'b'91d40000").arguments();
        assertThat(arguments.size()).isEqualTo(2);
        assertThat(arguments.node(0).isNull()).isTrue();
        assertThat(arguments.get(0, Map.class)).isNull();
        assertThat(arguments.node(1)).hasToString("{\"b\":[null]}");
    }

    @ParameterizedTest
    @CsvSource({
        "d700000001953970151b,2025-02-24T19:30:01.627Z",
        "d6ff67bcc8b9,2025-02-24T19:30:01.000Z",
        "d7ff957d0b0067bcc8b9,2025-02-24T19:30:01.627Z",
        "c70cff255f42c00000000067bcc8b9,2025-02-24T19:30:01.627Z",
        "c70cff00000000ffffffffffffffff,1969-12-31T23:59:59.000Z",
        "d700ffffffffffffffff,1969-12-31T23:59:59.999Z",
        "d7000000e677d21fdbff,9999-12-31T23:59:59.999Z",
        "d7000000e677d21fdc00,+010000-01-01T00:00:00.000Z",
        "d700ffffc77590fba000,0000-01-01T00:00:00.000Z",
        "d700ffffc77590fb9fff,-000001-12-31T23:59:59.999Z",
        "d700001eb208c2dc0000,+275760-09-13T00:00:00.000Z",
        "d700ffe14df73d240000,-271821-04-20T00:00:00.000Z",
        "c70cff000000000000003afff44180,+010000-01-01T00:00:00.000Z",
        "c70cff000f424000701cd2fa9578ff,+1000000000-12-31T23:59:59.001Z",
        "c70cff00000000ff8fe31014641400,-1000000000-01-01T00:00:00.000Z",
    })
    void datesAreIsoStrings(String shown, String text) {
        Arguments arguments = event("92 a1'e'" + shown).arguments();
        assertThat(arguments.get(0, String.class)).isEqualTo(text);
        assertThat(arguments.get(0, Instant.class)).isEqualTo(Instant.parse(text));
    }

    @Test
    void dateThatIsNoneIsNull() {
        assertThat(event("92 a1'e' d7007fffffffffffffff").arguments().node(0).isNull())
                .isTrue();
        assertThat(event("92 a1'e' d7008000000000000000").arguments().node(0).isNull())
                .isTrue();
        assertThat(event("92 a1'e' c70cff000000007fffffffffffffff")
                        .arguments()
                        .node(0)
                        .isNull())
                .isTrue();
    }

    @Test
    void wholeNumbersAsNamesOfEntriesAreTheirText() {
        assertThat(event("92 a1'e' 82 01 02 d0df 03").arguments().node(0)).hasToString("{\"1\":2,\"-33\":3}");
    }

    @Test
    void rawJsonIsTheJsonOfTheValue() {
        RawJson raw = event("92 a1'e' 81 a1'a' cb3ff0000000000000").arguments().get(0, RawJson.class);
        assertThat(Wire.text(Wire.PARSER.encoder().event("/", -1, "e", List.of(raw))))
                .isEqualTo("42[\"e\",{\"a\":1}]");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> event("92 a1'e' 91 c40101").arguments().get(0, RawJson.class));
    }

    @Test
    void argumentOfAnotherTypeIsNamedByPositionNotByValue() {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> event("92 a1'e' a6'secret'").arguments().get(0, Picture.class))
                .withMessageNotContaining("secret")
                .withMessageContaining("argument 0");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(
                        () -> event("92 a1'e' cfffffffffffffffff").arguments().get(0, Long.class));
    }

    @Test
    void arraysAreValidOnlyDuringTheCallUnlessOwned() {
        byte[] array = Packs.event("92 a1'e' a3'abc'");
        Arguments arguments = ((Packet.Event) Packs.decoder().binary(array, 0, array.length))
                .arguments()
                .owned();
        Arrays.fill(array, (byte) 0);
        assertThat(arguments.get(0, String.class)).isEqualTo("abc");
    }
}
