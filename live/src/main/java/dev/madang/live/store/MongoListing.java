package dev.madang.live.store;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/** What those who look after the site ask of MongoDB. Any thread. */
final class MongoListing {
    private static final int SEARCHED_AT_ONCE = 1_000;

    private final MongoBase base;
    private final MongoRows rows;

    MongoListing(MongoBase base) {
        this.base = base;
        this.rows = new MongoRows(base);
    }

    /* With a text, so many rows are looked through and no more; the cursor is the last of them, found or not. */
    Listed<Comment> comments(Listing query) {
        String text = query.text() == null ? "" : query.text().toLowerCase(Locale.ROOT);
        var found = new ArrayList<Comment>();
        String last = query.before();
        int left = text.isEmpty() ? query.limit() : Listing.SEARCHED;
        while (left > 0) {
            int part = Math.min(left, text.isEmpty() ? query.limit() : SEARCHED_AT_ONCE);
            List<Document> read = base.rows
                    .find(where(query, last))
                    .sort(Sorts.descending(MongoRow.ID))
                    .limit(part + 1)
                    .into(new ArrayList<>());
            boolean more = read.size() > part;
            List<Document> shown = more ? read.subList(0, part) : read;
            for (Comment comment : rows.withReplies(rows.of(shown))) {
                if (comment.content().toLowerCase(Locale.ROOT).contains(text)) {
                    if (found.size() == query.limit()) {
                        return new Listed<>(found, found.getLast().id());
                    }
                    found.add(comment);
                }
            }
            if (!more) {
                return new Listed<>(found, null);
            }
            last = shown.getLast().getObjectId(MongoRow.ID).toHexString();
            left -= part;
        }
        return new Listed<>(found, last);
    }

    Listed<Comment> writers(String name, @Nullable String before, int limit) {
        var met = new HashSet<Author>();
        var newest = new ArrayList<ObjectId>();
        FindIterable<Document> named = base.rows
                .find(Filters.and(Filters.gte(MongoRow.STATUS, 0), Filters.regex(MongoRow.NAME, anyCase(name))))
                .projection(Projections.include(MongoRow.KIND, MongoRow.AUTHOR, MongoRow.NAME))
                .sort(Sorts.descending(MongoRow.ID));
        try (MongoCursor<Document> row = named.cursor()) {
            while (newest.size() <= limit && row.hasNext()) {
                Document next = row.next();
                ObjectId id = next.getObjectId(MongoRow.ID);
                Author author = new Author(
                        Author.Kind.of(MongoRow.number(next, MongoRow.KIND)),
                        next.getString(MongoRow.AUTHOR),
                        next.getString(MongoRow.NAME),
                        Author.Rank.NONE);
                if (met.add(author) && (before == null || id.toHexString().compareTo(before) < 0)) {
                    newest.add(id);
                }
            }
        }
        String next = newest.size() > limit ? newest.get(limit - 1).toHexString() : null;
        List<ObjectId> part = newest.subList(0, Math.min(limit, newest.size()));
        return new Listed<>(
                rows.comments(base.rows.find(Filters.in(MongoRow.ID, part)).sort(Sorts.descending(MongoRow.ID))), next);
    }

    /** A pattern that finds a text with the letters of ASCII in either case. */
    private static Pattern anyCase(String text) {
        var pattern = new StringBuilder();
        text.codePoints().forEach(unit -> {
            if (unit < 128 && Character.isLetter(unit)) {
                pattern.append('[')
                        .appendCodePoint(Character.toLowerCase(unit))
                        .appendCodePoint(Character.toUpperCase(unit))
                        .append(']');
            } else if (unit < 128 && !Character.isDigit(unit)) {
                pattern.append('\\').appendCodePoint(unit);
            } else {
                pattern.appendCodePoint(unit);
            }
        });
        return Pattern.compile(pattern.toString());
    }

    Listed<PostInfo> posts(@Nullable String before, int limit) {
        Bson where = Filters.empty();
        int dot = before == null ? -1 : before.indexOf('.');
        if (before != null && dot > 0) {
            long epoch = Long.parseLong(before.substring(0, dot));
            where = Filters.or(
                    Filters.lt(MongoReader.EPOCH, epoch),
                    Filters.and(
                            Filters.eq(MongoReader.EPOCH, epoch),
                            Filters.lt(MongoRow.ID, new ObjectId(before.substring(dot + 1)))));
        }
        List<PostInfo> posts = base.posts
                .find(where)
                .sort(Sorts.descending(MongoReader.EPOCH, MongoRow.ID))
                .limit(limit + 1)
                .map(MongoListing::info)
                .into(new ArrayList<>());
        boolean more = posts.size() > limit;
        List<PostInfo> part = more ? posts.subList(0, limit) : posts;
        return new Listed<>(
                part,
                more ? part.getLast().epoch() + "." + part.getLast().post().hex() : null);
    }

    Map<Status, Long> totals() {
        var totals = new EnumMap<Status, Long>(Status.class);
        for (Document sum : base.posts.aggregate(
                List.of(Aggregates.group(null, Accumulators.sum(MongoReader.COUNT, "$" + MongoReader.COUNT))))) {
            if (MongoRow.whole(sum, MongoReader.COUNT) > 0) {
                totals.put(Status.PUBLISHED, MongoRow.whole(sum, MongoReader.COUNT));
            }
        }
        for (Document sum : base.rows.aggregate(List.of(
                Aggregates.match(Filters.gt(MongoRow.STATUS, Status.PUBLISHED.code())),
                Aggregates.group("$" + MongoRow.STATUS, Accumulators.sum(MongoReader.COUNT, 1))))) {
            totals.merge(
                    Status.of(MongoRow.number(sum, MongoRow.ID)), MongoRow.whole(sum, MongoReader.COUNT), Long::sum);
        }
        return totals;
    }

    private static Bson where(Listing query, @Nullable String before) {
        var conditions = new ArrayList<Bson>();
        conditions.add(
                query.statuses().isEmpty()
                        ? Filters.gte(MongoRow.STATUS, 0)
                        : Filters.in(
                                MongoRow.STATUS,
                                query.statuses().stream().map(Status::code).toList()));
        if (query.post() != null) {
            conditions.add(Filters.eq(MongoRow.POST, new ObjectId(query.post().hex())));
        }
        Author author = query.author();
        if (author != null) {
            conditions.add(Filters.eq(MongoRow.KIND, author.kind().code()));
            conditions.add(Filters.eq(MongoRow.AUTHOR, author.id()));
            if (author.id().isEmpty()) {
                conditions.add(Filters.eq(MongoRow.NAME, author.name()));
            }
        }
        if (before != null) {
            conditions.add(Filters.lt(MongoRow.ID, new ObjectId(before)));
        }
        return Filters.and(conditions);
    }

    private static PostInfo info(Document post) {
        return new PostInfo(
                new PostId(post.getObjectId(MongoRow.ID).toHexString()),
                MongoReader.topic(post),
                MongoRow.whole(post, MongoReader.HEAD),
                MongoRow.whole(post, MongoReader.EPOCH),
                MongoRow.whole(post, MongoReader.COUNT));
    }
}
