package dev.madang.live.transfer;

import dev.madang.live.store.CommentStore;
import dev.madang.live.store.StoreException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** One import: a kind of file into a store, with a report. Used by one thread, which waits for the store. */
public final class Import {
    private static final int GZIP_MAGIC = 0x1f8b;

    private final CommentStore store;
    private final PersonalData.Submitter submitter;
    private final boolean alone;
    private final PageKeys keys;
    private final Clock clock;
    private final PrintStream out;
    private final PrintStream progress;

    /** The kinds of files that can be read. */
    public enum Format {
        DISQUS,
        WORDPRESS,
        REMARK42,
        MADANG;

        /** The format of that name; empty for none. */
        public static Optional<Format> of(String name) {
            for (Format format : values()) {
                if (format.word().equals(name)) {
                    return Optional.of(format);
                }
            }
            return Optional.empty();
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        Source source(Origin origin, Times times) {
            return switch (this) {
                case DISQUS -> new DisqusSource(origin, times);
                case WORDPRESS -> new WordPressSource(origin, times);
                case REMARK42 -> new RemarkSource(origin, times);
                case MADANG -> new MadangSource(origin, times);
            };
        }
    }

    /** An import into a store that nobody else uses; an empty one becomes what the file's store was, with its secret. */
    Import(CommentStore store, PageKeys keys, Clock clock, PrintStream out, PrintStream progress) {
        this(store, store::submit, true, keys, clock, out, progress);
    }

    /** An import into the store of a running server, whose submitter shows what comes to everybody. */
    public Import(
            CommentStore store,
            PersonalData.Submitter submitter,
            PageKeys keys,
            Clock clock,
            PrintStream out,
            PrintStream progress) {
        this(store, submitter, false, keys, clock, out, progress);
    }

    private Import(
            CommentStore store,
            PersonalData.Submitter submitter,
            boolean alone,
            PageKeys keys,
            Clock clock,
            PrintStream out,
            PrintStream progress) {
        this.store = store;
        this.submitter = submitter;
        this.alone = alone;
        this.keys = keys;
        this.clock = clock;
        this.out = out;
        this.progress = progress;
    }

    /**
     * Reads a file, packed with gzip or not, and stores what it holds. The report is written whatever happens.
     *
     * @throws BrokenFileException if the file is not what it should be; what came before is stored
     */
    public void run(Format format, InputStream file)
            throws IOException, BrokenFileException, StoreException, InterruptedException {
        var origin = new Origin(format.word(), store.secret(), keys);
        var report = new ImportReport(progress, clock);
        var importer = new Importer(store, submitter, origin, new RecordsIn(store, alone, report), report);
        try {
            try {
                format.source(origin, Times.of(clock)).read(unpacked(file), importer);
            } catch (BrokenFileException | IOException e) {
                importer.stop();
                throw e;
            }
            importer.end();
        } finally {
            out.println(report.text());
        }
    }

    private static InputStream unpacked(InputStream file) throws IOException {
        var in = new BufferedInputStream(file, 1 << 16);
        in.mark(2);
        int magic = (in.read() << 8) | in.read();
        in.reset();
        return magic == GZIP_MAGIC ? new GZIPInputStream(in, 1 << 16) : in;
    }
}
