package dev.madang.protocol;

/**
 * The parser for clients that were given {@code socket.io-msgpack-parser}: each packet is one binary message, a map in
 * MessagePack of {@code type}, {@code nsp}, {@code data} and, where an answer is wanted, {@code id}.
 *
 * <p>Handlers see what they would see with {@link JsonParser}: JavaScript's dates come as ISO strings, undefined as
 * null or as a missing property. Bytes are part of the packet instead of following it; the limits on attachments count
 * them all the same.
 */
public final class MsgpackParser implements Parser {
    private final Json json;
    private final MsgpackEncoder encoder;

    /** With Jackson between values and trees, as {@link JacksonJson} sets it up. */
    public MsgpackParser() {
        this(new JacksonJson());
    }

    /** With the caller's library between values and trees. */
    public MsgpackParser(Json json) {
        this.json = json;
        this.encoder = new MsgpackEncoder(json);
    }

    @Override
    public PacketEncoder encoder() {
        return encoder;
    }

    @Override
    public PacketDecoder decoder(DecoderLimits limits) {
        return new MsgpackDecoder(json, limits);
    }
}
