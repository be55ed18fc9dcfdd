package dev.madang.e2e;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;

/**
 * One viewer of a {@link Crowd} on a connection of its own: it speaks just enough of HTTP, WebSocket, Socket.IO and contract
 * v2 to join a post and to follow it as the API's page says, and reads frames where they lie. Its channel's event loop.
 */
final class Seat extends ChannelInboundHandlerAdapter {
    private static final byte[] CHANGES = ascii("42[\"changes\"");
    private static final byte[] FROM = ascii("\"from\":");
    private static final byte[] REV = ascii("\"rev\":");
    private static final byte[] STAMP = ascii("\"text\":\"@");
    private static final int SMALL = 125;
    private static final int MEDIUM = 126;

    private final Crowd crowd;
    private ByteBuf pending = Unpooled.EMPTY_BUFFER;
    private boolean upgraded;
    private boolean joined;
    private long rev;
    private int rows;
    private int holes;

    Seat(Crowd crowd) {
        this.crowd = crowd;
    }

    /** Where it stands; read when the crowd is at rest. */
    long rev() {
        return rev;
    }

    /** How many comments it was shown live. */
    int rows() {
        return rows;
    }

    /** How often something was missing before what it was shown. */
    int holes() {
        return holes;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ctx.writeAndFlush(Unpooled.wrappedBuffer(ascii("GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n"
                + "Host: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")));
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        pending.release();
        pending = Unpooled.EMPTY_BUFFER;
        crowd.left(joined);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
        ctx.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object read) {
        ByteBuf input = (ByteBuf) read;
        if (pending.isReadable()) {
            input = Unpooled.wrappedBuffer(pending, input);
        }
        pending = Unpooled.EMPTY_BUFFER;
        if (!upgraded) {
            int end = find(input, ascii("\r\n\r\n"), input.readerIndex(), input.writerIndex());
            if (end >= 0) {
                upgraded = true;
                input.readerIndex(end);
            }
        }
        while (upgraded && frame(ctx, input)) {
            continue;
        }
        if (input.isReadable()) {
            pending = Unpooled.copiedBuffer(input);
        }
        input.release();
    }

    /** Reads one frame; false if it is not there yet. */
    private boolean frame(ChannelHandlerContext ctx, ByteBuf input) {
        int start = input.readerIndex();
        int here = input.readableBytes();
        if (here < 2) {
            return false;
        }
        int length = input.getUnsignedByte(start + 1);
        int head = length <= SMALL ? 2 : length == MEDIUM ? 4 : 10;
        if (here < head) {
            return false;
        }
        if (head == 4) {
            length = input.getUnsignedShort(start + 2);
        } else if (head == 10) {
            length = (int) input.getLong(start + 2);
        }
        if (here < head + length) {
            return false;
        }
        input.skipBytes(head + length);
        packet(ctx, input, start + head, start + head + length);
        return true;
    }

    private void packet(ChannelHandlerContext ctx, ByteBuf input, int start, int end) {
        if (starts(input, start, end, CHANGES)) {
            changes(input, start, end);
        } else if (starts(input, start, end, ascii("2"))) {
            say(ctx, "3");
        } else if (starts(input, start, end, ascii("0{"))) {
            say(ctx, "40{\"v\":2}");
        } else if (starts(input, start, end, ascii("40{"))) {
            say(ctx, "420[\"join\",{\"post\":\"" + crowd.post() + "\"}]");
        } else if (starts(input, start, end, ascii("430["))) {
            rev = number(input, find(input, REV, start, end));
            joined = true;
            crowd.entered();
        }
    }

    private void changes(ByteBuf input, int start, int end) {
        int at = find(input, FROM, start, end);
        if (number(input, at) > rev) {
            holes++;
        }
        rev = Math.max(rev, number(input, find(input, REV, at, end)));
        long now = System.nanoTime();
        for (int stamp = find(input, STAMP, at, end); stamp >= 0; stamp = find(input, STAMP, stamp, end)) {
            rows++;
            crowd.shown(now - number(input, stamp));
        }
    }

    private static void say(ChannelHandlerContext ctx, String packet) {
        ctx.writeAndFlush(Crowd.frame(packet));
    }

    private static boolean starts(ByteBuf input, int start, int end, byte[] with) {
        if (end - start < with.length) {
            return false;
        }
        for (int i = 0; i < with.length; i++) {
            if (input.getByte(start + i) != with[i]) {
                return false;
            }
        }
        return true;
    }

    /** Where the place behind those bytes is, or -1. */
    private static int find(ByteBuf input, byte[] wanted, int from, int end) {
        for (int i = from; i <= end - wanted.length; i++) {
            if (starts(input, i, end, wanted)) {
                return i + wanted.length;
            }
        }
        return -1;
    }

    private static long number(ByteBuf input, int from) {
        long value = 0;
        for (int i = from; input.getByte(i) >= '0' && input.getByte(i) <= '9'; i++) {
            value = value * 10 + input.getByte(i) - '0';
        }
        return value;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
