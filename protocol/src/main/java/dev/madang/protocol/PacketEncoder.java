package dev.madang.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Socket.IO packets to bytes (Socket.IO protocol 5, "Packet encoding"). Each packet is written once, straight into
 * the array that goes to every recipient, with room for the WebSocket header in front. Safe for all threads.
 */
public final class PacketEncoder {
    private static final char CONNECT = '0';
    private static final char DISCONNECT = '1';
    private static final char EVENT = '2';
    private static final char ACK = '3';
    private static final char CONNECT_ERROR = '4';
    private static final int GUESS = 16;
    private static final int OBJECT_GUESS = 128;

    private final Json json;

    /** Encodes arguments with {@code json}. */
    public PacketEncoder(Json json) {
        this.json = json;
    }

    /**
     * An event; binary (type 5) by content.
     *
     * @param ackId the id that the answer must carry, or -1 for none
     * @throws IllegalArgumentException if an argument has no JSON form
     */
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

    /**
     * The answer to a peer's event; binary (type 6) by content.
     *
     * @throws IllegalArgumentException if an argument has no JSON form
     */
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

    /** The reply to a CONNECT: {@code {"sid":…}}, and {@code "pid"} if it is not null. */
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

    /** The reply to a CONNECT in protocol 4: nothing but the namespace. */
    public EncodedPacket connect(String namespace) {
        return new Draft(namespace, -1, 0).packet(CONNECT);
    }

    /**
     * A refused CONNECT in protocol 4: a message, or any value.
     *
     * @throws IllegalArgumentException if the payload has no JSON form, or holds bytes: the packet cannot carry them
     */
    public EncodedPacket connectError(String namespace, Object payload) {
        Draft draft = new Draft(namespace, -1, guess(payload));
        draft.value(payload, json);
        if (draft.binary()) {
            throw new IllegalArgumentException("the data of a refusal holds bytes");
        }
        return draft.packet(CONNECT_ERROR);
    }

    /**
     * A refused CONNECT: {@code {"message":…}}, and {@code "data"} if it is not null.
     *
     * @throws IllegalArgumentException if the data has no JSON form, or holds bytes: the packet cannot carry them
     */
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

    /** The server takes the client out of a namespace. */
    public EncodedPacket disconnect(String namespace) {
        return new Draft(namespace, -1, 0).packet(DISCONNECT);
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
