package dev.madang.netty;

import static dev.madang.netty.DeflateOffers.Answer.ACCEPTED;
import static dev.madang.netty.DeflateOffers.Answer.ACCEPTED_FULL_WINDOW;
import static dev.madang.netty.DeflateOffers.Answer.DECLINED;
import static dev.madang.netty.DeflateOffers.Answer.MALFORMED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7692, 5 and 7.1. */
class DeflateOffersTest {
    static Stream<Arguments> offers() {
        return Stream.of(
                Arguments.of("permessage-deflate", ACCEPTED),
                Arguments.of("permessage-deflate; client_max_window_bits", ACCEPTED),
                Arguments.of("permessage-deflate;client_max_window_bits=8", ACCEPTED),
                Arguments.of("permessage-deflate; client_max_window_bits=\"15\"", ACCEPTED),
                Arguments.of("permessage-deflate; client_max_window_bits=\"1\\5\"", ACCEPTED),
                Arguments.of("permessage-deflate ; server_no_context_takeover ; client_no_context_takeover", ACCEPTED),
                Arguments.of("permessage-deflate; server_max_window_bits=15", ACCEPTED_FULL_WINDOW),
                Arguments.of("permessage-deflate; server_max_window_bits=\"15\"", ACCEPTED_FULL_WINDOW),
                Arguments.of("permessage-deflate; server_max_window_bits=14", DECLINED),
                Arguments.of("permessage-deflate; server_max_window_bits=8", DECLINED),
                Arguments.of("permessage-deflate; server_max_window_bits=8, permessage-deflate", ACCEPTED),
                Arguments.of("permessage-deflate, permessage-deflate; server_max_window_bits=15", ACCEPTED),
                Arguments.of("permessage-deflate; server_max_window_bits", DECLINED),
                Arguments.of("permessage-deflate; server_max_window_bits=16", DECLINED),
                Arguments.of("permessage-deflate; server_max_window_bits=015", DECLINED),
                Arguments.of("permessage-deflate; client_max_window_bits=7", DECLINED),
                Arguments.of("permessage-deflate; client_max_window_bits=16", DECLINED),
                Arguments.of("permessage-deflate; client_max_window_bits=08", DECLINED),
                Arguments.of("permessage-deflate; server_no_context_takeover=1", DECLINED),
                Arguments.of("permessage-deflate; client_no_context_takeover=true", DECLINED),
                Arguments.of("permessage-deflate; client_max_window_bits; client_max_window_bits", DECLINED),
                Arguments.of("permessage-deflate; server_max_window_bits=15; server_max_window_bits=15", DECLINED),
                Arguments.of("permessage-deflate; unknown", DECLINED),
                Arguments.of("permessage-deflate; __proto__=1; constructor", DECLINED),
                Arguments.of("permessage-bzip2", DECLINED),
                Arguments.of("Permessage-Deflate", DECLINED),
                Arguments.of("foo; bar=baz, permessage-deflate", ACCEPTED));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("offers")
    void offersAreAcceptedAsFarAsTheyCanBeKept(String header, DeflateOffers.Answer answer) {
        assertThat(DeflateOffers.answer(header)).isEqualTo(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                ";",
                "permessage-deflate,",
                "permessage-deflate;",
                "permessage-deflate; ;",
                "permessage-deflate; =",
                "permessage-deflate; client_max_window_bits=",
                "permessage-deflate; client_max_window_bits=\"",
                "permessage-deflate; client_max_window_bits=\"\"",
                "permessage-deflate; client_max_window_bits=\"1",
                "permessage-deflate; client_max_window_bits=\"1\\",
                "permessage-deflate; client_max_window_bits=\"1 5\"",
                "permessage-deflate permessage-deflate",
                "permessage-deflate; a b",
                "permessage-deflate, é"
            })
    void whatIsNoListOfExtensionsIsMalformed(String header) {
        assertThat(DeflateOffers.answer(header)).isEqualTo(MALFORMED);
    }

    @Test
    void noTextFailsOtherwise() {
        String[] pieces = {"permessage-deflate", "server_max_window_bits", "15", "8", ";", ",", "=", "\"", "\\", " "};
        SplittableRandom random = new SplittableRandom(6_455);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder header = new StringBuilder();
            for (int i = random.nextInt(12); i > 0; i--) {
                header.append(pieces[random.nextInt(pieces.length)]);
            }
            assertThat(DeflateOffers.answer(header.toString()))
                    .as("seed 6455, round %d", round)
                    .isNotNull();
        }
    }
}
