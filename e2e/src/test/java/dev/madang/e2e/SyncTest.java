package dev.madang.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kill does not empty the disk's caches, so it proves nothing about them: the system calls are looked at instead. */
class SyncTest {
    private static final String POST = "65f000000000000000000003";
    private static final int COMMENTS = 60;

    @Test
    void theDiskIsSyncedBetweenTheWriteOfACommentAndItsConfirmation(@TempDir Path folder) throws IOException {
        Path trace = folder.resolve("trace");
        List<String> strace = List.of(
                Need.program("strace").toString(),
                "-f",
                "--seccomp-bpf",
                "-qq",
                "-y",
                "-s",
                "16384",
                "-e",
                "trace=pwrite64,write,writev,sendto,sendmsg,fsync,fdatasync",
                "-e",
                "signal=none",
                "-o",
                trace.toString());
        try (ServerProcess server =
                        ServerProcess.live(strace, folder, ServerProcess.freePort(), "--madang.limits=off");
                Commenter commenter = new Commenter(server.url()).join(POST)) {
            for (int i = 0; i < COMMENTS; i++) {
                commenter.post(POST, "writer", token(i), token(i));
            }
            Awaitility.await("confirmations")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> commenter.confirmed().size() == COMMENTS);
        }
        Calls calls = new Calls();
        Files.readAllLines(trace, java.nio.charset.StandardCharsets.ISO_8859_1).forEach(calls::line);
        assertThat(calls.confirmed).hasSize(COMMENTS);
        assertThat(calls.tooEarly).isEmpty();
    }

    private static String token(int number) {
        return "token-%05d-nekot".formatted(number);
    }

    /*
     * A comment's words go to the log file by pwrite64; that file is synced by fdatasync or fsync; then the words go
     * out to a socket behind "comment_confirmed". A sync counts from the line that says it has returned, and covers
     * what was written before the line that says it was called.
     */
    private static final class Calls {
        private static final Pattern CALL = Pattern.compile("^(\\d+) +(\\w+)\\(\\d+<(.*?)>");
        private static final Pattern RESUMED = Pattern.compile("^(\\d+) +<\\.\\.\\. (\\w+) resumed>");
        private static final Pattern TOKEN = Pattern.compile("token-\\d{5}-nekot");
        private final Set<String> written = new HashSet<>();
        private final Map<String, Set<String>> syncing = new HashMap<>();
        private final Set<String> synced = new HashSet<>();
        private final Set<String> confirmed = new HashSet<>();
        private final Set<String> tooEarly = new HashSet<>();

        void line(String line) {
            Matcher resumed = RESUMED.matcher(line);
            if (resumed.find()) {
                Set<String> covered = syncing.remove(resumed.group(1));
                if (covered != null) {
                    synced.addAll(covered);
                }
                return;
            }
            Matcher call = CALL.matcher(line);
            if (call.find()) {
                call(call.group(1), call.group(2), call.group(3), line);
            }
        }

        private void call(String thread, String name, String file, String line) {
            boolean log = file.endsWith("madang.db-wal");
            if (name.equals("pwrite64") && log) {
                TOKEN.matcher(line).results().forEach(token -> written.add(token.group()));
            } else if (name.startsWith("f") && log && line.contains("<unfinished ...>")) {
                syncing.put(thread, Set.copyOf(written));
            } else if (name.startsWith("f") && log) {
                synced.addAll(written);
            } else if (file.contains("TCP") || file.startsWith("socket:")) {
                for (String message : line.split("comment_confirmed")) {
                    sentOut(message, line.indexOf(message) > 0);
                }
            }
        }

        private void sentOut(String message, boolean behindTheWord) {
            Matcher token = TOKEN.matcher(message);
            if (behindTheWord && token.find()) {
                confirmed.add(token.group());
                if (!synced.contains(token.group())) {
                    tooEarly.add(token.group());
                }
            }
        }
    }
}
