package dev.madang.protocol;

/** The rules a peer can break, each with the sentence that logs and error answers use. */
public enum Rule {
    /** Engine.IO: "Protocol", packet types 0 to 6. */
    UNKNOWN_ENGINE_TYPE("the Engine.IO packet type is not one of 0 to 6"),
    EMPTY_PACKET("a packet has at least its type"),
    BINARY_ENGINE_TYPE("a binary packet is a message, which is type 4"),
    INVALID_LENGTH("in a payload of protocol 3 each packet has its length in front"),
    TOO_MANY_PACKETS("a payload holds too many packets"),
    INVALID_BASE64("a binary packet in a payload is base64"),
    INVALID_UTF8("text is UTF-8"),
    UNKNOWN_PACKET_TYPE("the Socket.IO packet type is not one of 0 to 6"),
    INVALID_ATTACHMENT_COUNT("the attachment count is a decimal number followed by '-'"),
    TOO_MANY_ATTACHMENTS("a packet announces too many attachments"),
    ATTACHMENTS_TOO_LARGE("the attachments of a packet are too large together"),
    ATTACHMENT_NOT_EXPECTED("a binary message came although no packet awaits one"),
    ATTACHMENT_EXPECTED("a text message came although a packet awaits attachments"),
    INVALID_PLACEHOLDER("a placeholder names one attachment of its packet, and each is named once"),
    INVALID_NAMESPACE("a namespace begins with '/', ends at ',' and is not too long"),
    INVALID_ACK_ID("an ack id has at most 16 digits"),
    INVALID_JSON("the payload is JSON"),
    JSON_TOO_DEEP("the payload is nested too deeply"),
    NUMBER_TOO_LONG("a number has too many digits"),
    PAYLOAD_TYPE("the payload has the form that its packet type asks for"),
    EVENT_NAME("an event's first element is its name: a string that is not reserved, or a number"),
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
