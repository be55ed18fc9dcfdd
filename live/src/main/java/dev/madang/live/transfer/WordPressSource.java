package dev.madang.live.transfer;

import dev.madang.live.store.Status;
import dev.madang.live.store.StoreException;
import dev.madang.live.transfer.Found.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The file that WordPress exports (WXR): RSS whose items are pages, with their comments inside. */
final class WordPressSource implements Source {
    /*
     * What is WordPress's own lies in a namespace that names the version of the format. A comment's text has the line breaks
     * of who wrote it; WordPress makes paragraphs of them when it shows it.
     */
    private static final String NAMESPACE = "http://wordpress.org/export/";

    private final Origin origin;
    private final Times times;

    WordPressSource(Origin origin, Times times) {
        this.origin = origin;
        this.times = times;
    }

    @Override
    public void read(InputStream in, Sink sink)
            throws IOException, BrokenFileException, StoreException, InterruptedException {
        var xml = new Xml(in, WordPressSource::name);
        if (!"rss".equals(xml.next()) || !"channel".equals(xml.next())) {
            throw new BrokenFileException(xml.line(), "this is no export of WordPress: it is no RSS");
        }
        String link = "";
        String title = "";
        for (String name = xml.next(); name != null; name = xml.next()) {
            switch (name) {
                case "item" -> {
                    link = "";
                    title = "";
                }
                case "link" -> link = xml.text();
                case "title" -> title = xml.text();
                case "wp:comment" -> sink.take(comment(xml.fields(), origin.page(link, title)));
                default -> xml.fields();
            }
        }
    }

    private static @Nullable String name(String namespace, String local) {
        if (namespace.isEmpty()) {
            return local;
        }
        return namespace.startsWith(NAMESPACE) ? "wp:" + local : null;
    }

    private Found comment(Map<String, String> fields, Optional<Found.Place> place) {
        String approved = fields.getOrDefault("wp:comment_approved", "");
        return new Draft(
                        fields.getOrDefault("wp:comment_id", ""),
                        fields.get("wp:comment_parent"),
                        place,
                        user(fields),
                        fields.get("wp:comment_author"),
                        HtmlText.ofLines(fields.getOrDefault("wp:comment_content", "")),
                        times.of(fields.get("wp:comment_date_gmt")).or(() -> times.of(fields.get("wp:comment_date"))),
                        approved.equals("1") ? Status.PUBLISHED : Status.PENDING,
                        Found.Extras.NONE)
                .judged(left(approved, fields.getOrDefault("wp:comment_type", "")), origin);
    }

    private static @Nullable Reason left(String approved, String type) {
        if (type.equals("pingback") || type.equals("trackback")) {
            return Reason.PINGBACK;
        }
        return switch (approved) {
            case "spam" -> Reason.SPAM;
            case "trash", "post-trashed" -> Reason.TRASH;
            default -> null;
        };
    }

    private static String user(Map<String, String> fields) {
        String account = fields.getOrDefault("wp:comment_user_id", "0");
        String mail = fields.getOrDefault("wp:comment_author_email", "").toLowerCase(Locale.ROOT);
        if (!account.equals("0") && !account.isEmpty()) {
            return "account:" + account;
        }
        return mail.isEmpty() ? "name:" + fields.getOrDefault("wp:comment_author", "") : "mail:" + mail;
    }
}
