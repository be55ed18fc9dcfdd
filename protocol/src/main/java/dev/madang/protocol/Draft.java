package dev.madang.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Socket.IO packet whose payload is being written. */
final class Draft {
    /*
     * The type and the attachment count stand in front of the payload but are known only behind it. So the payload is
     * written first, behind a gap for the longest prefix, and the prefix is then put right before it.
     */

    private static final byte[] NONE = {};
    private static final int TYPES = 2;
    private static final int COUNT = 11;
    private static final int TO_BINARY = 3;

    final GrowingBytes out;
    private final List<byte[]> attachments = new ArrayList<>(0);
    private final byte[] namespace;
    private final String ackId;
    private final int payload;

    /**
     * An empty payload.
     *
     * @param ackId negative for none
     * @param capacity the guessed bytes of the payload
     */
    Draft(String namespace, long ackId, int capacity) {
        this.namespace = namespace.equals("/") ? NONE : namespace.getBytes(StandardCharsets.UTF_8);
        this.ackId = ackId < 0 ? "" : Long.toString(ackId);
        this.payload = EncodedMessage.HEADROOM + TYPES + COUNT + this.namespace.length + 1 + this.ackId.length();
        this.out = new GrowingBytes(payload, capacity);
    }

    /** Appends one value as JSON. */
    void value(@Nullable Object value, Json json) {
        switch (value) {
            case null -> out.ascii("null");
            case String text -> JsonText.write(text, out);
            case Boolean bool -> out.ascii(bool ? "true" : "false");
            case Integer number -> out.ascii(number.toString());
            case Long number -> out.ascii(number.toString());
            case Double number -> out.ascii(Double.isFinite(number) ? NumberText.of(number) : "null");
            case RawJson raw -> raw.writeTo(out);
            case byte[] data -> {
                Placeholders.write(attachments.size(), out);
                attachments.add(data);
            }
            default -> json.write(value, out, attachments);
        }
    }

    /** Whether a value held bytes. */
    boolean binary() {
        return !attachments.isEmpty();
    }

    /** Finishes the packet; {@code type} is the digit of its plain form. */
    EncodedPacket packet(char type) {
        String count = binary() ? attachments.size() + "-" : "";
        int from = payload - ackId.length() - namespace.length - (namespace.length == 0 ? 0 : 1);
        from -= TYPES + count.length();
        int end = out.size;
        out.size = from;
        out.write('0' + EngineType.MESSAGE.ordinal());
        out.write(binary() ? type + TO_BINARY : type);
        out.ascii(count);
        if (namespace.length > 0) {
            out.write(namespace, 0, namespace.length);
            out.write(',');
        }
        out.ascii(ackId);
        EncodedMessage text = EncodedMessage.framed(out.array, from, end, false);
        if (!binary()) {
            return new EncodedPacket(text, List.of());
        }
        List<EncodedMessage> messages = new ArrayList<>(attachments.size());
        for (byte[] attachment : attachments) {
            messages.add(EncodedMessage.binary(attachment, 0, attachment.length));
        }
        return new EncodedPacket(text, messages);
    }
}
