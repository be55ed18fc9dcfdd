package dev.madang.protocol;

/** The rules a peer can break, each with the sentence that logs and error answers use. */
public enum Rule {
    /** Engine.IO: "Protocol", packet types 0 to 6. */
    UNKNOWN_ENGINE_TYPE("the Engine.IO packet type is not one of 0 to 6"),
    /** Engine.IO: "Protocol". An empty packet in a payload or an empty text frame. */
    EMPTY_PACKET("a packet has at least its type"),
    /** Engine.IO 3: the first byte of a binary packet. */
    BINARY_ENGINE_TYPE("a binary packet is a message, which is type 4"),
    /** Engine.IO 3: "Encoding", the length before each packet of a payload. */
    INVALID_LENGTH("in a payload of protocol 3 each packet has its length in front"),
    /** A limit of the server: packets per payload. */
    TOO_MANY_PACKETS("a payload holds too many packets"),
    /** Engine.IO: "HTTP long-polling", binary packets of a payload. RFC 4648, section 4. */
    INVALID_BASE64("a binary packet in a payload is base64"),
    /** RFC 3629; text frames: RFC 6455, section 8.1. */
    INVALID_UTF8("text is UTF-8"),
    /** Socket.IO: "Packet types", 0 to 6. */
    UNKNOWN_PACKET_TYPE("the Socket.IO packet type is not one of 0 to 6"),
    /** Socket.IO: "Packet encoding", the number of binary attachments. */
    INVALID_ATTACHMENT_COUNT("the attachment count is a decimal number followed by '-'"),
    /** A limit of the server: {@link DecoderLimits#attachments}. */
    TOO_MANY_ATTACHMENTS("a packet announces too many attachments"),
    /** A limit of the server: {@link DecoderLimits#attachmentBytes}. */
    ATTACHMENTS_TOO_LARGE("the attachments of a packet are too large together"),
    /** Socket.IO: "Packet encoding". Attachments follow the packet that announces them. */
    ATTACHMENT_NOT_EXPECTED("a binary message came although no packet awaits one"),
    /** Socket.IO: "Packet encoding". Nothing comes between a packet and its attachments. */
    ATTACHMENT_EXPECTED("a text message came although a packet awaits attachments"),
    /** Socket.IO: "Packet encoding", placeholders of attachments. */
    INVALID_PLACEHOLDER("a placeholder names one attachment of its packet, and each is named once"),
    /** Socket.IO: "Packet encoding", the namespace; its length is a limit of the server. */
    INVALID_NAMESPACE("a namespace begins with '/', ends at ',' and is not too long"),
    /** Socket.IO: "Packet encoding", the acknowledgment id; its length is a limit of the server. */
    INVALID_ACK_ID("an ack id has at most 16 digits"),
    /** RFC 8259. */
    INVALID_JSON("the payload is JSON"),
    /** A limit of the server: {@link DecoderLimits#depth}. */
    JSON_TOO_DEEP("the payload is nested too deeply"),
    /** A limit of the server: {@link DecoderLimits#digits}. */
    NUMBER_TOO_LONG("a number has too many digits"),
    /** Packets of the MessagePack parser are binary messages. */
    BINARY_PACKET("a packet is a binary message"),
    /** The specification of MessagePack, and the form of a packet of the official parser. */
    INVALID_MSGPACK("the packet is one map of MessagePack"),
    /** The specification of MessagePack: "Extension types". */
    MSGPACK_EXTENSION("an extension of MessagePack is undefined, a date or bytes"),
    /** Socket.IO: "Packet types", the payload of each. */
    PAYLOAD_TYPE("the payload has the form that its packet type asks for"),
    /** Socket.IO: "EVENT"; the reserved names are the reference server's. */
    EVENT_NAME("an event's first element is its name: a string that is not reserved, or a number"),
    /** A limit of the server: {@link DecoderLimits#nameBytes}. */
    NAME_TOO_LONG("a name is too long");

    private final String sentence;

    Rule(String sentence) {
        this.sentence = sentence;
    }

    /** What the rule asks for, in a sentence without a full stop. */
    public String sentence() {
        return sentence;
    }
}
