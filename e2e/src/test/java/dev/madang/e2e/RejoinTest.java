package dev.madang.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Guarantees C3 to C5: joining is atomic, so nothing vanishes or doubles between the page loaded and what follows. */
class RejoinTest {
    private static final String POST = "65f000000000000000000004";

    @Test
    void sixteenClientsThatRejoinAgainAndAgainAllEndEqualToTheStore(@TempDir Path folder) {
        Node.ready();
        List<String> lists;
        try (ServerProcess server = ServerProcess.live(
                folder, ServerProcess.freePort(), "--madang.limits=off", "--madang.comments.page=0")) {
            lists = Node.run("rejoin.mjs", server.url(), "4.8.4", POST, "16", "200");
        }
        List<String> stored = DataFile.of(folder).comments(POST);
        assertThat(stored).hasSize(200);
        assertThat(lists).hasSize(16);
        for (String list : lists) {
            List<String> shown = JsonMapper.shared().readValue(list, new TypeReference<List<String>>() {});
            assertThat(shown).isEqualTo(stored);
        }
    }
}
