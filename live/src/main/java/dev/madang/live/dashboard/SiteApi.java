package dev.madang.live.dashboard;

import dev.madang.live.dashboard.Requests.Asked;
import dev.madang.live.identity.Rights;
import dev.madang.live.moderation.Acted;
import dev.madang.live.moderation.Moderation;
import dev.madang.live.moderation.Settings;
import dev.madang.live.moderation.Standing;
import dev.madang.live.store.Comment;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.Listed;
import dev.madang.live.store.Page;
import dev.madang.live.store.PostId;
import dev.madang.live.store.PostInfo;
import dev.madang.live.store.StoreException;
import dev.madang.live.store.Topic;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.RouterFunctions;

/** The posts with their settings, those of the site, and who was stopped. Threads that may block. */
final class SiteApi {
    private static final int POSTS = 30;
    private static final int FOUND = 50;

    private final Moderation moderation;
    private final Rights rights;
    private final CommentStore store;
    private final Requests requests;
    private final Clock clock;

    SiteApi(Moderation moderation, Rights rights, CommentStore store, Requests requests, Clock clock) {
        this.moderation = moderation;
        this.rights = rights;
        this.store = store;
        this.requests = requests;
        this.clock = clock;
    }

    void add(RouterFunctions.Builder routes) {
        routes.GET("/api/admin/posts", request -> requests.serve(request, this::posts))
                .GET("/api/admin/settings", request -> requests.serve(request, this::settings))
                .PUT("/api/admin/settings", request -> requests.serve(request, this::change))
                .GET("/api/admin/people", request -> requests.serve(request, this::people))
                .POST("/api/admin/people/free", request -> requests.serve(request, this::free));
    }

    private Object posts(Asked asked) throws Rejected, StoreException, InterruptedException {
        Listed<PostInfo> part = Requests.wait(store.posts(asked.query("cursor"), POSTS));
        var rows = new ArrayList<>();
        for (PostInfo info : part.rows()) {
            Page newest = Requests.wait(store.newest(info.post(), 1));
            Settings settings = moderation.settings().of(info.post());
            rows.add(new Post(
                    info.post().hex(),
                    info.topic().key(),
                    info.topic().url(),
                    info.topic().title(),
                    info.count(),
                    newest.comments().isEmpty()
                            ? null
                            : newest.comments().getLast().createdMillis(),
                    settings.mode().word(),
                    settings.slowSeconds(),
                    settings.review().name().toLowerCase(Locale.ROOT),
                    settings.emojiOnly()));
        }
        return Requests.object("ok", true, "rows", rows, "next", part.next());
    }

    private Object settings(Asked asked) throws Rejected {
        PostId post = post(asked);
        Settings settings = post == null
                ? moderation.settings().site()
                : moderation.settings().of(post);
        return Requests.object("ok", true, "settings", settings.json());
    }

    private Object change(Asked asked) throws Rejected, StoreException, InterruptedException {
        PostId post = post(asked);
        if (post == null && !rights.mayAdminister(asked.by())) {
            throw Rejected.forbidden();
        }
        try {
            Acted acted = Requests.wait(moderation.change(asked.by(), post, asked.body()));
            return switch (acted) {
                case Acted.Done done -> Requests.object("ok", true, "audit", done.audit());
                case Acted.Unchanged unchanged -> Requests.object("ok", true);
                case Acted.Refused refused -> throw new Rejected("conflict", null, "somebody else was faster");
                case Acted.UnknownAuthor unknown -> throw new Rejected("conflict", null, "somebody else was faster");
            };
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            throw Rejected.invalid(message.split("[ :]", 2)[0], message);
        }
    }

    private @Nullable PostId post(Asked asked) throws Rejected {
        String post = asked.query("post");
        return post == null
                ? null
                : PostId.parse(post).orElseThrow(() -> Rejected.invalid("post", "post must be the id of a post"));
    }

    /** Who was stopped, and with a name to look for those who ever wrote under it. */
    private Object people(Asked asked) throws Rejected, StoreException, InterruptedException {
        String name = asked.query("name");
        long now = clock.millis();
        List<Stopped> stopped = moderation.people().stopped(now).stream()
                .filter(standing -> name == null || has(standing.name(), name))
                .map(standing -> Stopped.of(standing, now))
                .toList();
        Listed<Comment> found = name == null
                ? new Listed<>(List.of(), null)
                : Requests.wait(store.writers(name, asked.query("cursor"), FOUND));
        List<QueueApi.Waits> writers = found.rows().stream()
                .map(row -> QueueApi.Waits.of(row, Topic.NONE, List.of()))
                .toList();
        return Requests.object("ok", true, "stopped", stopped, "writers", writers, "next", found.next());
    }

    private static boolean has(String text, String part) {
        return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }

    private Object free(Asked asked) throws Rejected, StoreException, InterruptedException {
        Acted acted = Requests.wait(moderation.free(asked.by(), Asked.text(asked.body(), "person")));
        return switch (acted) {
            case Acted.Done done -> Requests.object("ok", true, "audit", done.audit());
            case Acted.Unchanged unchanged -> Requests.object("ok", true);
            case Acted.Refused refused -> throw new Rejected("not_found", "person", "nobody is known by that");
            case Acted.UnknownAuthor unknown -> throw new Rejected("not_found", "person", "nobody is known by that");
        };
    }

    /** A post, as the pages get it. */
    record Post(
            String post,
            @Nullable String key,
            @Nullable String url,
            @Nullable String title,
            long count,
            @Nullable Long last,
            String mode,
            int slow,
            String review,
            boolean emoji) {}

    /** Somebody who was stopped; {@code until} is null for no end, and without a ban. */
    record Stopped(
            String person,
            String name,
            boolean banned,
            @Nullable Long until,
            boolean shadowed) {
        static Stopped of(Standing standing, long now) {
            boolean ends = standing.bannedAt(now) && standing.until() != Standing.FOR_EVER;
            return new Stopped(
                    standing.key(),
                    standing.name(),
                    standing.bannedAt(now),
                    ends ? standing.until() : null,
                    standing.shadowed());
        }
    }
}
