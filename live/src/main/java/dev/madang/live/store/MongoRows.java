package dev.madang.live.store;

import com.mongodb.client.FindIterable;
import com.mongodb.client.model.Filters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.types.ObjectId;

/** Reads rows together with the documents that hold their texts. Any thread. */
final class MongoRows {
    private final MongoBase base;

    MongoRows(MongoBase base) {
        this.base = base;
    }

    /** The rows of these ids; texts that are no ids, and ids of nothing, are left out. */
    List<MongoRow> byIds(Collection<String> ids) {
        List<ObjectId> known =
                ids.stream().filter(MongoRow::isObjectId).map(ObjectId::new).toList();
        return known.isEmpty()
                ? List.of()
                : of(base.rows.find(Filters.in(MongoRow.ID, known)).into(new ArrayList<>()));
    }

    /**
     * These rows with their texts, in their order. One whose document is not where it was published is left out: somebody else
     * removed it, or it is being hidden.
     */
    List<MongoRow> of(List<Document> found) {
        List<ObjectId> published = found.stream()
                .filter(row -> !row.containsKey(MongoRow.DOCUMENT) && !row.containsKey(MongoRow.FORGOTTEN))
                .map(row -> row.getObjectId(MongoRow.ID))
                .toList();
        Map<ObjectId, Document> documents = new HashMap<>();
        if (!published.isEmpty()) {
            for (Document document : base.comments.find(Filters.in(MongoRow.ID, published))) {
                documents.put(document.getObjectId(MongoRow.ID), document);
            }
        }
        var rows = new ArrayList<MongoRow>();
        for (Document row : found) {
            Document document = row.get(MongoRow.DOCUMENT, Document.class);
            Document text = document == null ? documents.get(row.getObjectId(MongoRow.ID)) : document;
            if (text != null) {
                rows.add(MongoRow.read(row, text));
            }
        }
        return rows;
    }

    /** The comments of a query, as {@link #of}, each with the number of answers in its thread. */
    List<Comment> comments(FindIterable<Document> query) {
        return withReplies(of(query.into(new ArrayList<>())));
    }

    /** These rows as others read them. */
    List<Comment> withReplies(List<MongoRow> rows) {
        var replies = new HashMap<String, Integer>();
        var missing = new HashSet<ObjectId>();
        for (MongoRow row : rows) {
            String root = row.comment().root();
            if (root == null) {
                replies.put(row.comment().id(), row.comment().replies());
            } else {
                missing.add(new ObjectId(root));
            }
        }
        missing.removeIf(root -> replies.containsKey(root.toHexString()));
        if (!missing.isEmpty()) {
            for (Document root :
                    base.rows.find(Filters.in(MongoRow.ID, missing)).projection(new Document(MongoRow.REPLIES, 1))) {
                replies.put(root.getObjectId(MongoRow.ID).toHexString(), MongoRow.number(root, MongoRow.REPLIES));
            }
        }
        return rows.stream()
                .map(MongoRow::comment)
                .map(comment -> comment.withReplies(replies.getOrDefault(comment.thread(), 0)))
                .toList();
    }
}
