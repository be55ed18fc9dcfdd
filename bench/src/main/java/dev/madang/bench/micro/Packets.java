package dev.madang.bench.micro;

import dev.madang.protocol.DecoderLimits;
import dev.madang.protocol.EncodedPacket;
import dev.madang.protocol.JsonParser;
import dev.madang.protocol.Packet;
import dev.madang.protocol.PacketDecoder;
import dev.madang.protocol.PacketEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import tools.jackson.databind.JsonNode;

/** Packets of the default parser: an event of 64 characters, and one of a 128-byte object. */
@State(Scope.Thread)
public class Packets {
    private static final String TEXT = "abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz01";

    private final byte[] event = bytes("2[\"echo\",\"" + TEXT + "\"]");
    private final byte[] object = bytes("2[\"echo\",{\"id\":1234567890123456,\"name\":\"" + TEXT.substring(0, 62)
            + "\",\"tags\":[\"chat\",\"live\"],\"open\":true}]");
    private final PacketDecoder decoder = new JsonParser().decoder(DecoderLimits.DEFAULT);
    private final PacketEncoder encoder = new JsonParser().encoder();
    private final List<String> text = List.of(TEXT);

    /** A thread's own packets. */
    public Packets() {}

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A packet, its arguments not looked at. */
    @Benchmark
    public Object decodeEvent() {
        return decoder.text(event, 0, event.length);
    }

    /** A packet, and its string. */
    @Benchmark
    public @Nullable Object decodeEventAndText() {
        return event(event).arguments().get(0, String.class);
    }

    /** A packet, and its object as a tree. */
    @Benchmark
    public Object decodeEventAndTree() {
        return event(object).arguments().node(0);
    }

    /** A packet, and its object as a record. */
    @Benchmark
    public @Nullable Object decodeEventAndRecord() {
        return event(object).arguments().get(0, Draft.class);
    }

    /** An event with a string, as the bytes of a frame. */
    @Benchmark
    public EncodedPacket encodeEvent() {
        return encoder.event("/", -1, "echo", text);
    }

    /** An object that came, sent back. */
    @Benchmark
    public EncodedPacket echoTree() {
        JsonNode tree = event(object).arguments().node(0);
        return encoder.event("/", -1, "echo", List.of(tree));
    }

    private Packet.Event event(byte[] packet) {
        return (Packet.Event) decoder.text(packet, 0, packet.length);
    }

    /** What the object means. */
    public record Draft(long id, String name, List<String> tags, boolean open) {}
}
