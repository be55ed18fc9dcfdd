package dev.madang.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ArgumentsTest {
    private static final String PLACE = "{\"_placeholder\":true,\"num\":0}";

    record Comment(String author, int likes) {}

    record Picture(String name, byte[] data) {}

    private static Arguments slices(String list) {
        return ((Packet.Ack) Wire.decode("31" + list)).arguments();
    }

    /** The same arguments, with an attachment behind them so that they are trees. */
    private static Arguments trees(String list, byte... attachment) {
        PacketDecoder decoder = Wire.decoder();
        String wire = "61-1" + list.substring(0, list.length() - 1) + (list.equals("[]") ? "" : ",") + PLACE + "]";
        Wire.decode(decoder, Wire.bytes(wire));
        return ((Packet.Ack) Wire.attach(decoder, attachment)).arguments();
    }

    private static List<Arguments> both(String list) {
        return List.of(slices(list), slices(list).owned(), trees(list));
    }

    @Test
    void stringsAreReadWithAndWithoutEscapes() {
        for (Arguments arguments : both("[\"plain 글 😀\",\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\uDE00x\",\"\"]")) {
            assertThat(arguments.get(0, String.class)).isEqualTo("plain 글 😀");
            assertThat(arguments.get(1, String.class)).isEqualTo("\"\\/\b\f\n\r\té😀x");
            assertThat(arguments.get(2, String.class)).isEmpty();
        }
    }

    @Test
    void rawJsonIsPassedOnAsItCame() {
        PacketEncoder encoder = new JsonEncoder(Wire.JSON);
        for (Arguments arguments : both("[\"\\u00e9\",{\"a\":[1,2.50,null]},null]")) {
            RawJson text = arguments.get(0, RawJson.class);
            RawJson object = arguments.get(1, RawJson.class);
            assertThat(arguments.get(2, RawJson.class)).isNull();
            String sent = Wire.text(encoder.event("/", -1, "e", Arrays.asList(text, object, 7)));
            assertThat(Wire.decode(sent.substring(1))).isInstanceOfSatisfying(Packet.Event.class, event -> {
                assertThat(event.arguments().get(0, String.class)).isEqualTo("\u00e9");
                assertThat(event.arguments().node(1).at("/a/1").doubleValue()).isEqualTo(2.5);
                assertThat(event.arguments().get(2, Integer.class)).isEqualTo(7);
            });
        }
        RawJson kept = slices("[{\"b\" : 1.0}]").get(0, RawJson.class);
        assertThat(Wire.text(encoder.event("/", -1, "e", Arrays.asList(kept)))).isEqualTo("42[\"e\",{\"b\" : 1.0}]");
        assertThat(kept).hasToString("RawJson[11 bytes]");
    }

    @Test
    void rawJsonHoldsNoAttachments() {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> trees("[1]", (byte) 1).get(1, RawJson.class));
    }

    @Test
    void escapedSurrogateWithoutPartnerIsKept() {
        for (Arguments arguments : both("[\"a\\ud800b\"]")) {
            assertThat(arguments.get(0, String.class)).isEqualTo("a\ud800b");
            assertThat(arguments.get(0, Object.class)).isEqualTo("a\ud800b");
        }
    }

    @Test
    void numbersAreReadAsTheTypeAskedFor() {
        for (Arguments arguments : both("[0,-7,999999999,2147483647,-2147483648,9223372036854775807,1.5,1e2]")) {
            assertThat(arguments.get(0, int.class)).isZero();
            assertThat(arguments.get(1, Integer.class)).isEqualTo(-7);
            assertThat(arguments.get(2, Integer.class)).isEqualTo(999_999_999);
            assertThat(arguments.get(3, Integer.class)).isEqualTo(Integer.MAX_VALUE);
            assertThat(arguments.get(4, Integer.class)).isEqualTo(Integer.MIN_VALUE);
            assertThat(arguments.get(5, Long.class)).isEqualTo(Long.MAX_VALUE);
            assertThat(arguments.get(1, long.class)).isEqualTo(-7L);
            assertThat(arguments.get(6, Double.class)).isEqualTo(1.5);
            assertThat(arguments.get(7, double.class)).isEqualTo(100.0);
            assertThat(arguments.get(1, Double.class)).isEqualTo(-7.0);
        }
    }

    @Test
    void objectsArePlainJavaValues() {
        String list = "[\"s\",1,3000000000,1.5,true,false,null,{\"a\":{\"b\":[null,\"x\"]}},[]]";
        for (Arguments arguments : both(list)) {
            assertThat(Wire.values(arguments).subList(0, 9))
                    .isEqualTo(Arrays.asList(
                            "s",
                            1,
                            3_000_000_000L,
                            1.5,
                            true,
                            false,
                            null,
                            Map.of("a", Map.of("b", Arrays.asList(null, "x"))),
                            List.of()));
        }
    }

    @Test
    void recordsListsAndTreesAreRead() {
        Type comments = new TypeReference<List<Comment>>() {}.getType();
        for (Arguments arguments :
                both("[{\"author\":\"kim\",\"likes\":3,\"more\":1},[{\"author\":\"lee\",\"likes\":4}]]")) {
            assertThat(arguments.get(0, Comment.class)).isEqualTo(new Comment("kim", 3));
            assertThat(arguments.get(1, comments)).isEqualTo(List.of(new Comment("lee", 4)));
            assertThat(arguments.get(0, (Type) Comment.class)).isEqualTo(new Comment("kim", 3));
            JsonNode tree = arguments.get(0, JsonNode.class);
            assertThat(tree).isEqualTo(arguments.node(0));
            assertThat(arguments.node(0).get("author").stringValue()).isEqualTo("kim");
        }
    }

    @Test
    void nullAndAbsentArgumentsAreNullForEveryType() {
        for (Arguments arguments : both("[null]")) {
            for (Class<?> type : List.of(String.class, int.class, Comment.class, Object.class, byte[].class)) {
                assertThat(arguments.get(0, type)).isNull();
                assertThat(arguments.get(9, type)).isNull();
                assertThat(arguments.get(9, (Type) type)).isNull();
            }
            assertThat(arguments.node(0).isNull()).isTrue();
            assertThat(arguments.node(9).isMissingNode()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"secret\"]",
                "[{\"secret\":1}]",
                "[[\"secret\"]]",
                "[1.5e300]",
                "[9999999999999999999]",
                "[3000000000]"
            })
    void unreadableArgumentNamesIndexAndTypeButNotTheValue(String list) {
        for (Arguments arguments : both(list)) {
            assertThatExceptionOfType(ArgumentException.class)
                    .isThrownBy(() -> arguments.get(0, Integer.class))
                    .withMessage("argument 0 cannot be read as java.lang.Integer")
                    .withNoCause()
                    .matches(e -> e.index() == 0);
        }
    }

    @Test
    void numberBeyondALongIsNotCutToOne() {
        for (Arguments arguments : both("[9999999999999999999]")) {
            assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> arguments.get(0, Long.class));
        }
    }

    @Test
    void ownedArgumentsOutliveTheirBuffer() {
        byte[] packet = Wire.bytes("2/a,7[ \"name\" , \"one\" , 22 , {\"k\":\"글\"} ]");
        Arguments arguments = ((Packet.Event) Wire.decoder().text(packet, 0, packet.length)).arguments();
        assertThat(arguments.isOwned()).isFalse();
        Arguments owned = arguments.owned();
        Arrays.fill(packet, (byte) 'x');
        assertThat(owned.isOwned()).isTrue();
        assertThat(owned.owned()).isSameAs(owned);
        assertThat(Wire.values(owned)).isEqualTo(List.of("one", 22, Map.of("k", "글")));
        assertThat(owned.bytes()).isEqualTo(Wire.bytes("\"one\" , 22 , {\"k\":\"글\"}").length);
    }

    @Test
    void noArgumentsHaveNoBytes() {
        Arguments none = slices("[]");
        assertThat(none.size()).isZero();
        assertThat(none.bytes()).isZero();
        assertThat(none.owned().size()).isZero();
        assertThat(none.get(0, Object.class)).isNull();
    }

    @Test
    void manyArgumentsAreFound() {
        Arguments many = slices(Collections.nCopies(1000, "12").toString()).owned();
        assertThat(many.size()).isEqualTo(1000);
        assertThat(many.get(999, Integer.class)).isEqualTo(12);
    }

    @Test
    void attachmentsAreReadAsBytesWhereverTheyAre() {
        Arguments arguments = trees("[]", (byte) 1, (byte) 2);
        assertThat(arguments.get(0, byte[].class)).containsExactly(1, 2);
        assertThat(arguments.get(0, Object.class)).isEqualTo(new byte[] {1, 2});
        assertThat(arguments.get(0, ByteBuffer.class)).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2}));
        assertThat(arguments.node(0).isBinary()).isTrue();
        PacketDecoder decoder = Wire.decoder();
        Wire.decode(decoder, Wire.bytes("51-[\"e\",{\"name\":\"p\",\"data\":" + PLACE + "}]"));
        Packet.Event event = (Packet.Event) Wire.attach(decoder, new byte[] {3});
        Picture picture = event.arguments().get(0, Picture.class);
        assertThat(picture).isNotNull().extracting(Picture::data).isEqualTo(new byte[] {3});
        Object plain = event.arguments().get(0, Object.class);
        assertThat(plain)
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("data", new byte[] {3});
    }

    @Test
    void callersMapperWritesBytesAsAttachments() {
        PacketEncoder encoder =
                new JsonEncoder(new JacksonJson(JsonMapper.builder().build()));
        EncodedPacket packet = encoder.event("/", -1, "e", List.of(new Picture("p", new byte[] {3})));
        assertThat(Wire.text(packet)).startsWith("451-[\"e\",{").contains(PLACE);
    }

    record Numbers(int whole, Long box, double real) {}

    @Test
    void wholeNumbersAreReadHoweverTheyAreWritten() {
        for (Arguments arguments :
                both("[1.0,1e3,-0,-0.0,2147483647.0,9007199254740993,1.5e1,{\"whole\":2.0,\"box\":3e0,\"real\":4}]")) {
            assertThat(arguments.get(0, int.class)).isEqualTo(1);
            assertThat(arguments.get(0, Byte.class)).isEqualTo((byte) 1);
            assertThat(arguments.get(1, Long.class)).isEqualTo(1000L);
            assertThat(arguments.get(1, short.class)).isEqualTo((short) 1000);
            assertThat(arguments.get(2, Integer.class)).isZero();
            assertThat(arguments.get(3, Long.class)).isZero();
            assertThat(arguments.get(4, Integer.class)).isEqualTo(Integer.MAX_VALUE);
            assertThat(arguments.get(5, long.class)).isEqualTo(9_007_199_254_740_993L);
            assertThat(arguments.get(5, double.class)).isEqualTo(9_007_199_254_740_992.0);
            assertThat(arguments.get(6, Long.class)).isEqualTo(15L);
            assertThat(arguments.get(7, Numbers.class)).isEqualTo(new Numbers(2, 3L, 4.0));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.5",
                "-0.1",
                "1e400",
                "-1e400",
                "2147483648",
                "-2147483649",
                "2147483648.0",
                "1e10",
                "9223372036854775808",
                "true",
                "[]",
                "{}",
                "\"x\"",
                "{\"whole\":1.5}"
            })
    void valueThatIsNoIntIsRefusedInsteadOfCut(String value) {
        for (Arguments arguments : both("[" + value + ",[" + value + "],{\"whole\":" + value + "}]")) {
            refused(arguments, 0, int.class);
            refused(arguments, 0, Integer.class);
            refused(arguments, 1, int[].class);
            refused(arguments, 2, Numbers.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1.5", "1e19", "9223372036854775808", "-9223372036854775809", "9223372036854775807.5", "1e400"})
    void valueThatIsNoLongIsRefusedInsteadOfCut(String value) {
        for (Arguments arguments : both("[" + value + "]")) {
            refused(arguments, 0, long.class);
            refused(arguments, 0, Long.class);
        }
    }

    private static void refused(Arguments arguments, int index, Class<?> type) {
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> arguments.get(index, type));
    }

    @Test
    void largeAndPreciseNumbersAreExactWhereTheTypeIs() {
        for (Arguments arguments : both("[123456789012345678901234567890,0.12345678901234567890123,1e400,1e-400]")) {
            assertThat(arguments.get(0, BigInteger.class)).isEqualTo("123456789012345678901234567890");
            assertThat(arguments.get(0, double.class)).isEqualTo(1.2345678901234568e29);
            assertThat(arguments.node(0)).hasToString("123456789012345678901234567890");
            assertThat(arguments.get(2, double.class)).isInfinite();
            assertThat(arguments.get(3, double.class)).isZero();
        }
        assertThat(slices("[0.12345678901234567890123]").get(0, BigDecimal.class))
                .isEqualTo("0.12345678901234567890123");
        assertThat(slices("[1e400]").get(0, BigDecimal.class)).isEqualTo("1E+400");
    }
}
