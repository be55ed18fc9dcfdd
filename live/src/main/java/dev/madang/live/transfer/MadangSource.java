package dev.madang.live.transfer;

import dev.madang.live.comments.PlainText;
import dev.madang.live.store.Author;
import dev.madang.live.store.PostId;
import dev.madang.live.store.Records;
import dev.madang.live.store.Status;
import dev.madang.live.store.StoreException;
import dev.madang.live.store.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@link Export} writes. */
final class MadangSource implements Source {
    private static final int ID_LENGTH = 24;
    private static final int LONGEST_VOTER = 300;

    private final Origin origin;
    private final Times times;
    private final Map<PostId, PostId> moved = new HashMap<>();
    private int version;
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
        version = about.path("version").asInt(0);
        sink.origin(keys(about));
        for (ObjectNode line = lines.next(); line != null; line = lines.next()) {
            if (line.has("id")) {
                sink.take(comment(line, lines.line()));
            } else if (line.has("votes")) {
                votes(line, lines.line(), sink);
            } else if (line.has("record")) {
                record(line, lines.line(), sink);
            } else {
                place = post(line, lines.line());
            }
        }
    }

    private static Keys keys(ObjectNode about) throws BrokenFileException {
        var keys = new Keys(text(about, "keys"), some(about, "secret"));
        try {
            byte[] secret = keys.secret();
            return secret == null ? keys : Keys.of(secret, true);
        } catch (IllegalArgumentException e) {
            throw new BrokenFileException(1, "the secret in it is not whole", e);
        }
    }

    private void votes(ObjectNode line, long number, Sink sink)
            throws BrokenFileException, StoreException, InterruptedException {
        var values = new LinkedHashMap<String, Integer>();
        for (Map.Entry<String, JsonNode> vote : line.path("by").properties()) {
            values.put(vote.getKey(), vote.getValue().asInt(0));
        }
        String id = text(line, "votes");
        Optional<PostId> post = PostId.parse(text(line, "post"));
        boolean sound = values.entrySet().stream()
                .allMatch(vote -> Math.abs(vote.getValue()) == 1
                        && !vote.getKey().isEmpty()
                        && vote.getKey().length() <= LONGEST_VOTER);
        if (!ofComment(id) || post.isEmpty() || !sound) {
            throw new BrokenFileException(number, "votes need a comment, a post, and 1 or -1 for each voter");
        }
        sink.votes(moved.getOrDefault(post.get(), post.get()), id, values);
    }

    private void record(ObjectNode line, long number, Sink sink)
            throws BrokenFileException, StoreException, InterruptedException {
        String kind = text(line, "record");
        String key = text(line, "key");
        String json = text(line, "json");
        boolean named = Stream.of(kind, key).allMatch(name -> !name.isEmpty() && name.length() <= Records.LONGEST_NAME);
        if (!named || json.isEmpty()) {
            throw new BrokenFileException(number, "a record needs a kind, a key and its content");
        }
        Optional<PostId> post = PostId.parse(key).filter(moved::containsKey);
        sink.record(kind, post.map(from -> moved.getOrDefault(from, from).hex()).orElse(key), json);
    }

    private Found.Place post(ObjectNode line, long number) throws BrokenFileException {
        PostId post = PostId.parse(text(line, "post"))
                .orElseThrow(() -> new BrokenFileException(number, "this names neither a comment nor a post"));
        Found.Place there = origin.own(post, new Topic(some(line, "key"), some(line, "url"), some(line, "title")));
        if (!there.post().equals(post)) {
            moved.put(post, there.post());
        }
        return there;
    }

    private Found comment(ObjectNode line, long number) throws BrokenFileException {
        Found.Place here = place;
        String id = text(line, "id").toLowerCase(Locale.ROOT);
        String name = text(line.path("author"), "name");
        String text = PlainText.storable(text(line, "text"));
        Optional<Status> status = status(text(line, "status"));
        Optional<Long> at = times.of(line.path("at").asLong(0));
        if (here == null || !ofComment(id) || name.isEmpty() || text.isEmpty() || status.isEmpty() || at.isEmpty()) {
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
                extras(line, status.get()));
    }

    /* Version 1 has no voters but numbers, and tells of what was taken away only whether answers stand below it. */
    private Found.Extras extras(ObjectNode line, Status status) {
        boolean seen = status == Status.PUBLISHED
                || line.path(version < 2 ? "answered" : "seen").asBoolean(false);
        return new Found.Extras(
                List.of(),
                version < 2 ? line.path("up").asInt(0) : 0,
                version < 2 ? line.path("down").asInt(0) : 0,
                line.path("pinned").asBoolean(false),
                new Found.Own(seen, Math.max(0, line.path("edited").asLong(0))));
    }

    private static boolean ofComment(String id) {
        return id.length() == ID_LENGTH && id.chars().allMatch(HexFormat::isHexDigit);
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
