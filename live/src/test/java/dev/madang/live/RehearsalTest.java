package dev.madang.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.live.transfer.Commands;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    @Test
    void aRehearsalAnswersItselfAndEnds() {
        var report = new ByteArrayOutputStream();
        int code = Rehearsal.run(new PrintStream(report, true, StandardCharsets.UTF_8));
        assertThat(report.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("rehearsed");
        assertThat(code).isEqualTo(Commands.DONE);
    }
}
