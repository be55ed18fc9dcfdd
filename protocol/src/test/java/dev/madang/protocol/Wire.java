package dev.madang.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Packets as the text that tests show. */
final class Wire {
    static final Json JSON = new JacksonJson();
    private static final byte GUARD = (byte) 0xa5;
    static final int GUARDS = 16;

    private Wire() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(EncodedMessage message) {
        return new String(message.array(), message.payloadOffset(), message.payloadLength(), StandardCharsets.UTF_8);
    }

    static byte[] payload(EncodedMessage message) {
        byte[] copy = new byte[message.payloadLength()];
        System.arraycopy(message.array(), message.payloadOffset(), copy, 0, copy.length);
        return copy;
    }

    static String text(EncodedPacket packet) {
        return text(packet.first());
    }

    static PacketDecoder decoder() {
        return new JsonDecoder(JSON, DecoderLimits.DEFAULT);
    }

    /** Decodes a Socket.IO packet that lies between bytes which nobody may look at. */
    static Decoded decode(PacketDecoder decoder, byte[] packet) {
        return decoder.text(guarded(packet), GUARDS, packet.length);
    }

    static Decoded decode(String packet) {
        return decode(decoder(), bytes(packet));
    }

    static Decoded attach(PacketDecoder decoder, byte[] attachment) {
        return decoder.binary(guarded(attachment), GUARDS, attachment.length);
    }

    static byte[] guarded(byte[] bytes) {
        byte[] array = new byte[bytes.length + 2 * GUARDS];
        Arrays.fill(array, GUARD);
        System.arraycopy(bytes, 0, array, GUARDS, bytes.length);
        return array;
    }

    /** How often a random test turns: a hundred times as often in the long form. */
    static int times(int count) {
        return Boolean.getBoolean("madang.long") ? 100 * count : count;
    }

    /** What a decoder said, in a form that can be compared when the bytes are gone. */
    static String describe(Decoded decoded) {
        return switch (decoded) {
            case Packet.Event event ->
                "event %s %d %s %s".formatted(event.namespace(), event.ackId(), event.name(), trees(event.arguments()));
            case Packet.Ack ack -> "ack %s %d %s".formatted(ack.namespace(), ack.ackId(), trees(ack.arguments()));
            case Packet.Connect connect -> "connect %s %s".formatted(connect.namespace(), trees(connect.auth()));
            case Packet.ConnectError error -> "error %s %s".formatted(error.namespace(), trees(error.payload()));
            case Packet.Disconnect disconnect -> disconnect.toString();
            case Violation violation -> violation.toString();
            case Decoded.NeedMore more -> more.toString();
        };
    }

    private static String trees(@Nullable Arguments arguments) {
        List<JsonNode> trees = new ArrayList<>();
        for (int i = 0; arguments != null && i < arguments.size(); i++) {
            trees.add(arguments.node(i));
        }
        return trees.toString();
    }

    /** Feeds what an encoder wrote to a decoder, message by message. */
    static Decoded roundTrip(EncodedPacket packet) {
        PacketDecoder decoder = decoder();
        byte[] text = payload(packet.first());
        assertThat(text[0]).isEqualTo((byte) '4');
        Decoded decoded = decoder.text(text, 1, text.length - 1);
        for (EncodedMessage attachment : packet.attachments()) {
            assertThat(decoded).isSameAs(Decoded.NeedMore.INSTANCE);
            assertThat(decoder.awaitsAttachments()).isTrue();
            decoded = attach(decoder, payload(attachment));
        }
        assertThat(decoder.awaitsAttachments()).isFalse();
        return decoded;
    }

    static List<Object> values(Arguments arguments) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            values.add(arguments.get(i, Object.class));
        }
        return values;
    }
}
