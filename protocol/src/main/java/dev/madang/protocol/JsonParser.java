package dev.madang.protocol;

/**
 * The parser that every client has: a packet is text, its payload JSON, bytes follow as attachments (Socket.IO protocol
 * 5, "Packet encoding").
 */
public final class JsonParser implements Parser {
    private final Json json;
    private final JsonEncoder encoder;

    /** With Jackson, as {@link JacksonJson} sets it up. */
    public JsonParser() {
        this(new JacksonJson());
    }

    /** With the caller's JSON library. */
    public JsonParser(Json json) {
        this.json = json;
        this.encoder = new JsonEncoder(json);
    }

    @Override
    public PacketEncoder encoder() {
        return encoder;
    }

    @Override
    public PacketDecoder decoder(DecoderLimits limits) {
        return new JsonDecoder(json, limits);
    }
}
