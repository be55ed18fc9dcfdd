package dev.madang.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One client on a connection of its own: connects by WebSocket, joins the main namespace, answers pings, and tells its {@link
 * Play} of what happens. What it says while a read batch is handled goes out in one write. On its loop only.
 */
final class Peer extends ChannelInboundHandlerAdapter {
    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final byte[] HEAD_END = Bytes.ascii("\r\n\r\n");
    private static final byte[] SWITCHING = Bytes.ascii("HTTP/1.1 101");
    private static final byte[] OPEN = Bytes.ascii("0{");
    private static final byte[] JOINED = Bytes.ascii("40");
    private static final byte[] PROBED = Bytes.ascii("3probe");
    private static final byte[] PONG = Bytes.ascii("3");
    private static final byte[] JOIN = Bytes.ascii("40");
    private static final byte[] PROBE = Bytes.ascii("2probe");
    private static final byte[] UPGRADED = Bytes.ascii("5");

    private final Play play;
    private final @Nullable String sid;
    private @Nullable ChannelHandlerContext context;
    private ByteBuf pending = Unpooled.EMPTY_BUFFER;
    private @Nullable ByteBuf out;
    private boolean reading;
    private boolean switched;

    /** How many messages of the play have come; the play's own. */
    int heard;

    /**
     * A client.
     *
     * @param sid the session to take over from polling, or null for a new one
     */
    Peer(Play play, @Nullable String sid) {
        this.play = play;
        this.sid = sid;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        context = ctx;
        String query = "GET /socket.io/?EIO=4&transport=websocket" + (sid == null ? "" : "&sid=" + sid);
        String upgrade = String.format(
                Locale.ROOT,
                "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: %021dA==\r\n"
                        + "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n",
                NUMBERS.incrementAndGet());
        ctx.writeAndFlush(
                Unpooled.wrappedBuffer(Bytes.ascii(query + " HTTP/1.1\r\n" + browser() + upgrade)), ctx.voidPromise());
    }

    /** The headers of a desktop browser, its cookie its own: servers are measured with what they get in the wild. */
    static String browser() {
        return String.format(
                Locale.ROOT,
                "Host: 127.0.0.1:3000\r\nPragma: no-cache\r\nCache-Control: no-cache\r\n"
                        + "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
                        + " Chrome/139.0.0.0 Safari/537.36\r\n"
                        + "Origin: http://127.0.0.1:3000\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n"
                        + "Accept-Language: ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7\r\n"
                        + "Cookie: _ga=GA1.1.%010d.1700000000; session=%032x\r\n",
                NUMBERS.incrementAndGet(),
                NUMBERS.get());
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        pending.release();
        pending = Unpooled.EMPTY_BUFFER;
        play.gone(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
        ctx.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object read) {
        reading = true;
        ByteBuf in = (ByteBuf) read;
        if (pending.isReadable()) {
            in = Unpooled.wrappedBuffer(pending, in);
        }
        pending = Unpooled.EMPTY_BUFFER;
        if (!switched) {
            head(ctx, in);
        }
        while (switched && frame(in)) {
            continue;
        }
        if (in.isReadable()) {
            pending = Unpooled.copiedBuffer(in);
        }
        in.release();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        reading = false;
        flush();
    }

    private void head(ChannelHandlerContext ctx, ByteBuf in) {
        int end = Bytes.behind(in, HEAD_END, in.readerIndex(), in.writerIndex());
        if (end < 0) {
            return;
        }
        if (Bytes.starts(in, in.readerIndex(), end, SWITCHING)) {
            switched = true;
            in.readerIndex(end);
            if (sid != null) {
                say(PROBE, -1, 0);
            }
        } else {
            in.readerIndex(in.writerIndex());
            ctx.close();
        }
    }

    /** Reads one frame of a server (RFC 6455, 5.2; never masked); false if it is not there yet. */
    private boolean frame(ByteBuf in) {
        int start = in.readerIndex();
        int here = in.readableBytes();
        if (here < 2) {
            return false;
        }
        int length = in.getByte(start + 1) & 0x7F;
        int head = length < 126 ? 2 : length == 126 ? 4 : 10;
        if (here < head) {
            return false;
        }
        if (head == 4) {
            length = in.getUnsignedShort(start + 2);
        } else if (head == 10) {
            length = (int) in.getLong(start + 2);
        }
        if (here < head + length) {
            return false;
        }
        in.skipBytes(head + length);
        if ((in.getByte(start) & 0x0F) == 1) {
            packet(in, start + head, start + head + length);
        }
        return true;
    }

    private void packet(ByteBuf in, int start, int end) {
        if (end - start > 1 && in.getByte(start) == '4' && in.getByte(start + 1) != '0') {
            play.message(this, in, start, end);
        } else if (in.getByte(start) == '2') {
            say(PONG, -1, 0);
        } else if (Bytes.starts(in, start, end, OPEN)) {
            say(JOIN, -1, 0);
        } else if (Bytes.starts(in, start, end, PROBED)) {
            say(UPGRADED, -1, 0);
            play.joined(this);
        } else if (Bytes.starts(in, start, end, JOINED)) {
            play.joined(this);
        }
    }

    /** Sends a packet, with a time stamp if {@code stampAt} is not negative. */
    void say(byte[] packet, int stampAt, long nanos) {
        ChannelHandlerContext ctx = Objects.requireNonNull(context);
        int length = Bytes.frameLength(packet.length);
        ByteBuf buffer = out;
        if (buffer != null && buffer.writableBytes() < length) {
            ctx.write(buffer, ctx.voidPromise());
            buffer = null;
        }
        if (buffer == null) {
            buffer = ctx.alloc().directBuffer(Math.max(1024, length));
            out = buffer;
        }
        Bytes.writeFrame(buffer, packet, stampAt, nanos);
        if (!reading) {
            flush();
        }
    }

    private void flush() {
        ByteBuf buffer = out;
        if (buffer != null) {
            out = null;
            ChannelHandlerContext ctx = Objects.requireNonNull(context);
            ctx.writeAndFlush(buffer, ctx.voidPromise());
        }
    }

    void close() {
        Objects.requireNonNull(context).close();
    }
}
