package dev.madang.live.store;

import static dev.madang.live.store.MongoRow.whole;

import java.util.Locale;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * One change in the log: once it is there it has happened. Immutable.
 *
 * @param row the comment after it, whole, so that making it again does no harm
 * @param deed what it does to the tutorial's collection
 * @param count the post's published comments after it
 * @param replies the published answers after it in the thread it belongs to as an answer
 * @param cid what the client's own id for a new comment is unique by, or null
 */
record MongoEntry(
        MongoRow row,
        Deed deed,
        long count,
        int replies,
        @Nullable String cid) {
    /*
     * The name is "post:rev", so that two writers cannot give the same value of a post's counter to two changes. What others
     * do not see takes no value; its name is "post:~comment:version". The field "change" makes the version of every comment
     * unique as well, and "cid" the client's id of a new one. As all three are of one document, a change takes all of them
     * or none. The name and these two stay for ever; the rest goes when the change is made, and "open" with it.
     */
    static final String OPEN = "open";
    static final String CHANGE = "change";
    static final String CID = "cid";
    static final String COMMENT = "comment";

    private static final String ROW = "row";
    private static final String DEED = "deed";
    private static final String COUNT = "count";
    private static final String REPLIES = "replies";

    /** The fields of an entry that go when it is made. */
    static final Document DONE = new Document(OPEN, "")
            .append(ROW, "")
            .append(DEED, "")
            .append(COUNT, "")
            .append(REPLIES, "");

    /** What a change does to the tutorial's collection. The names stand in the database. */
    enum Deed {
        /** Nothing. */
        KEEP,
        /** The comment's text changes. */
        EDIT,
        /** The comment appears there, or vanishes if it is not published. */
        MOVE,
        /** The comment is there already, written by somebody else. */
        ADOPT,
        /** Nothing; the row loses its author and its text. */
        BLANK,
        /** Nothing; of the row nothing is left but that there was one, and the post's floor rises to it. */
        FORGET;

        /** Whether the comment is forgotten. */
        boolean erases() {
            return this == BLANK || this == FORGET;
        }
    }

    /** The name in the log. */
    String name() {
        Comment comment = row.comment();
        return rev() == 0
                ? comment.post() + ":~" + comment.id() + ":" + row.version()
                : name(comment.post(), comment.rev());
    }

    /** The value of the post's counter that it takes; 0 for none. */
    long rev() {
        return deed.erases() ? 0 : row.comment().rev();
    }

    /** The name of the change that took that value of the post's counter. */
    static String name(PostId post, long rev) {
        return String.format(Locale.ROOT, "%s:%016d", post, rev);
    }

    /** The name of one of a comment's changes, seen by others or not. */
    static String change(String comment, int version) {
        return comment + ":" + version;
    }

    /** What the client's id of a comment is unique by. */
    static @Nullable String cid(Change.Add add) {
        if (add.cid() == null) {
            return null;
        }
        Author author = add.author();
        String id = author.id();
        String claim = author.claim();
        return String.join(
                ":",
                add.post().hex(),
                Integer.toString(author.kind().code()),
                Integer.toString(id.length()),
                id,
                Integer.toString(claim.length()),
                claim,
                add.cid());
    }

    /** The entry as it is committed. */
    Document document() {
        Comment comment = row.comment();
        var document = new Document(MongoRow.ID, name())
                .append(CHANGE, change(comment.id(), row.version()))
                .append(COMMENT, row.objectId())
                .append(OPEN, comment.post().hex());
        if (cid != null) {
            document.append(CID, cid);
        }
        return document.append(DEED, deed.name())
                .append(COUNT, count)
                .append(REPLIES, replies)
                .append(ROW, row.fields().append(MongoRow.DOCUMENT, row.document()));
    }

    /** Reads an entry that is not made yet. */
    static MongoEntry read(Document entry) {
        var row = new Document(entry.get(ROW, Document.class))
                .append(MongoRow.ID, entry.get(COMMENT, ObjectId.class))
                .append(MongoRow.REPLIES, 0);
        return new MongoEntry(
                MongoRow.read(row, row.get(MongoRow.DOCUMENT, Document.class)),
                Deed.valueOf(entry.getString(DEED)),
                whole(entry, COUNT),
                Math.toIntExact(whole(entry, REPLIES)),
                entry.getString(CID));
    }
}
