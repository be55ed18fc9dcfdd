package dev.madang.bench.floor;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The WebSocket side of the floor: each text frame goes back as it came, to its sender or (a broadcast) to everybody. Answers
 * of one read batch are one buffer and one send.
 */
final class FloorFrames extends ChannelInboundHandlerAdapter {
    private static final String JOINED = "40{\"sid\":\"bbbbbbbbbbbbbbbbbbbb\"}";
    private static final int EVENT = '[';
    /* 42["broadcast": the letter that tells it from 42["echo". */
    private static final int BROADCAST_AT = 4;

    private final Everybody everybody;
    private @Nullable ChannelHandlerContext context;
    private ByteBuf pending = Unpooled.EMPTY_BUFFER;
    private @Nullable ByteBuf out;

    FloorFrames(Everybody everybody) {
        this.everybody = everybody;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        everybody.add(ctx);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        pending.release();
        everybody.remove(ctx);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
        ctx.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object read) {
        if (!(read instanceof ByteBuf bytes)) {
            return; // what the HTTP codec says of the end of the handshake
        }
        ByteBuf in = bytes;
        if (pending.isReadable()) {
            in = Unpooled.wrappedBuffer(pending, in);
            pending = Unpooled.EMPTY_BUFFER;
        }
        while (frame(in)) {
            continue;
        }
        if (in.isReadable()) {
            pending = Unpooled.copiedBuffer(in);
        }
        in.release();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        flush();
        everybody.flush();
    }

    private boolean frame(ByteBuf in) {
        int here = in.readableBytes();
        if (here < 6) {
            return false;
        }
        int start = in.readerIndex();
        int length = in.getByte(start + 1) & 0x7F;
        int head = length < 126 ? 6 : length == 126 ? 8 : 14;
        if (here < head) {
            return false;
        }
        if (head == 8) {
            length = in.getUnsignedShort(start + 2);
        } else if (head == 14) {
            length = (int) in.getLong(start + 2);
        }
        if (here < head + length) {
            return false;
        }
        int mask = in.getInt(start + head - 4);
        in.skipBytes(head + length);
        unmask(in, start + head, length, mask);
        packet(in, start + head, length);
        return true;
    }

    private static void unmask(ByteBuf in, int from, int length, int mask) {
        long wide = (long) mask << 32 | mask & 0xFFFFFFFFL;
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            in.setLong(from + i, in.getLong(from + i) ^ wide);
        }
        for (; i < length; i++) {
            in.setByte(from + i, in.getByte(from + i) ^ (mask >>> (24 - 8 * (i & 3))));
        }
    }

    private void packet(ByteBuf in, int start, int length) {
        int type = in.getByte(start);
        if (type == '4' && length == 2) {
            say(JOINED);
        } else if (type == '4' && in.getByte(start + 2) == '0') {
            say("430[\"here\"]");
        } else if (type == '4' && in.getByte(start + 2) == EVENT && in.getByte(start + BROADCAST_AT) == 'b') {
            ByteBuf frame = Objects.requireNonNull(context).alloc().directBuffer(length + 10);
            head(frame, length).writeBytes(in, start, length);
            everybody.write(frame);
        } else if (type == '4') {
            head(room(length), length).writeBytes(in, start, length);
        } else if (type == '2') {
            say("3probe");
        }
    }

    void say(String packet) {
        byte[] bytes = packet.getBytes(StandardCharsets.US_ASCII);
        head(room(bytes.length), bytes.length).writeBytes(bytes);
    }

    private ByteBuf room(int length) {
        ByteBuf buffer = out;
        ChannelHandlerContext ctx = Objects.requireNonNull(context);
        if (buffer != null && buffer.writableBytes() < length + 10) {
            ctx.write(buffer, ctx.voidPromise());
            buffer = null;
        }
        if (buffer == null) {
            buffer = ctx.alloc().directBuffer(Math.max(1024, length + 10));
            out = buffer;
        }
        return buffer;
    }

    private static ByteBuf head(ByteBuf buffer, int length) {
        buffer.writeByte(0x81);
        if (length < 126) {
            return buffer.writeByte(length);
        }
        return length < 65_536
                ? buffer.writeByte(126).writeShort(length)
                : buffer.writeByte(127).writeLong(length);
    }

    void flush() {
        ByteBuf buffer = out;
        if (buffer != null) {
            out = null;
            ChannelHandlerContext ctx = Objects.requireNonNull(context);
            ctx.writeAndFlush(buffer, ctx.voidPromise());
        }
    }
}
