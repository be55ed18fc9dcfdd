package dev.madang.live.transfer;

import dev.madang.live.store.SqliteCopies;
import dev.madang.live.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/** Makes a copy of the database each night while the server runs, and keeps the newest of them. */
public final class Backups {
    private static final String NIGHTLY = "0 30 3 * * *";
    private static final Pattern NAME = Pattern.compile("madang-\\d{8}-\\d{6}\\.db");
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss");
    private static final Logger log = LoggerFactory.getLogger(Backups.class);

    private final SqliteCopies copies;
    private final Path folder;
    private final int keep;
    private final Clock clock;

    /**
     * Backups of a database.
     *
     * @param keep how many of them stay
     */
    public Backups(SqliteCopies copies, Path folder, int keep, Clock clock) {
        if (keep < 1) {
            throw new IllegalArgumentException("madang.backup.keep must be 1 or more, not " + keep);
        }
        this.copies = copies;
        this.folder = folder;
        this.keep = keep;
        this.clock = clock;
    }

    /* A large file takes minutes: what else is scheduled must not wait for it. */
    @Scheduled(cron = NIGHTLY)
    void night() {
        Thread.ofPlatform().daemon().name("madang-backup").start(this::run);
    }

    /** Makes a copy, and removes the oldest that are too many. Failures are logged: the next night tries again. */
    void run() {
        try {
            Files.createDirectories(folder);
            Path copy = folder.resolve("madang-" + SECONDS.format(LocalDateTime.now(clock)) + ".db");
            copies.backup(copy);
            log.info("Backup {} was made", copy);
            List<Path> all = all();
            for (Path old : all.subList(0, Math.max(0, all.size() - keep))) {
                Files.delete(old);
            }
        } catch (StoreException | IOException e) {
            log.error("The nightly backup failed", e);
        }
    }

    private List<Path> all() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
    }
}
