package dev.madang.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is encoded and then decoded is what it was. */
class RoundTripTest {
    private static final long SEED = 77_003;
    private static final String PLACE = "{\"_placeholder\":true,\"num\":%d}";

    private final PacketEncoder encoder = new JsonEncoder(Wire.JSON);
    private final SplittableRandom random = new SplittableRandom(SEED);

    /** A packet and what its decoder must say. */
    record Sample(EncodedPacket encoded, String described) {}

    private Sample sample() {
        String namespace =
                random.nextBoolean() ? "/" : "/" + Samples.text(random, 8).replace(',', '.');
        long ackId = random.nextInt(3) == 0 ? -1 : random.nextLong(10_000_000_000_000_000L);
        return switch (random.nextInt(8)) {
            case 0 -> new Sample(encoder.connect(namespace, "s", null), "connect " + namespace + " [{\"sid\":\"s\"}]");
            case 1 -> new Sample(encoder.disconnect(namespace), new Packet.Disconnect(namespace).toString());
            case 2 ->
                new Sample(
                        encoder.connectError(namespace, "no", 1),
                        "error " + namespace + " [{\"message\":\"no\",\"data\":1}]");
            case 3, 4 -> {
                List<JsonNode> arguments = arguments();
                yield new Sample(
                        encoder.ack(namespace, Math.max(ackId, 0), arguments),
                        "ack %s %d %s".formatted(namespace, Math.max(ackId, 0), arguments));
            }
            default -> {
                List<JsonNode> arguments = arguments();
                String name = "e" + Samples.text(random, 10);
                yield new Sample(
                        encoder.event(namespace, ackId, name, arguments),
                        "event %s %d %s %s".formatted(namespace, ackId, name, arguments));
            }
        };
    }

    private List<JsonNode> arguments() {
        boolean binary = random.nextInt(4) == 0;
        List<JsonNode> arguments = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            arguments.add(Samples.tree(random, binary ? 2 : 4, binary));
        }
        return arguments;
    }

    @Test
    void randomPacketsComeBackAsTheyWere() {
        PacketDecoder decoder = new JsonDecoder(Wire.JSON, new DecoderLimits(1000, 1 << 20, 64, 64, 256));
        for (int i = 0; i < Wire.times(8000); i++) {
            Sample sample = sample();
            Decoded decoded = Decoded.NeedMore.INSTANCE;
            byte[] text = Wire.payload(sample.encoded().first());
            decoded = Wire.decode(decoder, Arrays.copyOfRange(text, 1, text.length));
            for (EncodedMessage attachment : sample.encoded().attachments()) {
                assertThat(decoded).isSameAs(Decoded.NeedMore.INSTANCE);
                decoded = Wire.attach(decoder, Wire.payload(attachment));
            }
            assertThat(Wire.describe(decoded)).as("seed %d turn %d", SEED, i).isEqualTo(sample.described());
        }
    }

    @Test
    void messagesComeBackHoweverTheyAreSpreadOverPayloads() {
        for (int i = 0; i < Wire.times(1000); i++) {
            List<EncodedMessage> messages = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            for (int count = random.nextInt(1, 6); count > 0; count--) {
                Sample sample = sample();
                messages.add(sample.encoded().first());
                messages.addAll(sample.encoded().attachments());
                expected.add(sample.described());
            }
            assertThat(decodedFromPayloads(messages))
                    .as("seed %d turn %d", SEED, i)
                    .isEqualTo(expected);
        }
    }

    private List<String> decodedFromPayloads(List<EncodedMessage> messages) {
        PacketDecoder decoder = new JsonDecoder(Wire.JSON, new DecoderLimits(1000, 1 << 20, 64, 64, 256));
        List<String> described = new ArrayList<>();
        for (int from = 0; from < messages.size(); ) {
            int to = random.nextInt(from + 1, messages.size() + 1);
            GrowingBytes body = new GrowingBytes(Wire.GUARDS, 1);
            for (int i = from; i < to; i++) {
                EngineCodec.appendToPayload(body, i - from, messages.get(i));
            }
            int length = body.size - Wire.GUARDS;
            assertThat(EngineCodec.payload(body.array, Wire.GUARDS, length, 4096, (type, binary, a, offset, n) -> {
                        assertThat(type).isEqualTo(EngineType.MESSAGE);
                        Decoded decoded = binary ? decoder.binary(a, offset, n) : decoder.text(a, offset, n);
                        if (decoded != Decoded.NeedMore.INSTANCE) {
                            described.add(Wire.describe(decoded));
                        }
                        return true;
                    }))
                    .isNull();
            from = to;
        }
        return described;
    }

    @Test
    void placeholdersMayNameTheAttachmentsInAnyOrder() {
        for (int turn = 0; turn < 100; turn++) {
            int count = random.nextInt(1, 11);
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                order.add(random.nextInt(order.size() + 1), i);
            }
            StringBuilder wire = new StringBuilder("5" + count + "-[\"e\"");
            order.forEach(
                    number -> wire.append(",[").append(PLACE.formatted(number)).append(']'));
            PacketDecoder decoder = Wire.decoder();
            Decoded decoded = Wire.decode(decoder, Wire.bytes(wire.append(']').toString()));
            for (int i = 0; i < count; i++) {
                assertThat(decoded).isSameAs(Decoded.NeedMore.INSTANCE);
                decoded = Wire.attach(decoder, new byte[] {(byte) i});
            }
            Arguments arguments = ((Packet.Event) decoded).arguments();
            for (int i = 0; i < count; i++) {
                assertThat(arguments.node(i).get(0).binaryValue()).containsExactly(order.get(i));
            }
        }
    }

    @Test
    void plainValuesComeBackThroughTheFastPath() {
        for (int i = 0; i < Wire.times(8000); i++) {
            String text = Samples.text(random, 60) + loneSurrogate();
            double number = Double.longBitsToDouble(random.nextLong());
            long whole = random.nextLong() >> random.nextInt(64);
            List<@Nullable Object> values = Arrays.asList(text, whole, number, (int) whole, true, null, List.of(text));
            Packet.Event event = (Packet.Event) Wire.roundTrip(encoder.event("/", 1, "e", values));
            Arguments arguments = event.arguments();
            assertThat(arguments.get(0, String.class))
                    .as("seed %d turn %d", SEED, i)
                    .isEqualTo(text);
            assertThat(arguments.get(1, Long.class)).isEqualTo(whole);
            assertThat(arguments.get(2, Double.class)).isEqualTo(Double.isFinite(number) ? (Double) number : null);
            assertThat(arguments.get(3, Integer.class)).isEqualTo((int) whole);
            assertThat(arguments.get(4, Boolean.class)).isTrue();
            assertThat(arguments.get(5, Object.class)).isNull();
            assertThat(arguments.get(6, Object.class)).isEqualTo(Collections.singletonList(text));
        }
    }

    private String loneSurrogate() {
        return random.nextInt(10) > 0 ? "" : String.valueOf((char) random.nextInt(0xd800, 0xe000)) + '!';
    }
}
