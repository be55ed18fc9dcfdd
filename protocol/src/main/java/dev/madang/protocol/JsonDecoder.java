package dev.madang.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Packets from text messages, and binary messages as their attachments, which are copied. */
final class JsonDecoder implements PacketDecoder {
    /*
     * The reference turns digits into numbers as JavaScript does, so it also takes "5-", "51e0-" and an ack id of a
     * single space. No encoder writes such things; here a count and an id are digits.
     *
     * A packet with zero attachments is complete at once and its payload is plain JSON. A query in a namespace is part
     * of its name: only protocol 3 splits it off.
     */

    private static final int CONNECT = 0;
    private static final int DISCONNECT = 1;
    private static final int EVENT = 2;
    private static final int ACK = 3;
    private static final int CONNECT_ERROR = 4;
    private static final int BINARY_EVENT = 5;
    private static final int BINARY_ACK = 6;
    private static final int TO_BINARY = 3;
    private static final int MAX_ACK_DIGITS = 16;
    private static final int ESCAPED_BYTES = 6;

    private final Json json;
    private final DecoderLimits limits;
    private @Nullable Incomplete incomplete;

    JsonDecoder(Json json, DecoderLimits limits) {
        this.json = json;
        this.limits = limits;
    }

    @Override
    public Decoded text(byte[] array, int offset, int length) {
        if (incomplete != null) {
            reset();
            return new Violation(Rule.ATTACHMENT_EXPECTED, 0);
        }
        if (length == 0) {
            return new Violation(Rule.EMPTY_PACKET, 0);
        }
        int end = offset + length;
        int type = array[offset] - '0';
        if (type < CONNECT || type > BINARY_ACK) {
            return new Violation(Rule.UNKNOWN_PACKET_TYPE, 0);
        }
        if (type < BINARY_EVENT) {
            return packet(type, array, offset, offset + 1, end);
        }
        int dash = JsonScanner.digits(array, offset + 1, end);
        if (dash == offset + 1 || dash == end || array[dash] != '-') {
            return new Violation(Rule.INVALID_ATTACHMENT_COUNT, dash - offset);
        }
        int count = capped(array, offset + 1, dash);
        if (count > limits.attachments()) {
            return new Violation(Rule.TOO_MANY_ATTACHMENTS, 1);
        }
        Decoded packet = packet(type - TO_BINARY, array, offset, dash + 1, end);
        if (count > 0) {
            incomplete = switch (packet) {
                case Packet.Event event ->
                    new Incomplete(event.namespace(), event.ackId(), event.name(), event.arguments(), count);
                case Packet.Ack ack -> new Incomplete(ack.namespace(), ack.ackId(), null, ack.arguments(), count);
                default -> null;
            };
        }
        return incomplete == null ? packet : Decoded.NeedMore.INSTANCE;
    }

    @Override
    public Decoded binary(byte[] array, int offset, int length) {
        Incomplete waiting = incomplete;
        if (waiting == null) {
            return new Violation(Rule.ATTACHMENT_NOT_EXPECTED, 0);
        }
        if (length > limits.attachmentBytes() - waiting.bytes()) {
            reset();
            return new Violation(Rule.ATTACHMENTS_TOO_LARGE, 0);
        }
        waiting.add(Arrays.copyOfRange(array, offset, offset + length));
        if (waiting.missing() > 0) {
            return Decoded.NeedMore.INSTANCE;
        }
        reset();
        return waiting.packet(json);
    }

    @Override
    public boolean awaitsAttachments() {
        return incomplete != null;
    }

    @Override
    public void reset() {
        incomplete = null;
    }

    private Decoded packet(int type, byte[] array, int offset, int from, int end) {
        int p = from;
        String namespace = "/";
        if (p < end && array[p] == '/') {
            int comma = Words.find((byte) ',', array, p, end);
            if (comma - p > limits.nameBytes()) {
                return new Violation(Rule.INVALID_NAMESPACE, p - offset);
            }
            int bad = Utf8.firstInvalid(array, p, comma - p);
            if (bad >= 0) {
                return new Violation(Rule.INVALID_UTF8, bad - offset);
            }
            if (comma - p > 1) {
                namespace = new String(array, p, comma - p, StandardCharsets.UTF_8);
            }
            p = Math.min(comma + 1, end);
        }
        int behind = JsonScanner.digits(array, p, end);
        if (behind - p > MAX_ACK_DIGITS) {
            return new Violation(Rule.INVALID_ACK_ID, p - offset);
        }
        long ackId = behind == p ? -1 : JsonScanner.whole(array, p, behind);
        Elements elements = new Elements();
        long result = payload(type, elements, array, behind, end);
        if (result < 0) {
            return new Violation(JsonScanner.rule(result), JsonScanner.index(result) - offset);
        }
        if (type == EVENT) {
            return event(namespace, ackId, elements, array, offset);
        }
        Arguments arguments = new SliceArguments(json, array, elements, 0);
        return switch (type) {
            case ACK -> new Packet.Ack(namespace, ackId, arguments);
            case DISCONNECT -> new Packet.Disconnect(namespace);
            case CONNECT -> new Packet.Connect(namespace, behind == end ? null : arguments);
            default -> new Packet.ConnectError(namespace, behind == end ? null : arguments);
        };
    }

    /** Finds the elements of the payload; a failure if it is not what the type asks for. */
    private long payload(int type, Elements elements, byte[] array, int from, int end) {
        boolean list = type == EVENT || type == ACK;
        if (from == end) {
            return list ? JsonScanner.failure(Rule.PAYLOAD_TYPE, from) : end;
        }
        if (type == DISCONNECT) {
            return JsonScanner.failure(Rule.PAYLOAD_TYPE, from);
        }
        int p = JsonScanner.space(array, from, end);
        int lead = p < end ? array[p] : 0;
        long next;
        if (list && lead == '[') {
            next = elements.scan(array, p, end, limits.depth(), limits.digits());
        } else {
            next = JsonScanner.value(array, p, end, limits.depth(), limits.digits());
            elements.add(p, (int) next);
        }
        if (next < 0) {
            return next;
        }
        int rest = JsonScanner.space(array, (int) next, end);
        if (rest < end) {
            return JsonScanner.failure(Rule.INVALID_JSON, rest);
        }
        boolean fits = list ? lead == '[' : lead == '{' || (type == CONNECT_ERROR && lead == '"');
        return fits ? next : JsonScanner.failure(Rule.PAYLOAD_TYPE, p);
    }

    private Decoded event(String namespace, long ackId, Elements elements, byte[] array, int offset) {
        if (elements.count() == 0) {
            return new Violation(Rule.EVENT_NAME, 0);
        }
        int start = elements.start(0);
        int end = elements.end(0);
        String name;
        if (array[start] == '"') {
            if (tooLong(array, start + 1, end - 1)) {
                return new Violation(Rule.NAME_TOO_LONG, start - offset);
            }
            name = JsonText.read(array, start + 1, end - 1);
        } else {
            name = numeric(array, start, end);
        }
        if (name == null || isReserved(name)) {
            return new Violation(Rule.EVENT_NAME, start - offset);
        }
        return new Packet.Event(namespace, ackId, name, new SliceArguments(json, array, elements, 1));
    }

    /** A name longer than allowed; with escapes it may be shorter in UTF-8 than it looks, down to a sixth. */
    private boolean tooLong(byte[] array, int from, int end) {
        long length = end - from;
        if (length <= limits.nameBytes()) {
            return false;
        }
        return length > (long) ESCAPED_BYTES * limits.nameBytes()
                || JsonText.read(array, from, end).getBytes(StandardCharsets.UTF_8).length > limits.nameBytes();
    }

    /** The text of a number as JavaScript has it, or null if the value is none. */
    private static @Nullable String numeric(byte[] array, int start, int end) {
        if (array[start] != '-' && JsonScanner.digits(array, start, end) == start) {
            return null;
        }
        double value = Double.parseDouble(new String(array, start, end - start, StandardCharsets.ISO_8859_1));
        return Double.isFinite(value) ? NumberText.of(value) : Double.toString(value);
    }

    private static boolean isReserved(String name) {
        return switch (name) {
            case "connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener" -> true;
            default -> false;
        };
    }

    private static int capped(byte[] array, int from, int end) {
        long value = 0;
        for (int i = from; i < end && value <= Integer.MAX_VALUE; i++) {
            value = 10 * value + array[i] - '0';
        }
        return (int) Math.min(value, Integer.MAX_VALUE);
    }
}
