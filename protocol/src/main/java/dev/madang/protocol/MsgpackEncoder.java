package dev.madang.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Packets as maps in MessagePack. The data stands last, so that an argument can be appended to it. */
final class MsgpackEncoder implements PacketEncoder {
    private static final int CONNECT = 0;
    private static final int DISCONNECT = 1;
    private static final int EVENT = 2;
    private static final int ACK = 3;
    private static final int CONNECT_ERROR = 4;
    private static final String DATA = "data";

    private final Json json;

    MsgpackEncoder(Json json) {
        this.json = json;
    }

    @Override
    public EncodedPacket event(String namespace, long ackId, String name, List<? extends @Nullable Object> arguments) {
        MsgpackWriter out = packet(EVENT, namespace, ackId, true);
        out.array(1 + arguments.size());
        out.text(name);
        for (Object argument : arguments) {
            out.value(argument);
        }
        return packet(out.bytes());
    }

    @Override
    public EncodedPacket ack(String namespace, long ackId, List<? extends @Nullable Object> arguments) {
        MsgpackWriter out = packet(ACK, namespace, ackId, true);
        out.array(arguments.size());
        for (Object argument : arguments) {
            out.value(argument);
        }
        return packet(out.bytes());
    }

    @Override
    public EncodedPacket connect(String namespace, String sid, @Nullable String pid) {
        MsgpackWriter out = packet(CONNECT, namespace, -1, true);
        out.map(pid == null ? 1 : 2);
        out.text("sid");
        out.text(sid);
        if (pid != null) {
            out.text("pid");
            out.text(pid);
        }
        return packet(out.bytes());
    }

    @Override
    public EncodedPacket connectError(String namespace, String message, @Nullable Object data) {
        MsgpackWriter out = packet(CONNECT_ERROR, namespace, -1, true);
        out.map(data == null ? 1 : 2);
        out.text("message");
        out.text(message);
        if (data != null) {
            out.text(DATA);
            out.value(data);
        }
        return refusal(out);
    }

    @Override
    public EncodedPacket connect(String namespace) {
        return packet(packet(CONNECT, namespace, -1, false).bytes());
    }

    @Override
    public EncodedPacket connectError(String namespace, Object payload) {
        MsgpackWriter out = packet(CONNECT_ERROR, namespace, -1, true);
        out.value(payload);
        return refusal(out);
    }

    private static EncodedPacket refusal(MsgpackWriter out) {
        if (out.binary()) {
            throw new IllegalArgumentException("the data of a refusal holds bytes");
        }
        return packet(out.bytes());
    }

    @Override
    public EncodedPacket disconnect(String namespace) {
        return packet(packet(DISCONNECT, namespace, -1, false).bytes());
    }

    @Override
    public EncodedPacket append(EncodedPacket event, String lastArgument) {
        EncodedMessage before = event.first();
        byte[] array = before.array();
        int start = before.payloadOffset();
        int list = data(array, start, before.end());
        long head = MsgpackHead.at(array, list, before.end());
        int elements = MsgpackHead.content(head, list);
        MsgpackWriter out = new MsgpackWriter(json);
        out.bytes().write(array, start, list - start);
        out.array(MsgpackHead.length(head) + 1);
        out.bytes().write(array, elements, before.end() - elements);
        out.text(lastArgument);
        return packet(out.bytes());
    }

    /** Where the data of a packet of ours begins: behind the last key. */
    private static int data(byte[] array, int start, int end) {
        MsgpackScanner scanner = new MsgpackScanner(array, end, DecoderLimits.DEFAULT);
        long head = MsgpackHead.at(array, start, end);
        int p = MsgpackHead.content(head, start);
        for (int i = 1; i < MsgpackHead.length(head); i++) {
            p = (int) scanner.value((int) scanner.value(p, 0), 0);
        }
        return (int) scanner.value(p, 0);
    }

    private MsgpackWriter packet(int type, String namespace, long ackId, boolean data) {
        MsgpackWriter out = new MsgpackWriter(json);
        out.map(2 + (ackId < 0 ? 0 : 1) + (data ? 1 : 0));
        out.text("type");
        out.whole(type);
        out.text("nsp");
        out.text(namespace);
        if (ackId >= 0) {
            out.text("id");
            out.whole(ackId);
        }
        if (data) {
            out.text(DATA);
        }
        return out;
    }

    private static EncodedPacket packet(GrowingBytes out) {
        return new EncodedPacket(EncodedMessage.framed(out.array, EncodedMessage.HEADROOM, out.size, true), List.of());
    }
}
