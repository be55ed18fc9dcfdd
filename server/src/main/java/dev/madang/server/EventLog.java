package dev.madang.server;

import dev.madang.protocol.EncodedPacket;
import dev.madang.protocol.PacketEncoder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The newest events of one namespace in the order of their delivery, for sockets that come back. Bounded in number,
 * bytes and age. Whoever calls holds this object's monitor, unless a method says otherwise.
 */
final class EventLog {
    /*
     * An event gets its place and is handed to every loop within one hold of the monitor. A loop runs what it is given
     * first in, first out, so each loop delivers in the order of the places, and "behind place n" means the same on all
     * of them: what a socket missed on one loop can be given to it on another.
     *
     * Each event knows its next one, so what was missed is read without the monitor, while others append.
     */
    private static final int FIRST_CAPACITY = 64;
    private static final int OVERHEAD = 128;
    private static final int RADIX = 36;
    private static final char SEPARATOR = '-';

    private final PacketEncoder encoder;
    private final int maxEvents;
    private final long maxBytes;
    private final long maxAge;
    private final String epoch = new RandomIds().get().substring(0, 8).replace(SEPARATOR, '_');
    private @Nullable Stored[] ring = new Stored[FIRST_CAPACITY];
    private long oldest = 1;
    private long last;
    private long bytes;

    /**
     * An empty log.
     *
     * @param unnoticed how long a broken connection may go unnoticed: events of that time are missed as well
     */
    EventLog(ConnectionStateRecovery options, Duration unnoticed, PacketEncoder encoder) {
        this.encoder = encoder;
        this.maxEvents = options.maxEvents();
        this.maxBytes = options.maxBytes();
        this.maxAge = options.maxDisconnectionDuration().plus(unnoticed).toNanos();
    }

    /** An event with its place. Any thread. */
    final class Stored {
        final long position;
        final BroadcastTarget target;
        final PreparedEvent event;
        private final long at;
        private volatile @Nullable Stored next;
        private volatile @Nullable EncodedPacket packet;

        private Stored(long position, BroadcastTarget target, PreparedEvent event, long at) {
            this.position = position;
            this.target = target;
            this.event = event;
            this.at = at;
        }

        @Nullable
        Stored next() {
            return next;
        }

        String offset() {
            return EventLog.this.offset(position);
        }

        /** The event with its offset as the last argument, made by whoever comes first. */
        EncodedPacket packet() {
            EncodedPacket made = packet;
            if (made == null) {
                made = encoder.append(event.packet(), offset());
                packet = made;
            }
            return made;
        }

        private int weight() {
            return event.packet().bytes() + OVERHEAD;
        }
    }

    Stored append(BroadcastTarget target, PreparedEvent event, long now) {
        if (last - oldest + 1 == ring.length) {
            grow();
        }
        Stored stored = new Stored(++last, target, event, now);
        Stored before = last > oldest ? ring[slot(last - 1)] : null;
        if (before != null) {
            before.next = stored;
        }
        ring[slot(last)] = stored;
        bytes += stored.weight();
        trim(now);
        return stored;
    }

    /** Forgets what is too old or too much. */
    void trim(long now) {
        Stored first = oldest > last ? null : ring[slot(oldest)];
        while (first != null
                && (last - oldest >= maxEvents || bytes > maxBytes || now - first.at > maxAge)) {
            ring[slot(oldest++)] = null;
            bytes -= first.weight();
            first = oldest > last ? null : ring[slot(oldest)];
        }
    }

    /** Forgets all. */
    void clear() {
        ring = new Stored[FIRST_CAPACITY];
        oldest = last + 1;
        bytes = 0;
    }

    private void grow() {
        @Nullable Stored[] wider = new Stored[ring.length * 2];
        for (long each = oldest; each <= last; each++) {
            wider[(int) (each & (wider.length - 1))] = ring[slot(each)];
        }
        ring = wider;
    }

    private int slot(long position) {
        return (int) (position & (ring.length - 1));
    }

    /** The place of the newest event; 0 if there was none. */
    long last() {
        return last;
    }

    /** Whether all events behind that place are here. */
    boolean reachesBackTo(long position) {
        return position >= oldest - 1 && position <= last;
    }

    /** The first event behind that place, which the log reaches back to; null if it is the newest. */
    @Nullable
    Stored behind(long position) {
        return position == last ? null : ring[slot(position + 1)];
    }

    int size() {
        return (int) (last - oldest + 1);
    }

    /** A place as clients see it. Any thread. */
    String offset(long position) {
        return epoch + SEPARATOR + Long.toString(position, RADIX);
    }

    /** The place that a client names, or -1 if it is none of this log. Any thread. */
    long position(String offset) {
        int from = epoch.length() + 1;
        if (!offset.startsWith(epoch + SEPARATOR) || offset.length() == from || offset.length() > from + 12) {
            return -1;
        }
        long position = 0;
        for (int i = from; i < offset.length(); i++) {
            int digit = Character.digit(offset.charAt(i), RADIX);
            if (digit < 0) {
                return -1;
            }
            position = position * RADIX + digit;
        }
        return position;
    }
}
