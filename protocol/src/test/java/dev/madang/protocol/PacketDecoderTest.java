package dev.madang.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PacketDecoderTest {
    private final PacketDecoder decoder = Wire.decoder();

    record Picture(String name, byte[] data) {}

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
}
