package dev.madang.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** RFC 7692, 7.2.1. */
class MessageDeflaterTest {
    private static String frame(EncodedMessage message) {
        return HexFormat.of().formatHex(message.array(), message.frameOffset(), message.end());
    }

    private static EncodedMessage text(String text) {
        return EngineCodec.textMessage(text).first();
    }

    /** The payload of the compressed message. */
    static byte[] deflated(byte[] bytes) {
        try (MessageDeflater deflater = new MessageDeflater(9)) {
            EncodedMessage message = deflater.deflate(EncodedMessage.binary(bytes, 0, bytes.length));
            return Arrays.copyOfRange(message.array(), message.payloadOffset(), message.end());
        }
    }

    @Test
    void aTextFrameIsMarkedAndEndsWithoutTheTail() {
        try (MessageDeflater deflater = new MessageDeflater(9)) {
            EncodedMessage deflated = deflater.deflate(text("a".repeat(300)));
            assertThat(frame(deflated)).startsWith("c1").doesNotEndWith("0000ffff");
            assertThat(deflated.payloadLength()).isLessThan(20);
        }
    }

    @Test
    void aBinaryFrameStaysBinary() {
        try (MessageDeflater deflater = new MessageDeflater(-1)) {
            EncodedMessage binary = EncodedMessage.binary(new byte[500], 0, 500);
            EncodedMessage deflated = deflater.deflate(binary);
            assertThat(frame(deflated)).startsWith("c2");
            assertThat(deflated.binary()).isTrue();
        }
    }

    @Test
    void aMessageThatDoesNotShrinkIsSentAsItIs() {
        byte[] noise = new byte[5_000];
        new SplittableRandom(7).nextBytes(noise);
        try (MessageDeflater deflater = new MessageDeflater(-1)) {
            for (byte[] each : List.of(noise, new byte[0], new byte[] {1})) {
                EncodedMessage message = EncodedMessage.binary(each, 0, each.length);
                assertThat(deflater.deflate(message)).isSameAs(message);
                assertThat(deflater.deflate(message)).isSameAs(message);
            }
            assertThat(deflater.compressions()).isEqualTo(3);
        }
    }

    @Test
    void compressedOnceHoweverManyThreadsWantIt() throws Exception {
        int threads = 8;
        List<MessageDeflater> deflaters = new ArrayList<>();
        List<Future<EncodedMessage>> results = new ArrayList<>();
        EncodedMessage message = text("many want this. ".repeat(5_000));
        CountDownLatch together = new CountDownLatch(threads);
        try (var executor = Executors.newFixedThreadPool(threads)) {
            for (int i = 0; i < threads; i++) {
                MessageDeflater deflater = new MessageDeflater(-1);
                deflaters.add(deflater);
                results.add(executor.submit(() -> {
                    together.countDown();
                    together.await();
                    return deflater.deflate(message);
                }));
            }
        }
        for (Future<EncodedMessage> each : results) {
            assertThat(each.get()).isSameAs(results.get(0).get());
        }
        assertThat(deflaters.stream().mapToLong(MessageDeflater::compressions).sum())
                .isEqualTo(1);
        deflaters.forEach(MessageDeflater::close);
    }

    @Test
    void messagesComeBackAsTheyWentEachByItself() {
        SplittableRandom random = new SplittableRandom(20_261);
        try (MessageDeflater deflater = new MessageDeflater(-1);
                MessageInflater inflater = new MessageInflater()) {
            for (int round = 0; round < 500; round++) {
                byte[] bytes = randomText(random).getBytes(StandardCharsets.UTF_8);
                EncodedMessage message = EncodedMessage.binary(bytes, 0, bytes.length);
                EncodedMessage deflated = deflater.deflate(message);
                if (deflated != message) {
                    assertThat(inflater.inflate(
                                    deflated.array(), deflated.payloadOffset(), deflated.payloadLength(), bytes.length))
                            .as("seed 20261, round %d", round)
                            .isEqualTo(MessageInflater.Result.INFLATED);
                    assertThat(Arrays.copyOf(inflater.array(), inflater.length()))
                            .isEqualTo(bytes);
                }
            }
        }
    }

    private static String randomText(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        int words = random.nextInt(1, 4_000);
        for (int i = 0; i < words; i++) {
            text.append("word").append(random.nextInt(50)).append(random.nextInt(9) == 0 ? "é" : " ");
        }
        return text.toString();
    }
}
