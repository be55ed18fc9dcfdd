package dev.madang.live.store;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * A comment as it lies in MongoDB. Immutable.
 *
 * @param comment what it is; {@code replies} is its own number if it began a thread, and means nothing in an answer
 * @param version counts its changes, seen by others or not: 1 is the comment as it was added
 * @param chat whether it belongs to a chat room
 * @param document the document of the tutorial's collection, without our field: there while it is published, kept in the
 *     row otherwise. Never changed once it is here
 */
record MongoRow(Comment comment, int version, boolean chat, Document document) {
    /** The field that tells documents of ours, or adopted ones, from others: the version that last wrote its text. */
    static final String MARK = "madang";

    static final String ID = "_id";
    static final String POST = "post";
    static final String VERSION = "v";
    static final String SEQ = "seq";
    static final String REV = "rev";
    static final String PARENT = "parent";
    static final String ROOT = "root";
    static final String KIND = "kind";
    static final String AUTHOR = "author";
    static final String NAME = "name";
    static final String RANK = "rank";
    static final String STATUS = "status";
    static final String PINNED = "pinned";
    static final String UP = "up";
    static final String DOWN = "down";
    static final String SCORE = "score";
    static final String EDITED = "edited";
    static final String CREATED = "at";
    static final String CHAT = "chat";
    static final String DOCUMENT = "doc";
    static final String REPLIES = "replies";
    static final String REPLIES_REV = "repliesRev";
    static final String FORGOTTEN = "forgotten";

    private static final String USER_ID = "userId";
    private static final String CONTENT = "content";
    private static final String CREATED_AT = "createdAt";
    private static final DateTimeFormatter WRITTEN = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");

    /** The row of a comment that was just added. */
    static MongoRow added(Comment comment, boolean chat) {
        var document = new Document(USER_ID, userId(comment.author().userId()))
                .append("postId", new ObjectId(comment.post().hex()))
                .append(CONTENT, comment.content())
                .append(CREATED_AT, comment.createdAt())
                .append("__v", 0);
        return new MongoRow(comment, 1, chat, document);
    }

    /**
     * The row of a document that somebody else wrote into the tutorial's collection, without a place in the order; null if
     * it is not what the tutorial's model writes.
     */
    static @Nullable MongoRow foreign(PostId post, Document found) {
        Document document = unmarked(found);
        if (!(found.get(ID) instanceof ObjectId id)
                || !(document.get(CONTENT) instanceof String content)
                || content.isEmpty()
                || name(document).isEmpty()) {
            return null;
        }
        long created = created(document.get(CREATED_AT), id);
        Author author = Author.guest(name(document));
        return new MongoRow(Comment.fresh(id.toHexString(), post, 0, author, content, created), 1, false, document);
    }

    /** The row that lies in {@code row}, with the document that is published or kept in it. */
    static MongoRow read(Document row, Document published) {
        Document document = unmarked(published);
        var post = new PostId(row.getObjectId(POST).toHexString());
        var author = new Author(
                Author.Kind.of(number(row, KIND)),
                row.getString(AUTHOR),
                row.getString(NAME),
                Author.Rank.of(number(row, RANK)));
        var comment = new Comment(
                row.getObjectId(ID).toHexString(),
                post,
                whole(row, SEQ),
                whole(row, REV),
                hex(row, PARENT),
                hex(row, ROOT),
                author,
                String.valueOf(document.get(CONTENT, "")),
                whole(row, CREATED),
                whole(row, EDITED),
                Status.of(number(row, STATUS)),
                row.containsKey(PINNED),
                number(row, UP),
                number(row, DOWN),
                number(row, REPLIES));
        return new MongoRow(comment, number(row, VERSION), row.containsKey(CHAT), document);
    }

    /** This row after another change; its text is that of {@code changed}. */
    MongoRow next(Comment changed) {
        Document next = document;
        if (!changed.content().equals(comment.content())) {
            next = new Document(document).append(CONTENT, changed.content());
        }
        return new MongoRow(changed, version + 1, chat, next);
    }

    /** This row in a thread with so many answers, if it began one. */
    MongoRow withReplies(int replies) {
        return new MongoRow(comment.withReplies(replies), version, chat, document);
    }

    /** The fields of its row, of which those that are absent must not be there. The numbers of answers are not among them. */
    Document fields() {
        var fields = new Document(POST, new ObjectId(comment.post().hex())).append(VERSION, version);
        if (comment.seq() != 0) {
            fields.append(SEQ, comment.seq()).append(REV, comment.rev());
        }
        if (comment.parent() != null && comment.root() != null) {
            fields.append(PARENT, new ObjectId(comment.parent())).append(ROOT, new ObjectId(comment.root()));
        }
        fields.append(KIND, comment.author().kind().code())
                .append(AUTHOR, comment.author().id())
                .append(NAME, comment.author().name())
                .append(RANK, comment.author().rank().code())
                .append(STATUS, comment.status().code());
        if (comment.pinned()) {
            fields.append(PINNED, new ObjectId(comment.post().hex()));
        }
        if (chat) {
            fields.append(CHAT, true);
        }
        return fields.append(UP, comment.up())
                .append(DOWN, comment.down())
                .append(SCORE, Score.of(comment.up(), comment.down()))
                .append(EDITED, comment.editedMillis())
                .append(CREATED, comment.createdMillis());
    }

    /** This row without its author and its text. */
    MongoRow erased() {
        Comment blank = new Comment(
                comment.id(),
                comment.post(),
                comment.seq(),
                comment.rev(),
                comment.parent(),
                comment.root(),
                Author.ERASED,
                Comment.ERASED,
                comment.createdMillis(),
                comment.editedMillis(),
                comment.status(),
                comment.pinned(),
                0,
                0,
                comment.replies());
        return new MongoRow(blank, version + 1, chat, added(blank, chat).document);
    }

    String content() {
        return comment.content();
    }

    ObjectId objectId() {
        return new ObjectId(comment.id());
    }

    /* As the article's model casts it: what it wrote as ObjectId it must find again as ObjectId; a String model reads one
    as the same digits. In upper case it would not come back as it was sent. */
    private static Object userId(String name) {
        return isObjectId(name) ? new ObjectId(name) : name;
    }

    /** Whether that is the id of a comment: 24 hexadecimal digits in lower case. */
    static boolean isObjectId(String text) {
        return text.length() == 24 && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    private static String name(Document document) {
        Object userId = document.get(USER_ID);
        if (userId instanceof ObjectId id) {
            return id.toHexString();
        }
        return userId instanceof String text ? text : "";
    }

    private static long created(@Nullable Object createdAt, ObjectId id) {
        try {
            return LocalDateTime.parse(String.valueOf(createdAt), WRITTEN)
                    .atZone(SEOUL)
                    .toInstant()
                    .toEpochMilli();
        } catch (DateTimeParseException e) {
            return Instant.ofEpochSecond(id.getTimestamp()).toEpochMilli();
        }
    }

    private static Document unmarked(Document found) {
        var document = new Document(found);
        document.remove(ID);
        document.remove(MARK);
        return document;
    }

    private static @Nullable String hex(Document row, String field) {
        ObjectId id = row.getObjectId(field);
        return id == null ? null : id.toHexString();
    }

    static long whole(Document row, String field) {
        return row.get(field) instanceof Number number ? number.longValue() : 0;
    }

    static int number(Document row, String field) {
        return Math.toIntExact(whole(row, field));
    }
}
