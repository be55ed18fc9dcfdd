package dev.madang.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Packets as text (Socket.IO protocol 5, "Packet encoding"). Each packet is written straight into the array that goes
 * to every recipient, with room for the WebSocket header in front.
 */
final class JsonEncoder implements PacketEncoder {
    private static final char CONNECT = '0';
    private static final char DISCONNECT = '1';
    private static final char EVENT = '2';
    private static final char ACK = '3';
    private static final char CONNECT_ERROR = '4';
    private static final int GUESS = 16;
    private static final int OBJECT_GUESS = 128;

    private final Json json;

    JsonEncoder(Json json) {
        this.json = json;
    }

    @Override
    public EncodedPacket event(String namespace, long ackId, String name, List<? extends @Nullable Object> arguments) {
        Draft draft = new Draft(namespace, ackId, GUESS + name.length() + guess(arguments));
        draft.out.write('[');
        JsonText.write(name, draft.out);
        for (Object argument : arguments) {
            draft.out.write(',');
            draft.value(argument, json);
        }
        draft.out.write(']');
        return draft.packet(EVENT);
    }

    @Override
    public EncodedPacket ack(String namespace, long ackId, List<? extends @Nullable Object> arguments) {
        Draft draft = new Draft(namespace, ackId, GUESS + guess(arguments));
        int separator = '[';
        for (Object argument : arguments) {
            draft.out.write(separator);
            draft.value(argument, json);
            separator = ',';
        }
        draft.out.ascii(arguments.isEmpty() ? "[]" : "]");
        return draft.packet(ACK);
    }

    @Override
    public EncodedPacket connect(String namespace, String sid, @Nullable String pid) {
        Draft draft = new Draft(namespace, -1, 2 * GUESS + sid.length() + (pid == null ? 0 : pid.length()));
        draft.out.ascii("{\"sid\":");
        JsonText.write(sid, draft.out);
        if (pid != null) {
            draft.out.ascii(",\"pid\":");
            JsonText.write(pid, draft.out);
        }
        draft.out.write('}');
        return draft.packet(CONNECT);
    }

    @Override
    public EncodedPacket connectError(String namespace, String message, @Nullable Object data) {
        Draft draft = new Draft(namespace, -1, 2 * GUESS + message.length() + (data == null ? 0 : guess(data)));
        draft.out.ascii("{\"message\":");
        JsonText.write(message, draft.out);
        if (data != null) {
            draft.out.ascii(",\"data\":");
            draft.value(data, json);
            if (draft.binary()) {
                throw new IllegalArgumentException("the data of a refusal holds bytes");
            }
        }
        draft.out.write('}');
        return draft.packet(CONNECT_ERROR);
    }

    @Override
    public EncodedPacket disconnect(String namespace) {
        return new Draft(namespace, -1, 0).packet(DISCONNECT);
    }

    @Override
    public EncodedPacket append(EncodedPacket event, String lastArgument) {
        EncodedMessage before = event.first();
        int length = before.payloadLength() - 1;
        GrowingBytes out = new GrowingBytes(EncodedMessage.HEADROOM, length + GUESS + 2 * lastArgument.length());
        out.write(before.array(), before.payloadOffset(), length);
        out.write(',');
        JsonText.write(lastArgument, out);
        out.write(']');
        EncodedMessage text = EncodedMessage.framed(out.array, EncodedMessage.HEADROOM, out.size, false);
        return new EncodedPacket(text, event.attachments());
    }

    private static int guess(List<? extends @Nullable Object> arguments) {
        int sum = 0;
        for (Object argument : arguments) {
            sum += guess(argument);
        }
        return sum;
    }

    private static int guess(@Nullable Object argument) {
        return switch (argument) {
            case String text -> text.length() + (text.length() >> 3) + 3;
            case Number number -> GUESS;
            case Boolean bool -> GUESS;
            case null -> GUESS;
            default -> OBJECT_GUESS;
        };
    }
}
