package dev.madang.live.transfer;

import dev.madang.live.store.Status;
import dev.madang.live.store.StoreException;
import dev.madang.live.transfer.Found.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The backup of remark42: a line about the file, then a comment on each. */
final class RemarkSource implements Source {
    /*
     * A vote is true or false for the id of who voted. A score without votes (as its own imports leave it) is kept as votes of
     * nobody in particular.
     */
    private static final int VERSION = 1;

    private final Origin origin;
    private final Times times;

    RemarkSource(Origin origin, Times times) {
        this.origin = origin;
        this.times = times;
    }

    @Override
    public void read(InputStream in, Sink sink)
            throws IOException, BrokenFileException, StoreException, InterruptedException {
        var lines = new Lines(in);
        ObjectNode about = lines.next();
        if (about == null || !about.path("version").isInt() || about.has("locator")) {
            throw new BrokenFileException(1, "this is no backup of remark42: its first line names no version");
        }
        if (about.path("version").intValue() > VERSION) {
            throw new BrokenFileException(1, "this backup of remark42 has a version that is not known here");
        }
        for (ObjectNode line = lines.next(); line != null; line = lines.next()) {
            if (!line.path("locator").isObject()) {
                throw new BrokenFileException(lines.line(), "this is no comment of remark42: it has no locator");
            }
            sink.take(comment(line));
        }
    }

    private Found comment(ObjectNode line) {
        JsonNode user = line.path("user");
        return new Draft(
                        text(line, "id"),
                        text(line, "pid"),
                        origin.page(text(line.path("locator"), "url"), text(line, "title")),
                        text(user, "id"),
                        text(user, "name"),
                        HtmlText.of(text(line, "text")),
                        times.of(text(line, "time")),
                        Status.PUBLISHED,
                        extras(line))
                .judged(line.path("delete").asBoolean(false) ? Reason.DELETED : null, origin);
    }

    private Found.Extras extras(ObjectNode line) {
        List<Found.Vote> votes = new ArrayList<>();
        line.path("votes")
                .forEachEntry(
                        (voter, up) -> votes.add(new Found.Vote(origin.voter(voter), up.asBoolean(false) ? 1 : -1)));
        int score = votes.isEmpty() ? line.path("score").asInt(0) : 0;
        return new Found.Extras(
                votes, Math.max(score, 0), Math.max(-score, 0), line.path("pin").asBoolean(false), null);
    }

    private static String text(JsonNode object, String key) {
        JsonNode value = object.path(key);
        return value.isString() ? value.stringValue() : "";
    }
}
