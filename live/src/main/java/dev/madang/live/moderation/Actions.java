package dev.madang.live.moderation;

import dev.madang.live.store.Author;
import dev.madang.live.store.Change;
import dev.madang.live.store.Comment;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.ObjectIds;
import dev.madang.live.store.Outcome;
import dev.madang.live.store.PostId;
import dev.madang.live.store.Records;
import dev.madang.live.store.Status;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Does what moderators want, and writes it into the log. Any thread; futures fail if the store does not answer. */
final class Actions {
    /*
     * An action is done first and written into the log afterwards, since the log says what was done: a crash in between leaves an
     * action without an entry. Actions on people and settings are one write with their entry.
     */
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final CommentStore store;
    private final BiConsumer<Change, Consumer<Outcome>> changes;
    private final Clock clock;
    private final ObjectIds ids;
    private final SettingsBook book;
    private final People people;
    private final Reports reports;
    private final Mirror mirror;
    private final Audit audit;

    Actions(
            CommentStore store,
            BiConsumer<Change, Consumer<Outcome>> changes,
            Clock clock,
            ObjectIds ids,
            SettingsBook book,
            People people,
            Reports reports,
            Mirror mirror,
            Audit audit) {
        this.store = store;
        this.changes = changes;
        this.clock = clock;
        this.ids = ids;
        this.book = book;
        this.people = people;
        this.reports = reports;
        this.mirror = mirror;
        this.audit = audit;
    }

    CompletableFuture<Acted> act(Author by, Order order) {
        return store.find(order.post(), order.comment())
                .thenCompose(found -> found.isEmpty()
                        ? done(new Acted.Refused(Outcome.Reason.NOT_FOUND))
                        : order.action().personal()
                                ? personal(by, order, found.get())
                                : ofComment(by, order, found.get()));
    }

    CompletableFuture<Acted> free(Author by, String person) {
        Optional<Standing> known = people.of(person);
        if (known.isEmpty()) {
            return done(new Acted.Refused(Outcome.Reason.NOT_FOUND));
        }
        Standing before = known.get();
        var entry = new AuditEntry(
                ids.next(),
                clock.millis(),
                people.key(by, ""),
                by.name(),
                Action.UNBAN,
                null,
                null,
                before.key(),
                before.name(),
                0,
                People.json(before),
                null);
        return logged(entry, List.of(put(before.with(0, false))), null);
    }

    CompletableFuture<Acted> undo(Author by, String entry) {
        return mirror.get(Audit.UNDONE, entry)
                .thenCombine(
                        audit.find(entry),
                        (undone, found) -> undone.isPresent() || found.isEmpty() ? Optional.<AuditEntry>empty() : found)
                .thenCompose(found -> found.map(known -> undo(by, known))
                        .orElseGet(() -> done(new Acted.Refused(Outcome.Reason.NOT_FOUND))));
    }

    CompletableFuture<Acted> change(Author by, @Nullable PostId post, JsonNode patch) {
        return set(entry(by, Action.SETTINGS, post, book.set(post).toString()), post, book.merged(post, patch));
    }

    /** Hides a comment that enough readers reported. */
    CompletableFuture<Acted> fold(Comment row) {
        AuditEntry entry = AuditEntry.ofComment(
                ids.next(), clock.millis(), null, "", Action.HIDE, row.post().hex(), row.id(), Status.PUBLISHED.name());
        var fold = new Change.SetStatus(row.post(), row.id(), Set.of(Status.PUBLISHED), Status.HIDDEN);
        return make(fold, entry);
    }

    private CompletableFuture<Acted> ofComment(Author by, Order order, Comment row) {
        Action action = order.action();
        AuditEntry entry = AuditEntry.ofComment(
                ids.next(),
                clock.millis(),
                by,
                people.key(by, ""),
                action,
                row.post().hex(),
                row.id(),
                row.status().name());
        Status to = action.to();
        if (to == null) {
            return make(new Change.Pin(row.post(), row.id(), action == Action.PIN), entry);
        }
        boolean fits = action.from().contains(row.status()) || row.status() == to;
        return fits
                ? make(new Change.SetStatus(row.post(), row.id(), Set.of(row.status()), to), entry)
                : done(new Acted.Refused(Outcome.Reason.CONFLICT));
    }

    /** Makes a change, and writes it into the log. */
    private CompletableFuture<Acted> make(Change change, AuditEntry entry) {
        var outcome = new CompletableFuture<Outcome>();
        changes.accept(change, outcome::complete);
        List<Records.Put> settles = entry.comment() == null || entry.by() == null
                ? List.of()
                : reports.settle(change.post(), entry.comment(), clock.millis());
        return outcome.thenCompose(came -> switch (came) {
            case Outcome.Done done -> logged(entry, settles, done.row());
            case Outcome.Unchanged unchanged -> settled(settles, unchanged.row());
            case Outcome.Refused refused -> done(new Acted.Refused(refused.reason()));
            case Outcome.Unknown unknown -> done(new Acted.Refused(Outcome.Reason.UNAVAILABLE));
        });
    }

    private CompletableFuture<Acted> logged(AuditEntry entry, List<Records.Put> more, @Nullable Comment row) {
        return audit.write(entry, more)
                .thenApply(written ->
                        written ? new Acted.Done(entry.id(), row) : new Acted.Refused(Outcome.Reason.CONFLICT));
    }

    private CompletableFuture<Acted> settled(List<Records.Put> settles, Comment row) {
        var unchanged = new Acted.Unchanged(row);
        return settles.isEmpty() ? done(unchanged) : mirror.write(settles).thenApply(written -> unchanged);
    }

    private CompletableFuture<Acted> personal(Author by, Order order, Comment row) {
        Optional<Standing> known = people.author(row);
        if (known.isEmpty()) {
            return done(new Acted.UnknownAuthor());
        }
        Standing before = known.get();
        long seconds = order.time().toSeconds();
        Standing after = switch (order.action()) {
            case TIMEOUT -> before.with(clock.millis() + order.time().toMillis(), before.shadowed());
            case BAN -> before.with(Standing.FOR_EVER, before.shadowed());
            case SHADOW -> before.with(before.until(), true);
            case UNBAN, HIDE, RESTORE, APPROVE, REJECT, PIN, UNPIN, SETTINGS -> before.with(0, false);
        };
        if (after.equals(before)) {
            return done(new Acted.Unchanged(null));
        }
        var entry = new AuditEntry(
                ids.next(),
                clock.millis(),
                people.key(by, ""),
                by.name(),
                order.action(),
                row.post().hex(),
                row.id(),
                before.key(),
                before.name(),
                seconds,
                People.json(before),
                null);
        return logged(entry, List.of(put(after)), null);
    }

    private CompletableFuture<Acted> undo(Author by, AuditEntry entry) {
        PostId post = entry.post() == null ? null : new PostId(entry.post());
        if (entry.action() == Action.SETTINGS) {
            AuditEntry next = entry(by, Action.SETTINGS, post, book.set(post).toString());
            return set(next.undoing(entry.id()), post, JSON.readTree(entry.before()));
        }
        if (entry.person() != null) {
            Standing restored = People.read(entry.before());
            Standing now = people.of(entry.person()).orElse(restored.with(0, false));
            AuditEntry next = new AuditEntry(
                    ids.next(),
                    clock.millis(),
                    people.key(by, ""),
                    by.name(),
                    Action.UNBAN,
                    entry.post(),
                    entry.comment(),
                    entry.person(),
                    entry.name(),
                    0,
                    People.json(now),
                    entry.id());
            return logged(next, List.of(put(restored)), null);
        }
        if (post == null || entry.comment() == null) {
            return done(new Acted.Refused(Outcome.Reason.CONFLICT));
        }
        return store.find(post, entry.comment())
                .thenCompose(found -> found.map(row -> undo(by, entry, row))
                        .orElseGet(() -> done(new Acted.Refused(Outcome.Reason.NOT_FOUND))));
    }

    /* What others saw cannot be held back again: taken back, an approval hides. */
    private CompletableFuture<Acted> undo(Author by, AuditEntry entry, Comment row) {
        Status led = entry.action().to();
        Status before = Status.valueOf(entry.before());
        Status target = row.seq() != 0 && before != Status.PUBLISHED ? Status.HIDDEN : before;
        Action inverse = switch (entry.action()) {
            case PIN -> Action.UNPIN;
            case UNPIN -> Action.PIN;
            case HIDE, REJECT -> Action.RESTORE;
            case RESTORE, APPROVE, TIMEOUT, BAN, SHADOW, UNBAN, SETTINGS -> Action.HIDE;
        };
        AuditEntry next = AuditEntry.ofComment(
                        ids.next(),
                        clock.millis(),
                        by,
                        people.key(by, ""),
                        inverse,
                        row.post().hex(),
                        row.id(),
                        row.status().name())
                .undoing(entry.id());
        return make(
                led == null
                        ? new Change.Pin(row.post(), row.id(), inverse == Action.PIN)
                        : new Change.SetStatus(row.post(), row.id(), Set.of(led), target),
                next);
    }

    private CompletableFuture<Acted> set(AuditEntry entry, @Nullable PostId post, JsonNode next) {
        if (next.equals(book.set(post))) {
            return done(new Acted.Unchanged(null));
        }
        String kind = post == null ? SettingsBook.SITE_KIND : SettingsBook.POST_KIND;
        String key = post == null ? SettingsBook.SITE_KEY : post.hex();
        String json = next.isEmpty() ? null : next.toString();
        return logged(entry, List.of(new Records.Put(kind, key, json, Records.Put.ANY)), null);
    }

    private AuditEntry entry(Author by, Action action, @Nullable PostId post, String before) {
        return new AuditEntry(
                ids.next(),
                clock.millis(),
                people.key(by, ""),
                by.name(),
                action,
                post == null ? null : post.hex(),
                null,
                null,
                null,
                0,
                before,
                null);
    }

    private static Records.Put put(Standing standing) {
        return new Records.Put(
                People.KIND, standing.key(), standing.clean() ? null : People.json(standing), Records.Put.ANY);
    }

    private static CompletableFuture<Acted> done(Acted acted) {
        return CompletableFuture.completedFuture(acted);
    }
}
