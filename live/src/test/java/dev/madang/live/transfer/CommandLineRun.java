package dev.madang.live.transfer;

import dev.madang.live.store.Comment;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.CommitListener;
import dev.madang.live.store.PageQuery;
import dev.madang.live.store.PostId;
import dev.madang.live.store.StoreException;
import dev.madang.live.store.Stores;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Commands of the jar on a database in a folder, and what they leave there. */
final class CommandLineRun {
    static final Clock NOON = Clock.fixed(Instant.parse("2026-11-23T03:27:36Z"), ZoneOffset.UTC);

    private final Path folder;
    private String url;
    private String out = "";
    private String errors = "";

    CommandLineRun(Path folder) {
        this.folder = folder;
        this.url = "sqlite:" + folder.resolve("madang.db");
    }

    CommandLineRun on(String database) {
        url = "sqlite:" + folder.resolve(database);
        return this;
    }

    CommandLineRun at(String otherUrl) {
        url = otherUrl;
        return this;
    }

    String url() {
        return url;
    }

    /** Runs a command; its exit code. */
    int run(String... args) {
        return runWith("", args);
    }

    int runWith(String input, String... args) {
        var to = new ByteArrayOutputStream();
        var wrong = new ByteArrayOutputStream();
        var in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        int code = new Commands(() -> url, () -> Commands.MISUSED, NOON, in, to, wrong).run(args);
        out = to.toString(StandardCharsets.UTF_8);
        errors = wrong.toString(StandardCharsets.UTF_8);
        return code;
    }

    String out() {
        return out;
    }

    String errors() {
        return errors;
    }

    String file(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    CommentStore open() throws StoreException {
        return Stores.open(url, false, NOON, CommitListener.none());
    }

    /** The published comments of a page, by the key the widget makes, in their order. */
    List<Comment> comments(String key) throws Exception {
        return comments(PostId.ofKey(key));
    }

    List<Comment> comments(PostId post) throws Exception {
        try (CommentStore store = open()) {
            return store.newest(post, 0).get().comments();
        }
    }

    /** Everything that readers can be shown of a post: by threads with answers, and tombstones between. */
    List<String> shown(PostId post) throws Exception {
        try (CommentStore store = open()) {
            var threads = store.page(new PageQuery(post, null, PageQuery.Order.OLDEST, null, 1_000))
                    .get()
                    .rows();
            var lines = new ArrayList<String>();
            for (Comment thread : threads) {
                lines.add(line(thread));
                store.page(new PageQuery(post, thread.id(), PageQuery.Order.OLDEST, null, 1_000))
                        .get()
                        .rows()
                        .forEach(answer -> lines.add("  " + line(answer)));
            }
            return lines;
        }
    }

    private static String line(Comment comment) {
        return String.join(
                " ",
                comment.id(),
                String.valueOf(comment.parent()),
                comment.author().toString(),
                comment.content(),
                comment.createdAt(),
                comment.status().toString(),
                comment.pinned() ? "pinned" : "",
                comment.up() + "/" + comment.down());
    }
}
