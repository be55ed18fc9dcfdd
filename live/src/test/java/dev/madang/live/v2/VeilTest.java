package dev.madang.live.v2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.live.identity.Rights;
import dev.madang.live.identity.Seal;
import dev.madang.live.moderation.Shade;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The counters that a person sees whose words nobody else sees. */
final class VeilTest {
    private static final int HEAD = 20;

    private final Rows rows = new Rows(new Seal(new byte[32]), Rights.of(Duration.ZERO, Clock.systemUTC()));

    @Test
    void everyValueIsShownOnceAndNoneIsMissing() {
        var random = new Random(35);
        for (int round = 0; round < 500; round++) {
            List<Shade> shades =
                    shades(random.longs(random.nextInt(12), 0, HEAD + 1).sorted());
            var veil = new Veil(rows, shades, Map.of());
            var shown = new ArrayList<Long>();
            for (long real = 1; real <= HEAD; real++) {
                shown.add(veil.shown(real));
                assertThat(veil.real(veil.shown(real))).isEqualTo(real);
                assertThat(veil.real(veil.mark(real))).isEqualTo(real);
            }
            for (int i = 0; i < shades.size(); i++) {
                long own = shades.get(i).after() + i + 1;
                shown.add(own);
                assertThat(veil.real(own))
                        .as("who stands there")
                        .isEqualTo(shades.get(i).after());
            }
            assertThat(shown)
                    .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, HEAD + shades.size())
                            .boxed()
                            .toList());
            assertThat(veil.mark(HEAD)).isEqualTo(HEAD + shades.size());
        }
    }

    @Test
    void whatCountsNothingShiftsNothing() {
        var vote = new Shade(3, Shade.What.VOTE, "0123456789abcdef01234567", null, 1, 0, 0);
        assertThat(new Veil(rows, List.of(vote), Map.of()).mark(HEAD)).isEqualTo(HEAD);
    }

    @Test
    void whatWasNeverShownHasNoValue() {
        assertThat(new Veil(rows, shades(LongStream.of(0, 0)), Map.of()).shown(0))
                .isZero();
    }

    private static List<Shade> shades(LongStream after) {
        return after.mapToObj(value -> new Shade(value, Shade.What.ADD, "0123456789abcdef01234567", null, 0, 0, 0))
                .toList();
    }
}
