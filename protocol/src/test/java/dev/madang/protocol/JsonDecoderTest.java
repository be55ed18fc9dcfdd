package dev.madang.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class JsonDecoderTest {
    private final PacketDecoder decoder = Wire.decoder();

    private static Packet.Event event(String wire) {
        assertThat(Wire.decode(wire)).isInstanceOf(Packet.Event.class);
        return (Packet.Event) Wire.decode(wire);
    }

    @Test
    void connectWithoutPayloadHasNoAuth() {
        assertThat(Wire.decode("0")).isEqualTo(new Packet.Connect("/", null));
        assertThat(Wire.decode("0/admin,")).isEqualTo(new Packet.Connect("/admin", null));
    }

    @Test
    void connectMayOmitTheCommaBehindItsNamespace() {
        assertThat(Wire.decode("0/admin")).isEqualTo(new Packet.Connect("/admin", null));
    }

    @Test
    void connectKeepsItsAuth() {
        Packet.Connect connect = (Packet.Connect) Wire.decode("0/admin,{\"token\":\"x\"}");
        Arguments auth = Objects.requireNonNull(connect.auth());
        assertThat(auth.size()).isEqualTo(1);
        assertThat(auth.get(0, Object.class)).isEqualTo(Map.of("token", "x"));
    }

    @Test
    void queryIsPartOfTheNamespace() {
        assertThat(Wire.decode("0/ns?token=1,{}")).extracting("namespace").isEqualTo("/ns?token=1");
    }

    @Test
    void disconnectNamesItsNamespace() {
        assertThat(Wire.decode("1")).isEqualTo(new Packet.Disconnect("/"));
        assertThat(Wire.decode("1/admin,")).isEqualTo(new Packet.Disconnect("/admin"));
    }

    @Test
    void eventGivesNameIdAndArguments() {
        Packet.Event event = event("2/마당,12[\"chat\",\"hi\",7,true,null,{\"a\":[1.5]}]");
        assertThat(event.namespace()).isEqualTo("/마당");
        assertThat(event.ackId()).isEqualTo(12);
        assertThat(event.name()).isEqualTo("chat");
        assertThat(Wire.values(event.arguments()))
                .isEqualTo(Arrays.asList("hi", 7, true, null, Map.of("a", List.of(1.5))));
    }

    @Test
    void eventWithoutIdAwaitsNoAnswer() {
        assertThat(event("2[\"a\"]").ackId()).isEqualTo(-1);
    }

    @Test
    void spaceBetweenTokensIsSkipped() {
        Packet.Event event = event("2 [ \"a\" ,\t1 ,\r\n[ ] , { \"k\" : { } } ] ");
        assertThat(event.name()).isEqualTo("a");
        assertThat(Wire.values(event.arguments())).isEqualTo(List.of(1, List.of(), Map.of("k", Map.of())));
    }

    @Test
    void numericNameIsItsJavaScriptText() {
        assertThat(event("2[1,2]").name()).isEqualTo("1");
        assertThat(event("2[-0]").name()).isEqualTo("0");
        assertThat(event("2[1.50]").name()).isEqualTo("1.5");
        assertThat(event("2[1e3]").name()).isEqualTo("1000");
    }

    @Test
    void nameWithEscapesIsUnescaped() {
        assertThat(event("2[\"\\u0061\\n\\\"\\uD83D\\uDE00é\"]").name()).isEqualTo("a\n\"😀é");
    }

    @Test
    void ackGivesIdAndArguments() {
        Packet.Ack ack = (Packet.Ack) Wire.decode("3/a,9007199254740992[1,\"x\"]");
        assertThat(ack.namespace()).isEqualTo("/a");
        assertThat(ack.ackId()).isEqualTo(9_007_199_254_740_992L);
        assertThat(Wire.values(ack.arguments())).isEqualTo(List.of(1, "x"));
    }

    @Test
    void ackWithoutIdIsAnAckNobodyAwaits() {
        assertThat(((Packet.Ack) Wire.decode("3[]")).ackId()).isEqualTo(-1);
    }

    @Test
    void connectErrorDecodesBecauseTheServerMustSeeIt() {
        assertThat(Wire.decode("4\"no\"")).isInstanceOf(Packet.ConnectError.class);
        assertThat(Wire.decode("4/a,{\"message\":\"no\"}")).isInstanceOf(Packet.ConnectError.class);
    }

    @Test
    void argumentBeyondTheEndIsNull() {
        Arguments arguments = event("2[\"a\",1]").arguments();
        assertThat(arguments.get(1, String.class)).isNull();
        assertThat(arguments.node(1).isMissingNode()).isTrue();
        assertThatThrownBy(() -> arguments.get(-1, String.class)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void binaryEventIsHeldUntilItsAttachmentsCame() {
        assertThat(Wire.decode(
                        decoder,
                        Wire.bytes("52-/a,3[\"up\",{\"num\":1,\"_placeholder\":true},"
                                + "{\"in\":[{\"_placeholder\":true,\"num\":0}]}]")))
                .isSameAs(Decoded.NeedMore.INSTANCE);
        assertThat(decoder.awaitsAttachments()).isTrue();
        assertThat(Wire.attach(decoder, new byte[] {1, 2})).isSameAs(Decoded.NeedMore.INSTANCE);
        Packet.Event event = (Packet.Event) Wire.attach(decoder, new byte[0]);
        assertThat(decoder.awaitsAttachments()).isFalse();
        assertThat(event.namespace()).isEqualTo("/a");
        assertThat(event.ackId()).isEqualTo(3);
        assertThat(event.name()).isEqualTo("up");
        assertThat(event.arguments().get(0, byte[].class)).isEmpty();
        assertThat(event.arguments().node(1).get("in").get(0).binaryValue()).containsExactly(1, 2);
        assertThat(event.arguments().isOwned()).isTrue();
    }

    @Test
    void binaryAckIsAnAckWithBytes() {
        Wire.decode(decoder, Wire.bytes("61-/a,9[\"x\",{\"_placeholder\":true,\"num\":0}]"));
        Packet.Ack ack = (Packet.Ack) Wire.attach(decoder, new byte[] {5});
        assertThat(ack.ackId()).isEqualTo(9);
        assertThat(ack.arguments().get(0, String.class)).isEqualTo("x");
        assertThat(ack.arguments().get(1, byte[].class)).containsExactly(5);
    }

    @Test
    void zeroAttachmentsCompleteAtOnceAndTheNextPacketIsFine() {
        assertThat(Wire.describe(Wire.decode(decoder, Wire.bytes("50-[\"a\",{\"_placeholder\":true,\"num\":0}]"))))
                .isEqualTo("event / -1 a [{\"_placeholder\":true,\"num\":0}]");
        assertThat(Wire.describe(Wire.decode(decoder, Wire.bytes("60-1[]")))).isEqualTo("ack / 1 []");
        assertThat(Wire.describe(Wire.decode(decoder, Wire.bytes("2[\"b\"]")))).isEqualTo("event / -1 b []");
    }

    @Test
    void placeholderInAPlainEventIsPlainData() {
        assertThat(event("2[\"a\",{\"_placeholder\":true,\"num\":0}]")
                        .arguments()
                        .node(0)
                        .isObject())
                .isTrue();
    }

    @Test
    void placeholderThatIsNotTrueIsPlainData() {
        Wire.decode(
                decoder,
                Wire.bytes("51-[\"a\",{\"_placeholder\":\"true\",\"num\":0},{\"_placeholder\":true,\"num\":0}]"));
        Packet.Event event = (Packet.Event) Wire.attach(decoder, new byte[] {1});
        assertThat(event.arguments().node(0).isObject()).isTrue();
        assertThat(event.arguments().node(1).isBinary()).isTrue();
    }

    @Test
    void attachmentOfAHeldPacketIsCopied() {
        byte[] text = Wire.bytes("51-[\"a\",\"text\",{\"_placeholder\":true,\"num\":0}]");
        byte[] data = {1, 2, 3};
        decoder.text(text, 0, text.length);
        Arrays.fill(text, (byte) 0);
        Packet.Event event = (Packet.Event) decoder.binary(data, 0, 3);
        Arrays.fill(data, (byte) 0);
        assertThat(event.arguments().get(0, String.class)).isEqualTo("text");
        assertThat(event.arguments().get(1, byte[].class)).containsExactly(1, 2, 3);
        assertThat(event.arguments().bytes()).isEqualTo("\"text\",{\"_placeholder\":true,\"num\":0}".length() + 3);
    }

    @Test
    void textWhileAttachmentsAreMissingBreaksTheRuleAndFreesThePacket() {
        Wire.decode(decoder, Wire.bytes("51-[\"a\",{\"_placeholder\":true,\"num\":0}]"));
        assertThat(Wire.decode(decoder, Wire.bytes("2[\"a\"]"))).isEqualTo(new Violation(Rule.ATTACHMENT_EXPECTED, 0));
        assertThat(decoder.awaitsAttachments()).isFalse();
        assertThat(Wire.attach(decoder, new byte[1])).isEqualTo(new Violation(Rule.ATTACHMENT_NOT_EXPECTED, 0));
    }

    @Test
    void resetForgetsThePacketAndStartsClean() {
        Wire.decode(decoder, Wire.bytes("51-[\"a\",{\"_placeholder\":true,\"num\":0}]"));
        decoder.reset();
        assertThat(decoder.awaitsAttachments()).isFalse();
        assertThat(Wire.describe(Wire.decode(decoder, Wire.bytes("2[\"b\"]")))).isEqualTo("event / -1 b []");
    }

    @Test
    void attachmentsCountTogetherAgainstTheirLimit() {
        PacketDecoder small = new JsonDecoder(Wire.JSON, new DecoderLimits(2, 10, 64, 64, 256));
        String text = "52-[\"a\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]";
        Wire.decode(small, Wire.bytes(text));
        Wire.attach(small, new byte[6]);
        assertThat(Wire.attach(small, new byte[4])).isInstanceOf(Packet.Event.class);
        Wire.decode(small, Wire.bytes(text));
        Wire.attach(small, new byte[6]);
        assertThat(Wire.attach(small, new byte[5])).isEqualTo(new Violation(Rule.ATTACHMENTS_TOO_LARGE, 0));
        assertThat(small.awaitsAttachments()).isFalse();
    }

    @Test
    void attachmentWithoutPacketIsRefused() {
        assertThat(Wire.attach(decoder, new byte[0])).isEqualTo(new Violation(Rule.ATTACHMENT_NOT_EXPECTED, 0));
    }

    @Test
    void depthIsAllowedUpToItsLimitAndNoFurther() {
        for (int depth : new int[] {1, 2, 63, 64, 65, 127, 128, 129, 1000}) {
            DecoderLimits limits = new DecoderLimits(0, 0, depth, 64, 256);
            String inside = "[".repeat(depth - 1) + "]".repeat(depth - 1);
            String fits = depth == 1 ? "3[1]" : "3[" + inside + "]";
            assertThat(Wire.decode(new JsonDecoder(Wire.JSON, limits), Wire.bytes(fits)))
                    .isInstanceOf(Packet.Ack.class);
            String deeper = "3[[" + inside + "]]";
            assertThat(Wire.decode(new JsonDecoder(Wire.JSON, limits), Wire.bytes(deeper)))
                    .isEqualTo(new Violation(Rule.JSON_TOO_DEEP, depth + 1));
        }
    }

    @Test
    void deepObjectsAndArraysMixAtEveryLevel() {
        DecoderLimits limits = new DecoderLimits(0, 0, 1000, 64, 256);
        String opening = "{\"k\":[1,".repeat(300);
        String wire = "3[" + opening + "{}" + "],\"l\":[]}".repeat(300) + "]";
        assertThat(Wire.decode(new JsonDecoder(Wire.JSON, limits), Wire.bytes(wire)))
                .isInstanceOf(Packet.Ack.class);
        String wrong = wire.substring(0, wire.length() - 2) + "]]";
        assertThat(Wire.decode(new JsonDecoder(Wire.JSON, limits), Wire.bytes(wrong)))
                .extracting("rule")
                .isEqualTo(Rule.INVALID_JSON);
    }

    @Test
    void limitsOutOfRangeAreRefusedByName() {
        assertThatThrownBy(() -> new DecoderLimits(-1, 0, 1, 1, 1)).hasMessageContaining("attachments");
        assertThatThrownBy(() -> new DecoderLimits(0, -1, 1, 1, 1)).hasMessageContaining("attachmentBytes");
        assertThatThrownBy(() -> new DecoderLimits(0, 0, 0, 1, 1)).hasMessageContaining("depth");
        assertThatThrownBy(() -> new DecoderLimits(0, 0, 1001, 1, 1)).hasMessageContaining("depth");
        assertThatThrownBy(() -> new DecoderLimits(0, 0, 1, 1001, 1)).hasMessageContaining("digits");
        assertThatThrownBy(() -> new DecoderLimits(0, 0, 1, 1, 0)).hasMessageContaining("nameBytes");
    }

    @Test
    void namesAreMeasuredInUtf8Bytes() {
        PacketDecoder small = new JsonDecoder(Wire.JSON, new DecoderLimits(0, 0, 64, 64, 6));
        assertThat(Wire.decode(small, Wire.bytes("2/가ab,[\"가나\"]"))).isInstanceOf(Packet.Event.class);
        assertThat(Wire.decode(small, Wire.bytes("2[\"\\uac00\\uB098\"]"))).isInstanceOf(Packet.Event.class);
        assertThat(Wire.decode(small, Wire.bytes("2[\"가나a\"]"))).isEqualTo(new Violation(Rule.NAME_TOO_LONG, 2));
        assertThat(Wire.decode(small, Wire.bytes("2[\"\\uac00\\uB098a\"]")))
                .isEqualTo(new Violation(Rule.NAME_TOO_LONG, 2));
        assertThat(Wire.decode(small, Wire.bytes("2/가abc,[\"a\"]")))
                .isEqualTo(new Violation(Rule.INVALID_NAMESPACE, 1));
    }

    @Test
    void whatJustMeetsALimitIsAccepted() {
        String number = "1".repeat(64);
        assertThat(Wire.describe(Wire.decode("39999999999999999[" + number + ",-0." + "1".repeat(61) + "]")))
                .startsWith("ack / 9999999999999999 [" + number + ", -0.1111");
        assertThat(event("2/" + "n".repeat(255) + ",[\"" + "a".repeat(256) + "\"]")
                        .name())
                .hasSize(256);
        String ten = "{\"_placeholder\":true,\"num\":%d}".repeat(10).replace("}{", "},{");
        assertThat(Wire.decode("510-[\"a\"," + ten.formatted(0, 1, 2, 3, 4, 5, 6, 7, 8, 9) + "]"))
                .isSameAs(Decoded.NeedMore.INSTANCE);
    }
}
