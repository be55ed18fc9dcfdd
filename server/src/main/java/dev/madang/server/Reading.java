package dev.madang.server;

import dev.madang.protocol.Decoded;
import dev.madang.protocol.DecoderLimits;
import dev.madang.protocol.EncodedMessage;
import dev.madang.protocol.EncodedPacket;
import dev.madang.protocol.Packet;
import dev.madang.protocol.PacketDecoder;
import dev.madang.protocol.Parser;

/** Events that the server has written, read again: packets hold bytes, and few ask for more. */
final class Reading {
    private static final DecoderLimits OWN =
            new DecoderLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, 1000, 1000, Integer.MAX_VALUE);
    private static final int TYPE_DIGIT = 1;

    private Reading() {}

    /** The event in a packet of our own encoder; its arguments are owned. */
    static Packet.Event event(EncodedPacket packet, Parser parser) {
        PacketDecoder decoder = parser.decoder(OWN);
        EncodedMessage first = packet.first();
        Decoded decoded = first.binary()
                ? decoder.binary(first.array(), first.payloadOffset(), first.payloadLength())
                : decoder.text(
                        first.array(), first.payloadOffset() + TYPE_DIGIT, first.payloadLength() - TYPE_DIGIT);
        for (EncodedMessage attachment : packet.attachments()) {
            decoded = decoder.binary(attachment.array(), attachment.payloadOffset(), attachment.payloadLength());
        }
        if (decoded instanceof Packet.Event event) {
            return event;
        }
        throw new IllegalStateException("an event that was sent cannot be read: " + decoded);
    }
}
