package dev.madang.live.transfer;

import dev.madang.live.store.Status;
import dev.madang.live.store.StoreException;
import dev.madang.live.transfer.Found.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The XML that Disqus exports: threads, which are pages, and then posts, which are comments. */
final class DisqusSource implements Source {
    private static final String NAMESPACE = "http://disqus.com";

    private final Origin origin;
    private final Times times;
    private final Map<String, Page> pages = new HashMap<>();

    private record Page(Optional<Found.Place> place, boolean deleted) {
        static final Page NONE = new Page(Optional.empty(), false);
    }

    DisqusSource(Origin origin, Times times) {
        this.origin = origin;
        this.times = times;
    }

    @Override
    public void read(InputStream in, Sink sink)
            throws IOException, BrokenFileException, StoreException, InterruptedException {
        var xml = new Xml(in, (namespace, local) -> namespace.equals(NAMESPACE) ? local : null);
        if (!"disqus".equals(xml.next())) {
            throw new BrokenFileException(xml.line(), "this is no export of Disqus: it begins with another element");
        }
        for (String name = xml.next(); name != null; name = xml.next()) {
            Map<String, String> fields = xml.fields();
            if (name.equals("thread")) {
                page(fields);
            } else if (name.equals("post")) {
                sink.take(comment(fields));
            }
        }
    }

    private void page(Map<String, String> fields) {
        String id = fields.get("@id");
        if (id != null) {
            Optional<Found.Place> place = origin.page(fields.get("link"), fields.get("title"));
            pages.put(id, new Page(place, yes(fields.get("isDeleted"))));
        }
    }

    private Found comment(Map<String, String> fields) {
        Page page = pages.getOrDefault(fields.getOrDefault("thread@id", ""), Page.NONE);
        Reason left = yes(fields.get("isSpam"))
                ? Reason.SPAM
                : yes(fields.get("isDeleted")) || page.deleted ? Reason.DELETED : null;
        return new Draft(
                        fields.getOrDefault("@id", ""),
                        fields.get("parent@id"),
                        page.place,
                        user(fields),
                        fields.get("author/name"),
                        HtmlText.of(fields.getOrDefault("message", "")),
                        times.of(fields.get("createdAt")),
                        "false".equals(fields.get("isApproved")) ? Status.PENDING : Status.PUBLISHED,
                        Found.Extras.NONE)
                .judged(left, origin);
    }

    /* Who has an account is known by it, others by the mail address they gave, or else by their name alone. */
    private static String user(Map<String, String> fields) {
        String account = fields.getOrDefault("author/username", "");
        String mail = fields.getOrDefault("author/email", "").toLowerCase(Locale.ROOT);
        if (!account.isEmpty()) {
            return "account:" + account;
        }
        return mail.isEmpty() ? "name:" + fields.getOrDefault("author/name", "") : "mail:" + mail;
    }

    private static boolean yes(@Nullable String flag) {
        return "true".equals(flag) || "1".equals(flag);
    }
}
