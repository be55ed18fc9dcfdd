package dev.madang.live.transfer;

import dev.madang.live.comments.PlainText;
import dev.madang.live.store.Author;
import dev.madang.live.store.PostId;
import dev.madang.live.store.Status;
import dev.madang.live.store.StoreException;
import dev.madang.live.store.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@link Export} writes. */
final class MadangSource implements Source {
    private static final int ID_LENGTH = 24;

    private final Origin origin;
    private final Times times;
    private Found.@Nullable Place place;

    MadangSource(Origin origin, Times times) {
        this.origin = origin;
        this.times = times;
    }

    @Override
    public void read(InputStream in, Sink sink)
            throws IOException, BrokenFileException, StoreException, InterruptedException {
        var lines = new Lines(in);
        ObjectNode about = lines.next();
        if (about == null || !text(about, "madang").equals(Export.FORMAT)) {
            throw new BrokenFileException(1, "this is no export of Madang: its first line does not say so");
        }
        if (about.path("version").asInt(0) > Export.VERSION) {
            throw new BrokenFileException(1, "this export was written by a newer Madang");
        }
        for (ObjectNode line = lines.next(); line != null; line = lines.next()) {
            if (line.has("id")) {
                sink.take(comment(line, lines.line()));
            } else {
                place = post(line, lines.line());
            }
        }
    }

    private Found.Place post(ObjectNode line, long number) throws BrokenFileException {
        PostId post = PostId.parse(text(line, "post"))
                .orElseThrow(() -> new BrokenFileException(number, "this names neither a comment nor a post"));
        return origin.own(post, new Topic(some(line, "key"), some(line, "url"), some(line, "title")));
    }

    private Found comment(ObjectNode line, long number) throws BrokenFileException {
        Found.Place here = place;
        String id = text(line, "id").toLowerCase(Locale.ROOT);
        String name = text(line.path("author"), "name");
        String text = PlainText.storable(text(line, "text"));
        Optional<Status> status = status(text(line, "status"));
        Optional<Long> at = times.of(line.path("at").asLong(0));
        if (here == null
                || id.length() != ID_LENGTH
                || !id.chars().allMatch(HexFormat::isHexDigit)
                || name.isEmpty()
                || text.isEmpty()
                || status.isEmpty()
                || at.isEmpty()) {
            throw new BrokenFileException(
                    number, "a comment needs an id, a post above it, an author, text, time and state");
        }
        return new Found.Arrival(
                id,
                some(line, "parent"),
                here,
                author(line.path("author"), name),
                text,
                at.get(),
                status.get(),
                new Found.Extras(
                        List.of(),
                        line.path("up").asInt(0),
                        line.path("down").asInt(0),
                        line.path("pinned").asBoolean(false),
                        true,
                        line.path("answered").asBoolean(false)));
    }

    private static Author author(JsonNode author, String name) {
        String id = text(author, "id");
        if (!text(author, "kind").equals("user")) {
            return Author.guest(id, name);
        }
        return switch (text(author, "rank")) {
            case "moderator" -> Author.user(id, name, Author.Rank.MODERATOR);
            case "owner" -> Author.user(id, name, Author.Rank.OWNER);
            default -> Author.user(id, name);
        };
    }

    private static Optional<Status> status(String name) {
        for (Status status : Status.values()) {
            if (status.name().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }

    private static @Nullable String some(JsonNode object, String key) {
        String text = text(object, key);
        return text.isEmpty() ? null : text;
    }

    private static String text(JsonNode object, String key) {
        JsonNode value = object.path(key);
        return value.isString() ? value.stringValue() : "";
    }
}
