package dev.madang.protocol;

import java.util.List;

/**
 * One Socket.IO packet, encoded once: a text message and the attachments that follow it. A packet is one element of
 * every queue, so its messages are never separated. Immutable, and shared by all recipients of a broadcast.
 */
public final class EncodedPacket {
    private final EncodedMessage text;
    private final List<EncodedMessage> attachments;
    private final int bytes;

    EncodedPacket(EncodedMessage text, List<EncodedMessage> attachments) {
        this.text = text;
        this.attachments = List.copyOf(attachments);
        int sum = text.payloadLength();
        for (EncodedMessage attachment : this.attachments) {
            sum += attachment.payloadLength();
        }
        this.bytes = sum;
    }

    /** The first message. */
    public EncodedMessage text() {
        return text;
    }

    /** The binary messages that follow, in the order of their placeholders; mostly none. */
    public List<EncodedMessage> attachments() {
        return attachments;
    }

    /** Payload bytes of all messages together. */
    public int bytes() {
        return bytes;
    }
}
