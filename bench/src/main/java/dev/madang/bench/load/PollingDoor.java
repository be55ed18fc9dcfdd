package dev.madang.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Opens sessions as clients do that begin with polling: handshake, a POST that joins, a GET that hears of it; one connection each. */
final class PollingDoor {
    private static final byte[] HEAD_END = Bytes.ascii("\r\n\r\n");
    private static final byte[] LENGTH = Bytes.ascii("ontent-");
    private static final byte[] SID = Bytes.ascii("\"sid\":\"");
    private static final byte[] OK = Bytes.ascii("HTTP/1.1 200");

    private final Dialer dialer;
    private final Consumer<String> opened;
    private final Runnable failed;

    /**
     * A door.
     *
     * @param opened gets the id of a session that has joined
     */
    PollingDoor(Dialer dialer, Consumer<String> opened, Runnable failed) {
        this.dialer = dialer;
        this.opened = opened;
        this.failed = failed;
    }

    void handshake() {
        dialer.dial(Visit::new, failed);
    }

    /** One connection: three requests, one after the other. */
    private final class Visit extends ChannelInboundHandlerAdapter implements ChannelHandler {
        private ByteBuf pending = Unpooled.EMPTY_BUFFER;
        private String sid = "";
        private int answers;
        private boolean done;

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            send(ctx, "GET", "", "");
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            pending.release();
            if (!done) {
                failed.run();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
            ctx.close();
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object read) {
            pending = Unpooled.wrappedBuffer(pending, (ByteBuf) read);
            int start = pending.readerIndex();
            int body = Bytes.behind(pending, HEAD_END, start, pending.writerIndex());
            if (body < 0 || pending.writerIndex() < body + length(start, body)) {
                return;
            }
            if (!Bytes.starts(pending, start, body, OK)) {
                ctx.close();
                return;
            }
            if (answers == 0) {
                int at = Bytes.behind(pending, SID, body, pending.writerIndex());
                int end = pending.indexOf(at, pending.writerIndex(), (byte) '"');
                sid = pending.toString(at, end - at, StandardCharsets.US_ASCII);
            }
            pending.release();
            pending = Unpooled.EMPTY_BUFFER;
            answered(ctx, ++answers);
        }

        private void answered(ChannelHandlerContext ctx, int count) {
            if (count == 1) {
                send(ctx, "POST", "&sid=" + sid, "40");
            } else if (count == 2) {
                send(ctx, "GET", "&sid=" + sid, "");
            } else {
                done = true;
                ctx.close();
                opened.accept(sid);
            }
        }

        /** What {@code Content-Length} says, whatever its case; servers here send no chunks. */
        private int length(int start, int body) {
            int at = start;
            while ((at = Bytes.behind(pending, LENGTH, at, body)) >= 0) {
                if ((pending.getByte(at) | 0x20) == 'l' && (pending.getByte(at + 5) | 0x20) == 'h') {
                    int length = 0;
                    for (int i = at + 6; pending.getByte(i) != '\r'; i++) {
                        int digit = pending.getByte(i) - '0';
                        length = digit >= 0 && digit <= 9 ? length * 10 + digit : length;
                    }
                    return length;
                }
            }
            return 0;
        }

        private void send(ChannelHandlerContext ctx, String method, String query, String body) {
            String request = method + " /socket.io/?EIO=4&transport=polling" + query + " HTTP/1.1\r\n" + Peer.browser()
                    + (body.isEmpty()
                            ? ""
                            : "Content-Type: text/plain;charset=UTF-8\r\nContent-Length: " + body.length() + "\r\n")
                    + "\r\n" + body;
            ctx.writeAndFlush(Unpooled.wrappedBuffer(Bytes.ascii(request)), ctx.voidPromise());
        }
    }
}
