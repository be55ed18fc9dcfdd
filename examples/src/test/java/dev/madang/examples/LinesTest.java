package dev.madang.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What the example prints. */
final class LinesTest {
    @Test
    void usersArePrintedAsNodePrintsThem() {
        var users = new Users();
        assertThat(users).hasToString("{}");
        users.add("abc-1");
        assertThat(users).hasToString("{ 'abc-1': { nickname: 'users nickname', point: 0 } }");
        users.add("abc_2");
        assertThat(users)
                .hasToString("{\n  'abc-1': { nickname: 'users nickname', point: 0 },\n"
                        + "  abc_2: { nickname: 'users nickname', point: 0 }\n}");
        users.remove("abc-1");
        users.remove("abc_2");
        assertThat(users).hasToString("{}");
    }

    @Test
    void koreanIsPrintedEvenWhereTheLocaleHasNone() {
        var bytes = new ByteArrayOutputStream();
        Examples.korean(new PrintStream(bytes, true, StandardCharsets.US_ASCII)).println("서버 구동 중...");
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("서버 구동 중..." + System.lineSeparator());
    }

    @Test
    void anOutputWithKoreanIsLeftAsItIs() {
        var output = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        assertThat(Examples.korean(output)).isSameAs(output);
    }
}
