package dev.madang.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Packets as the text that tests show. */
final class Wire {
    static final Json JSON = new JacksonJson();
    private static final byte GUARD = (byte) 0xa5;
    private static final int GUARDS = 16;

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
        return text(packet.text());
    }

    static PacketDecoder decoder() {
        return new PacketDecoder(JSON, DecoderLimits.DEFAULT);
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
        java.util.Arrays.fill(array, GUARD);
        System.arraycopy(bytes, 0, array, GUARDS, bytes.length);
        return array;
    }

    static int guards() {
        return GUARDS;
    }

    /** Feeds what an encoder wrote to a decoder, message by message. */
    static Decoded roundTrip(EncodedPacket packet) {
        PacketDecoder decoder = decoder();
        byte[] text = payload(packet.text());
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
