package dev.madang.live.v2;

import dev.madang.live.identity.Rights;
import dev.madang.live.moderation.Acted;
import dev.madang.live.moderation.Action;
import dev.madang.live.moderation.AuditEntry;
import dev.madang.live.moderation.Moderation;
import dev.madang.live.moderation.Order;
import dev.madang.live.moderation.Queued;
import dev.madang.live.moderation.Report;
import dev.madang.live.moderation.Settings;
import dev.madang.live.moderation.Standing;
import dev.madang.live.store.Author;
import dev.madang.live.store.Comment;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.Listed;
import dev.madang.live.store.PostId;
import dev.madang.live.store.Status;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Where moderators ask and act, and readers report: the same for sockets and for HTTP. Threads that may block. */
final class Bench {
    private static final int MAX_REASON = 200;
    private static final int LIMIT = 50;

    private final Moderation moderation;
    private final CommentStore store;
    private final Rights rights;
    private final Rows rows;

    Bench(Moderation moderation, CommentStore store, Rights rights, Rows rows) {
        this.moderation = moderation;
        this.store = store;
        this.rights = rights;
        this.rows = rows;
    }

    Values.Moderated moderate(Author me, Form form) throws Refusal, InterruptedException {
        moderator(me);
        String word = form.optional("action", MAX_REASON);
        Action action = word == null ? null : Action.of(word).orElse(null);
        long seconds = form.counter("seconds").orElse(0L);
        if (action == null) {
            throw new Refusal(Code.INVALID);
        }
        Comment row = find(form);
        if (!rights.mayModerate(me, row)) {
            throw new Refusal(Code.FORBIDDEN);
        }
        try {
            var time =
                    action == Action.TIMEOUT ? Duration.ofSeconds(Math.min(seconds, Integer.MAX_VALUE)) : Duration.ZERO;
            return act(me, new Order(action, row.post(), row.id(), time));
        } catch (IllegalArgumentException e) {
            throw new Refusal(Code.INVALID);
        }
    }

    /** Carries out what somebody wants who may. */
    Values.Moderated act(Author me, Order order) throws Refusal, InterruptedException {
        return answer(Desk.ask(moderation.act(me, order)));
    }

    Values.Moderated undo(Author me, Form form) throws Refusal, InterruptedException {
        moderator(me);
        String id = form.id("audit");
        AuditEntry entry = Desk.ask(moderation.audit().find(id)).orElse(null);
        if (entry != null && !rights.mayUndo(me, entry.ofSite(), Desk.ask(moderation.comment(entry)))) {
            throw new Refusal(Code.FORBIDDEN);
        }
        return answer(Desk.ask(moderation.undo(me, id)));
    }

    Values.Ok report(Author me, String network, Form form) throws Refusal, InterruptedException {
        Comment row = find(form);
        // First of all: to a shadow-banned author the own comment is one like any other.
        if (row.author().same(me)) {
            throw new Refusal(Code.FORBIDDEN);
        }
        if (!row.published()) {
            throw new Refusal(row.seq() == 0 ? Code.NOT_FOUND : Code.CONFLICT);
        }
        String reason = form.optional("reason", MAX_REASON);
        Desk.ask(moderation.report(me, network, row, reason == null ? "" : reason));
        return new Values.Ok(true);
    }

    Values.Waiting queue(Author me, Form form) throws Refusal, InterruptedException {
        moderator(me);
        String state = form.optional("state", MAX_REASON);
        String cursor = form.optional("cursor", MAX_REASON);
        Listed<Queued> part = "reported".equals(state)
                ? Desk.ask(moderation.queue().reported(cursor, LIMIT))
                : Desk.ask(moderation.queue().in(status(state), cursor, LIMIT));
        List<Values.Waits> waits = part.rows().stream().map(this::waits).toList();
        return new Values.Waiting(true, waits, part.next());
    }

    Values.Log log(Author me, Form form) throws Refusal, InterruptedException {
        moderator(me);
        String before = form.optional("cursor", MAX_REASON);
        List<AuditEntry> entries = Desk.ask(moderation.audit().newest(before, LIMIT));
        return new Values.Log(
                true, entries, entries.size() < LIMIT ? null : entries.getLast().id());
    }

    Values.Stopped stopped(Author me, long now) throws Refusal {
        moderator(me);
        return new Values.Stopped(
                true,
                moderation.people().stopped(now).stream()
                        .map(standing -> person(standing, now))
                        .toList());
    }

    /** The settings of a post, or of the site with null. */
    Values.Rules rules(Author me, @Nullable PostId post) throws Refusal {
        moderator(me);
        Settings site = moderation.settings().site();
        return post == null
                ? new Values.Rules(true, site.json(), site.json())
                : new Values.Rules(
                        true,
                        moderation.settings().of(post).json(),
                        moderation.settings().own(post));
    }

    Values.Moderated change(Author me, @Nullable PostId post, JsonNode patch) throws Refusal, InterruptedException {
        moderator(me);
        if (post == null && !rights.mayAdminister(me)) {
            throw new Refusal(Code.FORBIDDEN);
        }
        try {
            return answer(Desk.ask(moderation.change(me, post, patch)));
        } catch (IllegalArgumentException e) {
            throw new Refusal(Code.INVALID);
        }
    }

    private void moderator(Author me) throws Refusal {
        if (!rights.mayModerate(me)) {
            throw new Refusal(Code.FORBIDDEN);
        }
    }

    private Comment find(Form form) throws Refusal, InterruptedException {
        return Desk.ask(store.find(form.post(), form.id("id"))).orElseThrow(() -> new Refusal(Code.NOT_FOUND));
    }

    private Values.Moderated answer(Acted acted) throws Refusal {
        return switch (acted) {
            case Acted.Done done ->
                new Values.Moderated(true, done.audit(), done.row() == null ? null : rows.of(done.row()));
            case Acted.Unchanged unchanged ->
                new Values.Moderated(true, null, unchanged.row() == null ? null : rows.of(unchanged.row()));
            case Acted.Refused refused -> throw Refusal.of(refused.reason());
            case Acted.UnknownAuthor unknown -> throw new Refusal(Code.UNKNOWN_AUTHOR);
        };
    }

    private Values.Waits waits(Queued queued) {
        Comment row = queued.row();
        return new Values.Waits(
                row.post().hex(),
                row.status().name().toLowerCase(Locale.ROOT),
                rows.whole(row),
                queued.reports().stream().map(Report::reason).toList());
    }

    private static Values.Person person(Standing standing, long now) {
        boolean ends = standing.bannedAt(now) && standing.until() != Standing.FOR_EVER;
        return new Values.Person(
                standing.key(),
                standing.name(),
                standing.bannedAt(now),
                ends ? standing.until() : null,
                standing.shadowed());
    }

    private static Status status(@Nullable String state) throws Refusal {
        return switch (state == null ? "pending" : state) {
            case "pending" -> Status.PENDING;
            case "shadowed" -> Status.SHADOWED;
            case "hidden" -> Status.HIDDEN;
            default -> throw new Refusal(Code.INVALID);
        };
    }
}
