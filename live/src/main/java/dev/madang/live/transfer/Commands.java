package dev.madang.live.transfer;

import dev.madang.launcher.CommandLine;
import dev.madang.live.identity.Owner;
import dev.madang.live.identity.OwnerBook;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.CommitListener;
import dev.madang.live.store.SqliteCopies;
import dev.madang.live.store.StoreException;
import dev.madang.live.store.Stores;
import dev.madang.live.store.Waiting;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.Console;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** What can be done with the store from a command line, without a server. Used by one thread. */
public final class Commands {
    /** Exit code: it is done. */
    public static final int DONE = 0;

    /** Exit code: it could not be done. */
    public static final int FAILED = 1;

    /** Exit code: the command is not one, or not whole. */
    public static final int MISUSED = 2;

    private static final String SQLITE = "sqlite:";
    private static final int PIPE = 1 << 16;
    private static final Set<String> WORDS =
            Set.of("import", "export", "backup", "restore", "restored", "person", "owner", "rehearse", "help");
    private static final String THERE_IS =
            "there is: import FORMAT FILE, export FILE, backup FILE, restore FILE, restored, person export|erase WHO,"
                    + " owner --name NAME, rehearse, help";
    private static final String HELP = """
            java -jar live.jar                           the server
            java -jar live.jar import FORMAT FILE        stores the comments in a file, - for standard input;
                                                         FORMAT is disqus, wordpress, remark42 or madang
                 --url-from=A --url-to=B                 for pages whose address begins with A it is B now
            java -jar live.jar import store URL          the same from another store
            java -jar live.jar export FILE               writes everything as lines of JSON, - to standard output
                 --no-keys                               without the secret that guests and people are known by
            java -jar live.jar backup FILE               copies the database while the server runs
            java -jar live.jar restore FILE              puts such a copy in its place, while no server runs
            java -jar live.jar restored                  tells viewers to load anew after another tool put a copy back
            java -jar live.jar person export WHO FILE    writes what somebody wrote
            java -jar live.jar person erase WHO --yes    forgets it; WHO is user:ID, guest:ID or comment:ID
            java -jar live.jar owner --name NAME         makes NAME the owner who enters the dashboard; the password
                                                         is asked for, or is the first line of standard input
            java -jar live.jar rehearse                  starts, answers itself and ends, for the JVM's AOT cache
            Settings, such as --madang.store=sqlite:data/madang.db, come as they do for the server.""";

    private final Supplier<String> store;
    private final IntSupplier rehearsal;
    private final Clock clock;
    private final InputStream in;
    private final OutputStream out;
    private final PrintStream report;
    private final PrintStream errors;

    /**
     * Commands for a store.
     *
     * @param store asked for the URL of the store when it is needed
     * @param rehearsal starts the server for a moment; gives the exit code
     */
    public Commands(
            Supplier<String> store,
            IntSupplier rehearsal,
            Clock clock,
            InputStream in,
            OutputStream out,
            OutputStream errors) {
        this.store = store;
        this.rehearsal = rehearsal;
        this.clock = clock;
        this.in = in;
        this.out = out;
        this.report = new PrintStream(out, true, StandardCharsets.UTF_8);
        this.errors = new PrintStream(errors, true, StandardCharsets.UTF_8);
    }

    /** Whether these arguments name a command rather than start the server. */
    public static boolean named(String[] args) {
        return Arrays.stream(args).anyMatch(arg -> !arg.startsWith("--"));
    }

    /** Does what the arguments say; the exit code. */
    public int run(String[] args) {
        try {
            String[] own = Arrays.stream(args).filter(arg -> !setting(arg)).toArray(String[]::new);
            return run(new CommandLine(own, "url-from", "url-to", "yes?", "no-keys?", "name"));
        } catch (IllegalArgumentException e) {
            errors.println(e.getMessage());
            return MISUSED;
        } catch (NoSuchFileException e) {
            errors.println("there is no " + e.getFile());
            return FAILED;
        } catch (FileAlreadyExistsException e) {
            errors.println(e.getFile() + " is there already");
            return FAILED;
        } catch (BrokenFileException | StoreException | IOException e) {
            errors.println(e.getMessage());
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    /** Settings have a dot in their names, options of commands have none. */
    private static boolean setting(String arg) {
        int equals = arg.indexOf('=');
        return arg.startsWith("--")
                && arg.substring(0, equals < 0 ? arg.length() : equals).contains(".");
    }

    private int run(CommandLine line) throws IOException, BrokenFileException, StoreException, InterruptedException {
        List<String> words = line.words();
        if (words.isEmpty() || !WORDS.contains(words.getFirst())) {
            throw new IllegalArgumentException(THERE_IS);
        }
        return switch (words.getFirst()) {
            case "import" -> bringIn(words, line);
            case "export" -> export(path(words, 2), line.on("no-keys"));
            case "backup" -> backup(path(words, 2));
            case "restore" -> restore(path(words, 2));
            case "restored" -> restored(words);
            case "person" -> person(words, line.on("yes"));
            case "owner" -> owner(words, line.text("name", ""));
            case "rehearse" -> rehearsal.getAsInt();
            default -> {
                report.println(HELP);
                yield DONE;
            }
        };
    }

    private int bringIn(List<String> words, CommandLine line)
            throws IOException, BrokenFileException, StoreException, InterruptedException {
        Path file = path(words, 3);
        var keys = new PageKeys(line.text("url-from", ""), line.text("url-to", ""));
        boolean another = words.get(1).equals("store");
        Import.Format format = another
                ? Import.Format.MADANG
                : Import.Format.of(words.get(1))
                        .orElseThrow(() -> new IllegalArgumentException(
                                "import reads disqus, wordpress, remark42, madang and store, not " + words.get(1)));
        String url = store.get();
        requireFree(url);
        try (InputStream from = another ? store(words.get(2)) : input(file);
                CommentStore to = opened(url)) {
            new Import(to, keys, clock, report, errors).run(format, from);
        }
        return DONE;
    }

    /* Also a database that a loss of power would set back: what commands do can be done again. */
    private CommentStore opened(String url) throws StoreException {
        return Stores.open(url, true, clock, CommitListener.none());
    }

    /* What another store exports is read as the file would be, without the file. */
    private InputStream store(String url) throws IOException, StoreException {
        requireThere(url);
        CommentStore other = opened(url);
        var pipe = new PipedInputStream(PIPE);
        var end = new PipedOutputStream(pipe);
        var failure = new AtomicReference<Exception>();
        Thread writer = Thread.ofPlatform().name("madang-export").start(() -> {
            try (other;
                    end) {
                new Export(other, clock, true).write(new BufferedOutputStream(end, PIPE));
            } catch (IOException | StoreException | InterruptedException | RuntimeException e) {
                failure.set(e);
            }
        });
        return new FilterInputStream(pipe) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int read = super.read(bytes, offset, length);
                if (read < 0 && failure.get() != null) {
                    throw new IOException("the other store cannot be read", failure.get());
                }
                return read;
            }

            @Override
            public void close() throws IOException {
                super.close();
                writer.interrupt();
            }
        };
    }

    private int export(Path file, boolean bare) throws IOException, StoreException, InterruptedException {
        String url = store.get();
        requireThere(url);
        try (CommentStore from = opened(url)) {
            long count = written(file, to -> new Export(from, clock, !bare).write(to));
            errors.printf(Locale.ROOT, "exported %,d comments%n", count);
        }
        return DONE;
    }

    private int backup(Path file) throws StoreException {
        sqlite("backup", "pg_dump --format=custom --file=FILE URL", "mongodump --uri=URL --archive=FILE")
                .backup(file.toAbsolutePath());
        report.println("the backup is " + file + ", and its check found nothing");
        return DONE;
    }

    private int restore(Path file) throws StoreException {
        Path aside = sqlite(
                        "restore",
                        "pg_restore --clean --if-exists --dbname=URL FILE, then the command restored",
                        "mongorestore --uri=URL --drop --archive=FILE, then the command restored")
                .restore(file.toAbsolutePath());
        report.println(file + " is restored; what was there before is " + aside);
        return DONE;
    }

    private int restored(List<String> words) throws IOException, StoreException, InterruptedException {
        if (words.size() != 1) {
            throw new IllegalArgumentException(THERE_IS);
        }
        String url = store.get();
        requireThere(url);
        requireFree(url);
        try (CommentStore opened = opened(url)) {
            Waiting.on(opened.renewEpochs());
        }
        report.println("every post has another epoch: viewers load it anew");
        return DONE;
    }

    private int person(List<String> words, boolean sure) throws IOException, StoreException, InterruptedException {
        String verb = words.size() > 1 ? words.get(1) : "";
        if (!(verb.equals("export") && words.size() == 4) && !(verb.equals("erase") && words.size() == 3)) {
            throw new IllegalArgumentException("person export WHO FILE, or person erase WHO --yes");
        }
        if (verb.equals("erase") && !sure) {
            throw new IllegalArgumentException("what is erased does not come back: say so with --yes");
        }
        String url = store.get();
        requireThere(url);
        if (verb.equals("erase")) {
            requireFree(url);
        }
        try (CommentStore opened = opened(url)) {
            var data = new PersonalData(opened, opened::submit, clock);
            PersonalData.Who who = data.who(words.get(2));
            if (verb.equals("erase")) {
                PersonalData.Erased erased = data.erase(who);
                report.printf(
                        Locale.ROOT,
                        "erased %,d comments, %,d votes, %,d records%n",
                        erased.comments(),
                        erased.votes(),
                        erased.records());
            } else {
                long count = written(file(words.get(3)), to -> data.export(who, to));
                errors.printf(Locale.ROOT, "exported %,d comments%n", count);
            }
        }
        return DONE;
    }

    /* A server that runs asks the store for the owner at each login: nothing has to be stopped for this. */
    private int owner(List<String> words, String name) throws IOException, StoreException, InterruptedException {
        if (words.size() != 1 || name.isBlank()) {
            throw new IllegalArgumentException("owner --name NAME");
        }
        Owner owner = Owner.of(name.strip(), password());
        try (CommentStore to = opened(store.get())) {
            new OwnerBook(to.records()).set(owner).get();
        } catch (ExecutionException e) {
            throw new StoreException("the owner could not be stored", e);
        }
        report.println(owner.name() + " is the owner, and signs in at /admin");
        return DONE;
    }

    private String password() throws IOException {
        Console console = in == System.in ? System.console() : null;
        if (console != null) {
            char[] typed = console.readPassword("password: ");
            return typed == null ? "" : new String(typed);
        }
        String line = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
        return line == null ? "" : line;
    }

    private SqliteCopies sqlite(String command, String postgres, String mongo) {
        String url = store.get();
        if (url.startsWith("postgresql:")) {
            throw new IllegalArgumentException(command + " is for SQLite; with PostgreSQL use " + postgres);
        }
        if (url.startsWith("mongodb")) {
            throw new IllegalArgumentException(command + " is for SQLite; with MongoDB use " + mongo);
        }
        return new SqliteCopies(file(url.substring(url.indexOf(':') + 1)), clock);
    }

    private void requireFree(String url) throws StoreException {
        if (url.startsWith(SQLITE)) {
            new SqliteCopies(file(url.substring(SQLITE.length())), clock).requireFree();
        }
    }

    private static void requireThere(String url) throws NoSuchFileException {
        if (url.startsWith(SQLITE) && !Files.exists(file(url.substring(SQLITE.length())))) {
            throw new NoSuchFileException(url.substring(SQLITE.length()));
        }
    }

    private InputStream input(Path file) throws IOException {
        return file.toString().equals("-") ? in : Files.newInputStream(file);
    }

    private long written(Path file, Writing writing) throws IOException, StoreException, InterruptedException {
        if (file.toString().equals("-")) {
            var to = new BufferedOutputStream(out, PIPE);
            long count = writing.to(to);
            to.flush();
            return count;
        }
        try (var to = new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW), PIPE)) {
            return writing.to(to);
        }
    }

    private static Path path(List<String> words, int count) {
        if (words.size() != count) {
            throw new IllegalArgumentException(THERE_IS);
        }
        return file(words.get(count - 1));
    }

    private static Path file(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("this is no name of a file", e);
        }
    }

    @FunctionalInterface
    private interface Writing {
        long to(OutputStream out) throws IOException, StoreException, InterruptedException;
    }
}
