package dev.madang.protocol;

/**
 * What a decoder answers: a packet, the wish for more input, or the rule that the peer broke. Decoders never throw for
 * what a peer sent.
 */
public sealed interface Decoded permits Packet, Decoded.NeedMore, Violation {
    /** The packet announced attachments that have not all come. */
    enum NeedMore implements Decoded {
        /** The only one. */
        INSTANCE
    }
}
