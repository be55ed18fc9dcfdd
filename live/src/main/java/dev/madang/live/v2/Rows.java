package dev.madang.live.v2;

import dev.madang.live.identity.Problem;
import dev.madang.live.identity.Rights;
import dev.madang.live.identity.Seal;
import dev.madang.live.store.Author;
import dev.madang.live.store.Comment;
import dev.madang.live.store.Slice;
import dev.madang.live.store.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns comments into what clients see of them. Any thread. */
public final class Rows {
    /*
     * Ids of authors never leave the server: with one, a client could tell which site's user wrote something. What groups the
     * comments of one author is an HMAC of the id with a secret that stays with the data.
     */
    private static final int KEY_BYTES = 9;

    private final Seal seal;
    private final Rights rights;

    /** With the seal that makes the keys of authors. */
    public Rows(Seal seal, Rights rights) {
        this.seal = seal;
        this.rights = rights;
    }

    /** What stands for an author: 12 characters. */
    public String key(Author author) {
        String whole =
                author.kind().code() + ":" + author.id() + ":" + (author.id().isEmpty() ? author.name() : "");
        return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(seal.of(whole), KEY_BYTES));
    }

    /** A comment as others see it, or as its author does if it is held back; without author and text if it is gone. */
    public Row of(Comment comment) {
        boolean gone = comment.status().gone();
        return new Row(
                comment.id(),
                comment.seq(),
                comment.rev(),
                comment.parent(),
                comment.root(),
                gone ? null : by(comment.author()),
                gone ? null : comment.content(),
                comment.createdMillis(),
                gone || comment.editedMillis() == 0 ? null : comment.editedMillis(),
                comment.pinned() && !gone ? true : null,
                gone ? 0 : comment.up(),
                gone ? 0 : comment.down(),
                comment.replies() == 0 ? null : comment.replies(),
                comment.status() == Status.PENDING ? true : null,
                who(comment.status()));
    }

    /** A comment as moderators see it: with author and text, whatever its state. */
    Row whole(Comment comment) {
        Row row = of(comment);
        return row.gone() == null
                ? row
                : new Row(
                        row.id(),
                        row.seq(),
                        row.rev(),
                        row.parent(),
                        row.root(),
                        by(comment.author()),
                        comment.content(),
                        row.at(),
                        comment.editedMillis() == 0 ? null : comment.editedMillis(),
                        null,
                        comment.up(),
                        comment.down(),
                        row.replies(),
                        null,
                        row.gone());
    }

    /** Comments in their order. */
    public List<Row> of(List<Comment> comments) {
        return comments.stream().map(this::of).toList();
    }

    /** A part of a list, each row followed by its first answers. */
    public List<Row> of(Slice slice) {
        Map<String, List<Comment>> replies = new HashMap<>();
        for (Comment reply : slice.replies()) {
            replies.computeIfAbsent(reply.thread(), root -> new ArrayList<>()).add(reply);
        }
        var rows = new ArrayList<Row>();
        for (Comment row : slice.rows()) {
            rows.add(of(row));
            rows.addAll(of(replies.getOrDefault(row.id(), List.of())));
        }
        return rows;
    }

    Values.Me me(Author author, @Nullable Problem problem) {
        String role = rights.role(author).name().toLowerCase(Locale.ROOT);
        String refusal = problem == null ? null : Refusal.of(problem).code();
        return new Values.Me(
                key(author), author.name(), role, rights.editWindow().toMillis(), refusal);
    }

    /** Who somebody is, as others see it. */
    Row.By by(Author author) {
        String kind = switch (rights.role(author)) {
            case OWNER -> "owner";
            case MODERATOR -> "moderator";
            case MEMBER -> "user";
            case GUEST -> "guest";
        };
        return new Row.By(key(author), author.name(), kind);
    }

    private static @Nullable String who(Status status) {
        return switch (status) {
            case HIDDEN -> "moderator";
            case REMOVED -> "author";
            case PUBLISHED, PENDING, SHADOWED -> null;
        };
    }
}
