package dev.madang.live.moderation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.madang.live.identity.Rights;
import dev.madang.live.identity.Role;
import dev.madang.live.store.Author;
import dev.madang.live.store.Comment;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.Listing;
import dev.madang.live.store.PostId;
import dev.madang.live.store.Status;
import dev.madang.live.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Judges what people want to write: from memory, but for what is said below. Threads that may block. */
final class Policy {
    /*
     * The store is asked in two cases: whether an author is trusted, until that is so, and how old a post is, once. Somebody whose
     * words nobody sees passes all that others pass, an outside filter among it, or the time to the answer would tell.
     * Slow mode counts in memory: a person who writes through several processes waits in each of them.
     */
    private static final int REMEMBERED = 100_000;

    private final SettingsBook book;
    private final People people;
    private final Rights rights;
    private final CommentStore store;
    private final Clock clock;
    private final Filter filter;
    private final Cache<String, Boolean> trusted = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(Duration.ofMinutes(10))
            .build();
    private final Cache<PostId, Long> begun =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();
    private final Cache<Turn, Slot> slots = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(Duration.ofHours(1))
            .build();

    Policy(SettingsBook book, People people, Rights rights, CommentStore store, Clock clock, Filter filter) {
        this.book = book;
        this.people = people;
        this.rights = rights;
        this.store = store;
        this.clock = clock;
        this.filter = filter;
    }

    Verdict judge(Draft draft) throws StoreException, InterruptedException {
        Author author = draft.author();
        if (rights.mayModerate(author)) {
            return new Verdict.Taken(
                    draft.edited() == null ? Status.PUBLISHED : draft.edited().status(), author);
        }
        Settings settings = book.of(draft.post());
        String person = people.key(author, draft.network());
        Denial barred = barred(draft, person, mode(draft.post()));
        if (barred != null) {
            return new Verdict.Denied(barred);
        }
        if (settings.emojiOnly() && !Emoji.only(draft.text())) {
            return new Verdict.Denied(new Denial(Denial.Reason.EMOJI_ONLY));
        }
        WordList.Found words = book.words(draft.post()).in(draft.text());
        boolean links = settings.links() != Settings.Links.ALLOW && links(draft.text());
        if (words == WordList.Found.REJECTED || (links && settings.links() == Settings.Links.REJECT)) {
            return new Verdict.Denied(new Denial(Denial.Reason.REJECTED));
        }
        var turn = new Turn(draft.post(), person);
        Duration wait = draft.edited() == null ? wait(turn, settings.slowSeconds(), draft.cid()) : Duration.ZERO;
        if (!wait.isZero()) {
            return new Verdict.Denied(new Denial(Denial.Reason.SLOW, wait, 0));
        }
        Filter.Answer outside = filter.ask(draft);
        if (outside == Filter.Answer.REJECT) {
            slots.invalidate(turn);
            return new Verdict.Denied(new Denial(Denial.Reason.REJECTED));
        }
        boolean held = words == WordList.Found.HELD
                || links
                || outside == Filter.Answer.HOLD
                || settings.review() == Settings.Review.PRE
                || (settings.review() == Settings.Review.FIRST && !trusted(author, settings.trustedAfter()));
        return verdict(draft, held, people.shadowed(person));
    }

    /** Whether somebody may change what is there, such as votes; null if so. */
    @Nullable
    Denial changes(PostId post, Author author, String network) throws StoreException, InterruptedException {
        String person = people.key(author, network);
        if (rights.mayModerate(author)) {
            return null;
        }
        Denial banned = banned(person);
        return banned == null && mode(post) == Settings.Mode.CLOSED ? new Denial(Denial.Reason.CLOSED) : banned;
    }

    /** The mode of a post, closed by its age or as it is set. */
    Settings.Mode mode(PostId post) throws StoreException, InterruptedException {
        long end = closes(post);
        return end != 0 && clock.millis() > end
                ? Settings.Mode.CLOSED
                : book.of(post).mode();
    }

    /** Until when a post is open by its age, in milliseconds since 1970; 0 if age does not close it. */
    long closes(PostId post) throws StoreException, InterruptedException {
        Settings settings = book.of(post);
        if (settings.closeAfterDays() == 0 || settings.mode() == Settings.Mode.CLOSED) {
            return 0;
        }
        Long since = begun.getIfPresent(post);
        if (since == null) {
            since = ask(store.newest(post, 1)).epoch();
            if (since != 0) {
                begun.put(post, since);
            }
        }
        return since == 0
                ? 0
                : since + Duration.ofDays(settings.closeAfterDays()).toMillis();
    }

    private Verdict verdict(Draft draft, boolean held, boolean shadowed) {
        Comment edited = draft.edited();
        if (edited != null && edited.seq() == 0) {
            return new Verdict.Taken(edited.status(), draft.author());
        }
        if (edited != null && held) {
            return new Verdict.Denied(new Denial(Denial.Reason.EDIT_HELD));
        }
        if (held) {
            return new Verdict.Taken(Status.PENDING, draft.author());
        }
        return shadowed
                ? new Verdict.Taken(Status.SHADOWED, people.shadow(draft.author(), draft.network()))
                : new Verdict.Taken(Status.PUBLISHED, draft.author());
    }

    private @Nullable Denial barred(Draft draft, String person, Settings.Mode mode) {
        Denial banned = banned(person);
        if (banned != null) {
            return banned;
        }
        Role role = rights.role(draft.author());
        return switch (mode) {
            case OPEN -> null;
            case MEMBERS -> role == Role.GUEST ? new Denial(Denial.Reason.MEMBERS_ONLY) : null;
            case READONLY, CLOSED -> new Denial(Denial.Reason.CLOSED);
        };
    }

    private @Nullable Denial banned(String person) {
        long until = people.of(person).map(Standing::until).orElse(0L);
        long now = clock.millis();
        if (until <= now) {
            return null;
        }
        return until == Standing.FOR_EVER
                ? new Denial(Denial.Reason.BANNED)
                : new Denial(Denial.Reason.BANNED, Duration.ofMillis(until - now), until);
    }

    /** Takes a turn: zero, or how long to wait for it. */
    private Duration wait(Turn turn, int seconds, @Nullable String cid) {
        if (seconds == 0) {
            return Duration.ZERO;
        }
        long now = clock.millis();
        var left = new long[1];
        slots.asMap().compute(turn, (key, slot) -> {
            left[0] = slot == null ? 0 : slot.at + seconds * 1_000L - now;
            boolean same = slot != null && cid != null && cid.equals(slot.cid);
            if (left[0] <= 0 || same) {
                left[0] = 0;
                return same ? slot : new Slot(now, cid);
            }
            return slot;
        });
        return Duration.ofMillis(left[0]);
    }

    /* Who has no id may claim anybody's name, and so is never trusted. */
    private boolean trusted(Author author, int comments) throws StoreException, InterruptedException {
        if (author.id().isEmpty()) {
            return false;
        }
        String key = comments + ":" + people.key(author, "");
        if (trusted.getIfPresent(key) != null) {
            return true;
        }
        var query = new Listing(Set.of(Status.PUBLISHED), null, author, null, null, comments);
        boolean enough = ask(store.list(query)).rows().size() >= comments;
        if (enough) {
            trusted.put(key, true);
        }
        return enough;
    }

    private static boolean links(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.contains("://") || lower.contains("www.");
    }

    private static <T> T ask(CompletableFuture<T> answer) throws StoreException, InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StoreException failure ? failure : new StoreException("the store failed", e);
        }
    }

    /** Who writes where. */
    private record Turn(PostId post, String person) {}

    /** When somebody wrote last, and what. */
    private record Slot(long at, @Nullable String cid) {}
}
