package dev.madang.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.server.SocketIo;
import org.junit.jupiter.api.Test;

/** The snippet of {@code docs/topics/admin-ui.md}. */
class SnippetsTest {
    @Test
    void adminUiIsInstrumentedByTheLinesOfTheDocument() {
        AdminUi admin = new AdminUi(AdminOptions.builder()
                .basic("mina", "$2b$10$heqvAkYMez.Va6Et2uXInOnkCT6/uQj1brkrbyG3LpopDklcq7ZOS")
                .build());
        SocketIo io = SocketIo.builder().monitor(admin).build();
        admin.instrument(io);
        try (io) {
            assertThat(io.namespaces()).anyMatch(namespace -> namespace.name().equals("/admin"));
        }
    }
}
