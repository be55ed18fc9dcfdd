package dev.madang.netty;

import dev.madang.protocol.MessageInflater;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * An incremental parser of a client's WebSocket frames (RFC 6455, section 5), for one connection and on its loop.
 * Bytes may come in any pieces. A rule that the peer broke is reported once; what follows is not looked at.
 *
 * <p>Limits: {@code maxPayload} bytes for a message, checked against announced lengths before anything is allocated,
 * and {@code maxFragments} frames for one.
 */
final class FrameParser {
    /*
     * A frame that lies whole in the buffer is unmasked while it is copied into the loop's scratch array: no
     * allocation, and the layers below read bytes of an array. Only messages in several pieces get an array of their
     * own, which grows with what really came, not with what was announced, and goes when the message is complete.
     */
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final byte[] NONE = {};
    private static final int MAX_HEADER = 14;
    private static final int FIRST_PIECE = 4 * 1024;

    private static final int RSV1 = 0x40;

    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;

    /** What comes out. Bytes are valid during the call only. */
    interface Output {
        void message(boolean text, byte[] array, int offset, int length);

        void control(int opcode, byte[] array, int offset, int length);

        /** A rule was broken: the close code that says so (RFC 6455, 7.4.1), and the reason in words. */
        void violation(int code, String reason);

        /** Whether frames are wanted now; if not, parsing stops between two frames. */
        boolean reading();
    }

    private final NettyLoop loop;
    private final Output output;
    private final int maxPayload;
    private final int maxFragments;
    private final boolean compression;

    private byte[] header = NONE;
    private int headerLength;

    private byte[] message = NONE;
    private int messageLength;
    private boolean messageIsText;
    private boolean messageIsCompressed;
    private int fragments;

    private byte[] control = NONE;
    private int controlLength;

    private boolean inFrame;
    private boolean fin;
    private int opcode;
    private int mask;
    private int frameLength;
    private int frameRead;
    private boolean stopped;

    /**
     * A parser.
     *
     * @param compression whether messages may be compressed (permessage-deflate, RFC 7692)
     */
    FrameParser(NettyLoop loop, int maxPayload, int maxFragments, boolean compression, Output output) {
        this.loop = loop;
        this.maxPayload = maxPayload;
        this.maxFragments = maxFragments;
        this.compression = compression;
        this.output = output;
    }

    /** Ends parsing: what comes from now on is ignored. */
    void stop() {
        stopped = true;
        header = NONE;
        message = NONE;
        control = NONE;
    }

    /** Parses until the buffer is used up, or frames are no longer wanted. */
    void parse(ByteBuf in) {
        while (!stopped && in.isReadable() && output.reading()) {
            if (inFrame) {
                payload(in);
            } else if (headerLength > 0) {
                gatherHeader(in);
            } else {
                header(in);
            }
        }
        if (stopped) {
            in.skipBytes(in.readableBytes());
        }
    }

    private void header(ByteBuf in) {
        int available = in.readableBytes();
        int start = in.readerIndex();
        int needed = available < 2 ? 2 : headerLength(in.getByte(start + 1));
        if (available < needed) {
            header = new byte[MAX_HEADER];
            headerLength = available;
            in.readBytes(header, 0, available);
            return;
        }
        in.skipBytes(needed);
        begin(in, start, needed);
        if (inFrame) {
            payload(in);
        }
    }

    private void gatherHeader(ByteBuf in) {
        header[headerLength++] = in.readByte();
        if (headerLength >= 2 && headerLength == headerLength(header[1])) {
            ByteBuf whole = Unpooled.wrappedBuffer(header, 0, headerLength);
            headerLength = 0;
            header = NONE;
            begin(whole, 0, whole.readableBytes());
            if (inFrame && frameLength == 0) {
                payload(in);
            }
        }
    }

    private static int headerLength(byte second) {
        int length = second & 0x7F;
        int extended = length == 126 ? 2 : length == 127 ? 8 : 0;
        return 2 + extended + ((second & 0x80) == 0 ? 0 : 4);
    }

    private void begin(ByteBuf in, int start, int length) {
        int first = in.getByte(start);
        int second = in.getByte(start + 1);
        long payload = second & 0x7F;
        if (payload == 126) {
            payload = in.getUnsignedShort(start + 2);
        } else if (payload == 127) {
            payload = in.getLong(start + 2);
        }
        fin = (first & 0x80) != 0;
        opcode = first & 0x0F;
        if (!check(first, second, payload)) {
            return;
        }
        mask = in.getIntLE(start + length - 4);
        frameLength = (int) payload;
        frameRead = 0;
        inFrame = true;
    }

    /** RFC 6455, 5.1 to 5.5, and RFC 7692, 6: whether the frame may come now. */
    private boolean check(int first, int second, long length) {
        int reserved = first & 0x70;
        boolean begins = opcode == TEXT || opcode == BINARY;
        if (reserved != 0 && !(compression && begins && reserved == RSV1)) {
            return refuse(1002, "reserved bits are set and no extension was agreed on");
        }
        if ((second & 0x80) == 0) {
            return refuse(1002, "a client masks its frames");
        }
        if (length < 0) {
            return refuse(1002, "the highest bit of a length is 0");
        }
        return switch (opcode) {
            case CLOSE, PING, PONG ->
                fin && length <= 125 || refuse(1002, "a control frame is whole and has at most 125 bytes");
            case TEXT, BINARY ->
                fragments == 0 ? checkData(first, length) : refuse(1002, "a message began before the last one ended");
            case CONTINUATION ->
                fragments > 0 ? checkData(first, length) : refuse(1002, "a continuation follows a message's beginning");
            default -> refuse(1002, "the opcode is reserved");
        };
    }

    private boolean checkData(int first, long length) {
        if (length > maxPayload - messageLength) {
            return refuse(1009, "the message is too large");
        }
        if (fragments >= maxFragments) {
            return refuse(1008, "the message has too many fragments");
        }
        if (opcode != CONTINUATION) {
            messageIsText = opcode == TEXT;
            messageIsCompressed = (first & RSV1) != 0;
        }
        return true;
    }

    private boolean refuse(int code, String reason) {
        stop();
        output.violation(code, reason);
        return false;
    }

    private void payload(ByteBuf in) {
        if (opcode >= CLOSE) {
            controlPayload(in);
        } else if (fin && fragments == 0 && frameRead == 0 && in.readableBytes() >= frameLength) {
            byte[] array = loop.scratch(frameLength);
            in.readBytes(array, 0, frameLength);
            unmask(array, 0, frameLength, mask);
            inFrame = false;
            deliver(array, frameLength);
        } else {
            gatherMessage(in);
        }
    }

    private void controlPayload(ByteBuf in) {
        int length = Math.min(in.readableBytes(), frameLength - frameRead);
        if (frameRead == 0 && length == frameLength) {
            byte[] array = loop.scratch(length);
            in.readBytes(array, 0, length);
            unmask(array, 0, length, mask);
            inFrame = false;
            output.control(opcode, array, 0, length);
            return;
        }
        if (frameRead == 0) {
            control = new byte[frameLength];
            controlLength = 0;
        }
        in.readBytes(control, controlLength, length);
        unmask(control, controlLength, length, Integer.rotateRight(mask, frameRead * 8));
        controlLength += length;
        frameRead += length;
        if (frameRead == frameLength) {
            byte[] whole = control;
            control = NONE;
            inFrame = false;
            output.control(opcode, whole, 0, frameLength);
        }
    }

    private void gatherMessage(ByteBuf in) {
        int length = Math.min(in.readableBytes(), frameLength - frameRead);
        int needed = messageLength + length;
        if (needed > message.length) {
            int announced = messageLength + frameLength - frameRead;
            int roomy = Math.max(needed, Math.max(FIRST_PIECE, (int) Math.min(maxPayload, 2L * message.length)));
            message = Arrays.copyOf(message, fin ? Math.min(announced, roomy) : Math.max(needed, roomy));
        }
        in.readBytes(message, messageLength, length);
        unmask(message, messageLength, length, Integer.rotateRight(mask, frameRead * 8));
        messageLength = needed;
        frameRead += length;
        if (frameRead == frameLength) {
            inFrame = false;
            fragments++;
            if (fin) {
                deliver();
            }
        }
    }

    private void deliver() {
        byte[] whole = message;
        int length = messageLength;
        message = NONE;
        messageLength = 0;
        fragments = 0;
        deliver(whole, length);
    }

    private void deliver(byte[] array, int length) {
        if (!messageIsCompressed) {
            output.message(messageIsText, array, 0, length);
            return;
        }
        MessageInflater inflater = loop.compression().inflater();
        switch (inflater.inflate(array, 0, length, maxPayload)) {
            case INFLATED -> output.message(messageIsText, inflater.array(), 0, inflater.length());
            case TOO_LARGE -> refuse(1009, "the message is too large");
            case CORRUPT -> refuse(1007, "the message is not compressed as agreed on");
        }
    }

    /** RFC 6455, 5.3. The mask's first byte is its lowest. */
    static void unmask(byte[] array, int offset, int length, int mask) {
        int end = offset + length;
        int at = offset;
        long both = (mask & 0xFFFFFFFFL) | ((long) mask << 32);
        for (; at + 8 <= end; at += 8) {
            LONGS.set(array, at, (long) LONGS.get(array, at) ^ both);
        }
        for (; at < end; at++) {
            array[at] ^= (byte) both;
            both >>>= 8;
        }
    }
}
