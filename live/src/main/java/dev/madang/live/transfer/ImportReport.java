package dev.madang.live.transfer;

import dev.madang.live.transfer.Found.Reason;
import java.io.PrintStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What an import has done so far, and a line of it now and then. Used by one thread. */
final class ImportReport {
    private static final int FIRST = 5;
    private static final long EVERY_MILLIS = 2_000;
    private static final int LONGEST_ID = 40;

    private final PrintStream progress;
    private final Clock clock;
    private final long began;
    private final Map<Reason, Skips> skipped = new EnumMap<>(Reason.class);
    private long told;
    private long read;
    private long stored;
    private long there;
    private long held;
    private long unhung;
    private long recordsStored;
    private long recordsThere;
    private long recordsLeftOut;

    private static final class Skips {
        private long count;
        private final List<String> first = new ArrayList<>();
    }

    ImportReport(PrintStream progress, Clock clock) {
        this.progress = progress;
        this.clock = clock;
        this.began = clock.millis();
        this.told = began;
    }

    void read() {
        read++;
        if (read % 1_000 == 0) {
            long now = clock.millis();
            if (now - told >= EVERY_MILLIS) {
                told = now;
                progress.printf(
                        Locale.ROOT,
                        "%,d comments read, %,d a second%n",
                        read,
                        read * 1_000 / Math.max(1, now - began));
            }
        }
    }

    void stored(boolean published) {
        stored++;
        if (!published) {
            held++;
        }
    }

    void there() {
        there++;
    }

    /** So many records beside the comments were stored, and so many stood there already. */
    void records(int fresh, int standing) {
        recordsStored += fresh;
        recordsThere += standing;
    }

    /** A record means nothing here. */
    void recordLeftOut() {
        recordsLeftOut++;
    }

    /** A comment lost what it answered. */
    void unhung() {
        unhung++;
    }

    void skipped(Reason reason, String id) {
        Skips skips = skipped.computeIfAbsent(reason, first -> new Skips());
        skips.count++;
        if (skips.first.size() < FIRST && !id.isEmpty()) {
            skips.first.add(id.replaceAll("[^\\p{Graph}]", "?").substring(0, Math.min(id.length(), LONGEST_ID)));
        }
    }

    /** The whole report in lines. */
    String text() {
        long all = skipped.values().stream().mapToLong(skips -> skips.count).sum();
        var text = new StringBuilder(String.format(
                Locale.ROOT, "read %,d, stored %,d, already there %,d, skipped %,d", read, stored, there, all));
        if (held > 0) {
            text.append(String.format(Locale.ROOT, "%n  of the stored, not for everybody: %,d", held));
        }
        if (unhung > 0) {
            text.append(String.format(
                    Locale.ROOT, "%n  of the stored, without what they answered, which is not here: %,d", unhung));
        }
        skipped.forEach((reason, skips) -> text.append(String.format(
                Locale.ROOT,
                "%n  %s: %,d (%s%s)",
                reason.words(),
                skips.count,
                String.join(", ", skips.first),
                skips.count > skips.first.size() ? ", ..." : "")));
        if (recordsStored + recordsThere + recordsLeftOut > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    "%nrecords beside them: stored %,d, already there %,d, of people who are not known by this here %,d",
                    recordsStored,
                    recordsThere,
                    recordsLeftOut));
        }
        return text.toString();
    }
}
