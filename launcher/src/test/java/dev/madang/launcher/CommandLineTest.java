package dev.madang.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    @Test
    void wordsOptionsAndSwitchesStandInAnyOrder() {
        CommandLine line = line("--raw", "chat", "--port", "8000", "--handlers=virtual", "more");

        assertThat(line.words()).containsExactly("chat", "more");
        assertThat(line.port("port", 1)).isEqualTo(8000);
        assertThat(line.text("handlers", "event-loop")).isEqualTo("virtual");
        assertThat(line.on("raw")).isTrue();
    }

    @Test
    void whatIsNotGivenHasItsDefault() {
        CommandLine line = line();

        assertThat(line.port("port", 3000)).isEqualTo(3000);
        assertThat(line.text("handlers", "virtual")).isEqualTo("virtual");
        assertThat(line.on("raw")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "65536", "999999", "80a"})
    void aPortThatIsNoneIsRefusedByName(String port) {
        CommandLine line = line("--port", port);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> line.port("port", 3000))
                .withMessage("--port " + port + ": not a port, which is a number from 0 to 65535");
    }

    @Test
    void unknownOptionsAndMissingValuesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> line("--prot", "1"))
                .withMessage("unknown option --prot");
        assertThatIllegalArgumentException().isThrownBy(() -> line("--port")).withMessage("--port needs a value");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> line("--raw=yes"))
                .withMessage("unknown option --raw=yes");
    }

    private static CommandLine line(String... args) {
        return new CommandLine(args, "port", "handlers", "raw?");
    }
}
