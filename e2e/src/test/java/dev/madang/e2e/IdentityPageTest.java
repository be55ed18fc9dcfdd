package dev.madang.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users of a host site and guests, in a browser: in pages of another origin, and on the server's own page. */
class IdentityPageTest {
    private static final String SECRET = "a secret of thirty-two bytes or more";

    @Test
    void whoIsKnownLooksKnownAndNobodyElseDoes(@TempDir Path folder) {
        String chromium = Need.chromium().toString();
        Node.ready();
        try (ServerProcess server = ServerProcess.live(
                folder, ServerProcess.freePort(), "--madang.limits=off", "--madang.identity.jwt.secret=" + SECRET)) {
            Path screens = Node.FOLDER.resolve("target/screens/identity").toAbsolutePath();
            List<String> lines =
                    Node.run("identity.mjs", Integer.toString(server.port()), chromium, SECRET, screens.toString());
            assertThat(lines)
                    .containsExactly(
                            "a page of another origin says who its reader is",
                            "a guest of the same name looks like a guest",
                            "a guest cannot act as the user",
                            "a token that has ended is asked for again, and nothing is lost",
                            "a token that is none writes nothing, and the page says why",
                            "on the server's own page a guest is known by a cookie that no script sees");
        }
    }
}
