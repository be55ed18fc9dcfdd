package dev.madang.bench.floor;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayList;
import java.util.List;

/** All WebSocket connections, as one room. On the loop only. */
final class Everybody {
    private final List<ChannelHandlerContext> all = new ArrayList<>();
    private final List<ChannelHandlerContext> written = new ArrayList<>();

    void add(ChannelHandlerContext context) {
        all.add(context);
    }

    void remove(ChannelHandlerContext context) {
        all.remove(context);
    }

    /** Writes one frame to all; it goes out with the next {@link #flush}. */
    void write(ByteBuf frame) {
        for (int i = 0; i < all.size(); i++) {
            ChannelHandlerContext context = all.get(i);
            context.write(frame.retainedDuplicate(), context.voidPromise());
        }
        frame.release();
        if (written.isEmpty()) {
            written.addAll(all);
        }
    }

    void flush() {
        for (int i = 0; i < written.size(); i++) {
            written.get(i).flush();
        }
        written.clear();
    }

    void ping() {
        write(ByteBufAllocator.DEFAULT
                .directBuffer(3)
                .writeByte(0x81)
                .writeByte(1)
                .writeByte('2'));
        flush();
    }
}
