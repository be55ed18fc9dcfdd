package dev.madang.server;

import dev.madang.protocol.Arguments;
import java.util.List;

/**
 * The answers to a broadcast, in the order in which they came. Immutable.
 *
 * @param recipients how many sockets got the event, as far as is known
 * @param responses what each socket that answered gave to its ack
 */
public record BroadcastAcks(int recipients, List<Arguments> responses) {
    /** No recipients, no answers. */
    public static final BroadcastAcks NONE = new BroadcastAcks(0, List.of());

    /** Copies the list. */
    public BroadcastAcks {
        responses = List.copyOf(responses);
    }
}
