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
import java.util.ArrayList;
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
        return people.of(person)
                .map(before -> stand(by, Action.UNBAN, before, before.with(0, false), null))
                .orElseGet(() -> done(new Acted.Refused(Outcome.Reason.NOT_FOUND)));
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
        return set(by, post, book.merged(post, patch), null);
    }

    /** Hides a comment that enough readers reported. */
    CompletableFuture<Acted> fold(Comment row) {
        AuditEntry entry = AuditEntry.ofComment(
                        ids.next(),
                        clock.millis(),
                        null,
                        "",
                        Action.HIDE,
                        row.post().hex(),
                        row.id(),
                        Status.PUBLISHED.name())
                .leading(Status.HIDDEN.name());
        var fold = new Change.SetStatus(row.post(), row.id(), Set.of(Status.PUBLISHED), Status.HIDDEN);
        return make(fold, entry);
    }

    private CompletableFuture<Acted> ofComment(Author by, Order order, Comment row) {
        Action action = order.action();
        AuditEntry entry = entry(by, action, row);
        Status to = action.to();
        if (to == null) {
            return make(new Change.Pin(row.post(), row.id(), action == Action.PIN), entry);
        }
        boolean fits = action.from().contains(row.status()) || row.status() == to;
        return fits
                ? make(new Change.SetStatus(row.post(), row.id(), Set.of(row.status()), to), entry.leading(to.name()))
                : conflict();
    }

    /** Makes a change, and writes it into the log; so what only settles reports. */
    private CompletableFuture<Acted> make(Change change, AuditEntry entry) {
        return make(change, entry, List.of());
    }

    private CompletableFuture<Acted> make(Change change, AuditEntry entry, List<Records.Put> more) {
        var outcome = new CompletableFuture<Outcome>();
        changes.accept(change, outcome::complete);
        var puts = new ArrayList<Records.Put>(more);
        if (entry.comment() != null && entry.by() != null) {
            puts.addAll(reports.settle(change.post(), entry.comment(), clock.millis(), entry.id()));
        }
        return outcome.thenCompose(came -> switch (came) {
            case Outcome.Done done -> logged(entry, puts, done.row());
            case Outcome.Unchanged unchanged ->
                puts.isEmpty() ? done(new Acted.Unchanged(unchanged.row())) : logged(entry, puts, unchanged.row());
            case Outcome.Refused refused -> done(new Acted.Refused(refused.reason()));
            case Outcome.Unknown unknown -> done(new Acted.Refused(Outcome.Reason.UNAVAILABLE));
        });
    }

    private CompletableFuture<Acted> logged(AuditEntry entry, List<Records.Put> more, @Nullable Comment row) {
        return audit.write(entry, more)
                .thenApply(written ->
                        written ? new Acted.Done(entry.id(), row) : new Acted.Refused(Outcome.Reason.CONFLICT));
    }

    private CompletableFuture<Acted> personal(Author by, Order order, Comment row) {
        Optional<Standing> known = people.author(row);
        if (known.isEmpty()) {
            return done(new Acted.UnknownAuthor());
        }
        Standing before = known.get();
        Standing after = switch (order.action()) {
            case TIMEOUT -> before.with(clock.millis() + order.time().toMillis(), before.shadowed());
            case BAN -> before.with(Standing.FOR_EVER, before.shadowed());
            case SHADOW -> before.with(before.until(), true);
            case UNBAN, HIDE, RESTORE, APPROVE, REJECT, PIN, UNPIN, SETTINGS -> before.with(0, false);
        };
        return after.equals(before) ? done(new Acted.Unchanged(null)) : stand(by, order.action(), before, after, order);
    }

    private CompletableFuture<Acted> stand(
            Author by, Action action, Standing before, Standing after, @Nullable Order order) {
        AuditEntry entry = entry(by, action, order == null ? null : order.post(), People.json(before))
                .about(before, order == null ? null : order.comment(), order)
                .leading(People.json(after));
        return logged(entry, List.of(put(after)), null);
    }

    private CompletableFuture<Acted> undo(Author by, AuditEntry entry) {
        PostId post = entry.post() == null ? null : new PostId(entry.post());
        if (entry.action() == Action.SETTINGS) {
            JsonNode before = JSON.readTree(entry.before());
            Optional<? extends JsonNode> next = entry.after() == null
                    ? Optional.of(before)
                    : book.without(post, before, JSON.readTree(entry.after()));
            return next.map(set -> set(by, post, set, entry.id())).orElseGet(Actions::conflict);
        }
        if (entry.person() != null) {
            return undoStanding(by, entry, entry.person(), post);
        }
        if (post == null || entry.comment() == null) {
            return conflict();
        }
        return mirror.get(Reports.SETTLED_BY, entry.id())
                .thenCombine(
                        store.find(post, entry.comment()),
                        (settled, found) -> found.map(row -> undo(
                                        by,
                                        entry,
                                        row,
                                        settled.map(Records.Entry::json).orElse(null)))
                                .orElseGet(() -> done(new Acted.Refused(Outcome.Reason.NOT_FOUND))))
                .thenCompose(acted -> acted);
    }

    private CompletableFuture<Acted> undoStanding(Author by, AuditEntry entry, String person, @Nullable PostId post) {
        Standing before = People.read(entry.before());
        Standing now = people.of(person).orElse(before.with(0, false));
        Optional<Standing> restored =
                entry.after() == null ? Optional.of(before) : now.without(before, People.read(entry.after()));
        return restored.map(next -> logged(
                        entry(by, next.from(now), post, People.json(now))
                                .about(before, entry.comment(), null)
                                .leading(People.json(next))
                                .undoing(entry.id()),
                        List.of(put(next)),
                        null))
                .orElseGet(Actions::conflict);
    }

    /* What others saw cannot be held back again: taken back, an approval hides. */
    private CompletableFuture<Acted> undo(Author by, AuditEntry entry, Comment row, @Nullable String settled) {
        List<Records.Put> reopened = settled == null ? List.of() : Reports.reopen(row.id(), settled);
        if (entry.action() == Action.PIN || entry.action() == Action.UNPIN) {
            boolean on = entry.action() == Action.UNPIN;
            AuditEntry next = entry(by, on ? Action.PIN : Action.UNPIN, row).undoing(entry.id());
            return make(new Change.Pin(row.post(), row.id(), on), next, reopened);
        }
        Status before = Status.valueOf(entry.before());
        Status led = entry.after() == null ? entry.action().to() : Status.valueOf(entry.after());
        boolean same = before == led;
        Status target = row.seq() != 0 && before != Status.PUBLISHED ? Status.HIDDEN : before;
        Action back = same ? entry.action() : target == Status.HIDDEN ? Action.HIDE : Action.RESTORE;
        AuditEntry next = entry(by, back, row).leading(target.name()).undoing(entry.id());
        return same
                ? logged(next, reopened, row)
                : make(
                        new Change.SetStatus(
                                row.post(), row.id(), led == null ? Set.of(row.status()) : Set.of(led), target),
                        next,
                        reopened);
    }

    private CompletableFuture<Acted> set(Author by, @Nullable PostId post, JsonNode next, @Nullable String undoes) {
        if (next.equals(book.set(post))) {
            return done(new Acted.Unchanged(null));
        }
        AuditEntry entry =
                entry(by, Action.SETTINGS, post, book.set(post).toString()).leading(next.toString());
        String kind = post == null ? SettingsBook.SITE_KIND : SettingsBook.POST_KIND;
        String key = post == null ? SettingsBook.SITE_KEY : post.hex();
        String json = next.isEmpty() ? null : next.toString();
        return logged(
                undoes == null ? entry : entry.undoing(undoes),
                List.of(new Records.Put(kind, key, json, Records.Put.ANY)),
                null);
    }

    private AuditEntry entry(Author by, Action action, Comment row) {
        return AuditEntry.ofComment(
                ids.next(),
                clock.millis(),
                by,
                people.key(by, ""),
                action,
                row.post().hex(),
                row.id(),
                row.status().name());
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
                null,
                null);
    }

    private static Records.Put put(Standing standing) {
        return new Records.Put(
                People.KIND, standing.key(), standing.clean() ? null : People.json(standing), Records.Put.ANY);
    }

    private static CompletableFuture<Acted> conflict() {
        return done(new Acted.Refused(Outcome.Reason.CONFLICT));
    }

    private static CompletableFuture<Acted> done(Acted acted) {
        return CompletableFuture.completedFuture(acted);
    }
}
