package dev.madang.protocol;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Packets from binary messages, each of which is one map in MessagePack. */
final class MsgpackDecoder implements PacketDecoder {
    /*
     * The fields may come in any order and a client may add others (it does: "options"). Of a field that comes twice the
     * last one counts, and one that is undefined is not there, as in JavaScript.
     */

    private static final int CONNECT = 0;
    private static final int DISCONNECT = 1;
    private static final int EVENT = 2;
    private static final int ACK = 3;
    private static final int CONNECT_ERROR = 4;
    private static final int ABSENT = -1;
    private static final long MAX_ACK_ID = 9_999_999_999_999_999L;

    private final Json json;
    private final DecoderLimits limits;

    MsgpackDecoder(Json json, DecoderLimits limits) {
        this.json = json;
        this.limits = limits;
    }

    @Override
    public Decoded text(byte[] array, int offset, int length) {
        return new Violation(Rule.BINARY_PACKET, 0);
    }

    @Override
    public Decoded binary(byte[] array, int offset, int length) {
        return length == 0 ? new Violation(Rule.EMPTY_PACKET, 0) : new Reading(array, offset, offset + length).packet();
    }

    @Override
    public boolean awaitsAttachments() {
        return false;
    }

    @Override
    public void reset() {}

    /** One packet: where its fields lie. */
    private final class Reading {
        private final byte[] array;
        private final int offset;
        private final int end;
        private final MsgpackScanner scanner;
        private int type = ABSENT;
        private int namespace = ABSENT;
        private int id = ABSENT;
        private int data = ABSENT;
        private Elements elements = new Elements();

        Reading(byte[] array, int offset, int end) {
            this.array = array;
            this.offset = offset;
            this.end = end;
            this.scanner = new MsgpackScanner(array, end, limits);
        }

        Decoded packet() {
            long result = fields();
            if (result < 0) {
                return new Violation(JsonScanner.rule(result), JsonScanner.index(result) - offset);
            }
            long number = type == ABSENT ? ABSENT : MsgpackNumber.whole(array, type, end);
            if (number < CONNECT || number > CONNECT_ERROR) {
                return violation(Rule.UNKNOWN_PACKET_TYPE, type);
            }
            int kind = (int) number;
            String name = namespace();
            if (name == null) {
                return violation(Rule.INVALID_NAMESPACE, namespace);
            }
            long ackId = id == ABSENT ? -1 : MsgpackNumber.whole(array, id, end);
            if (id != ABSENT && (ackId < 0 || ackId > MAX_ACK_ID)) {
                return violation(Rule.INVALID_ACK_ID, id);
            }
            if (!dataFits(kind)) {
                return violation(Rule.PAYLOAD_TYPE, data);
            }
            return switch (kind) {
                case EVENT -> event(name, ackId);
                case ACK -> new Packet.Ack(name, ackId, arguments(0));
                case DISCONNECT -> new Packet.Disconnect(name);
                case CONNECT -> new Packet.Connect(name, data == ABSENT ? null : arguments(0));
                default -> new Packet.ConnectError(name, arguments(0));
            };
        }

        /** Finds the fields, and checks all there is. */
        private long fields() {
            long head = MsgpackHead.at(array, offset, end);
            if (head < 0 || MsgpackHead.kind(head) != MsgpackHead.Kind.MAP) {
                return MsgpackScanner.invalid(offset);
            }
            long next = MsgpackHead.content(head, offset);
            for (int i = 0; i < MsgpackHead.length(head) && next >= 0; i++) {
                int key = (int) next;
                next = scanner.key(key);
                if (next >= 0) {
                    next = field(key, (int) next);
                }
            }
            return next < 0 || next == end ? next : MsgpackScanner.invalid((int) next);
        }

        private long field(int key, int p) {
            long head = MsgpackHead.at(array, p, end);
            int place = head >= 0 && MsgpackHead.kind(head) == MsgpackHead.Kind.UNDEFINED ? ABSENT : p;
            long keyHead = MsgpackHead.at(array, key, end);
            int from = MsgpackHead.content(keyHead, key);
            String name = MsgpackHead.kind(keyHead) == MsgpackHead.Kind.STRING && MsgpackHead.length(keyHead) <= 4
                    ? new String(array, from, MsgpackHead.length(keyHead), StandardCharsets.ISO_8859_1)
                    : "";
            switch (name) {
                case "type" -> type = place;
                case "nsp" -> namespace = place;
                case "id" -> id = place;
                case "data" -> {
                    data = place;
                    elements = new Elements();
                    if (head >= 0 && MsgpackHead.kind(head) == MsgpackHead.Kind.ARRAY) {
                        int count = MsgpackHead.length(head);
                        return scanner.elements(MsgpackHead.content(head, p), count, limits.depth() - 1, elements);
                    }
                    long next = scanner.value(p, limits.depth());
                    elements.add(p, (int) next);
                    return next;
                }
                default -> {}
            }
            return scanner.value(p, limits.depth());
        }

        private @Nullable String namespace() {
            long head = namespace == ABSENT ? MsgpackHead.INVALID : MsgpackHead.at(array, namespace, end);
            if (head < 0 || MsgpackHead.kind(head) != MsgpackHead.Kind.STRING) {
                return null;
            }
            int from = MsgpackHead.content(head, namespace);
            int length = MsgpackHead.length(head);
            if (length == 0 || !limits.namespaceFits(array, from, from + length) || array[from] != '/') {
                return null;
            }
            String name = length == 1 ? "/" : new String(array, from, length, StandardCharsets.UTF_8);
            return name.indexOf(',') < 0 ? name : null;
        }

        private boolean dataFits(int kind) {
            if (data == ABSENT) {
                return kind == CONNECT || kind == DISCONNECT;
            }
            MsgpackHead.Kind form = MsgpackHead.kind(MsgpackHead.at(array, data, end));
            return switch (kind) {
                case EVENT, ACK -> form == MsgpackHead.Kind.ARRAY;
                case CONNECT -> form == MsgpackHead.Kind.MAP;
                case CONNECT_ERROR -> form == MsgpackHead.Kind.MAP || form == MsgpackHead.Kind.STRING;
                default -> false;
            };
        }

        private Decoded event(String namespace, long ackId) {
            if (elements.count() == 0) {
                return violation(Rule.EVENT_NAME, data);
            }
            int p = elements.start(0);
            long head = MsgpackHead.at(array, p, end);
            String name;
            if (MsgpackHead.kind(head) == MsgpackHead.Kind.STRING) {
                if (MsgpackHead.length(head) > limits.nameBytes()) {
                    return violation(Rule.NAME_TOO_LONG, p);
                }
                name = new String(
                        array, MsgpackHead.content(head, p), MsgpackHead.length(head), StandardCharsets.UTF_8);
            } else {
                var number = MsgpackNumber.at(array, p, end);
                name = number == null ? null : NumberText.javaScript(number.doubleValue());
            }
            return name == null || JsonDecoder.isReserved(name)
                    ? violation(Rule.EVENT_NAME, p)
                    : new Packet.Event(namespace, ackId, name, arguments(1));
        }

        private Arguments arguments(int first) {
            return new MsgpackArguments(json, array, elements, first);
        }

        private Violation violation(Rule rule, int at) {
            return new Violation(rule, at == ABSENT ? 0 : at - offset);
        }
    }
}
