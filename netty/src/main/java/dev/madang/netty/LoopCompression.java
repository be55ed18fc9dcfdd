package dev.madang.netty;

import dev.madang.engine.PerMessageDeflate;
import dev.madang.protocol.EncodedMessage;
import dev.madang.protocol.MessageDeflater;
import dev.madang.protocol.MessageInflater;
import org.jspecify.annotations.Nullable;

/**
 * The compressor and the decompressor that all connections of one loop share: made when one needs them, ended with the
 * last connection that may. On the loop only.
 */
final class LoopCompression {
    private @Nullable MessageDeflater deflater;
    private @Nullable MessageInflater inflater;
    private int connections;
    private long ended;

    void joined() {
        connections++;
    }

    void left() {
        if (--connections > 0) {
            return;
        }
        if (deflater != null) {
            ended += deflater.compressions();
            deflater.close();
            deflater = null;
        }
        if (inflater != null) {
            inflater.close();
            inflater = null;
        }
    }

    EncodedMessage deflate(EncodedMessage message, PerMessageDeflate option) {
        if (deflater == null) {
            deflater = new MessageDeflater(option.level());
        }
        return deflater.deflate(message);
    }

    MessageInflater inflater() {
        if (inflater == null) {
            inflater = new MessageInflater();
        }
        return inflater;
    }

    /** Messages compressed on this loop. */
    long compressions() {
        return ended + (deflater == null ? 0 : deflater.compressions());
    }

    /** Whether native memory is held. */
    boolean holdsMemory() {
        return deflater != null || inflater != null;
    }
}
