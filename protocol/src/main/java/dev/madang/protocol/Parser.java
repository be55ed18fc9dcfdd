package dev.madang.protocol;

/**
 * How Socket.IO packets become messages and messages packets: the counterpart of the client's {@code parser} option. A
 * server has one parser, and all of its clients must use the matching one. One instance serves all threads.
 */
public interface Parser {
    /** Writes the packets for all clients. Any thread. */
    PacketEncoder encoder();

    /** A decoder for one connection, at its start. */
    PacketDecoder decoder(DecoderLimits limits);
}
