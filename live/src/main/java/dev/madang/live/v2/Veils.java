package dev.madang.live.v2;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.madang.live.comments.CommentService;
import dev.madang.live.moderation.Moderation;
import dev.madang.live.moderation.Shade;
import dev.madang.live.store.Author;
import dev.madang.live.store.Comment;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.PostId;
import dev.madang.live.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What posts look like to people whose words nobody else is to see: as if everybody saw them. Who is not one of them costs
 * nothing but a look into memory. Any thread that may block.
 */
final class Veils {
    /*
     * A place in the order is taken in the post's line, after everything that was gathered for the others was pushed, so the
     * value that this person is shown next is the next. Votes are shown a second later, as those of others are.
     */
    private static final Duration TALLY_AFTER = Duration.ofSeconds(1);

    private final CommentService service;
    private final CommentStore store;
    private final Moderation moderation;
    private final Rows rows;
    private final Pushes pushes;
    private final Later later;
    private final Clock clock;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Cache<Place, Veil> veils = Caffeine.newBuilder()
            .maximumSize(1_000)
            .expireAfterWrite(Duration.ofSeconds(10))
            .build();

    Veils(
            CommentService service,
            CommentStore store,
            Moderation moderation,
            Rows rows,
            Pushes pushes,
            Later later,
            Clock clock) {
        this.service = service;
        this.store = store;
        this.moderation = moderation;
        this.rows = rows;
        this.pushes = pushes;
        this.later = later;
        this.clock = clock;
    }

    /** Hears of what single people see now, in the posts' lines. */
    void listen(Listener listener) {
        listeners.add(listener);
    }

    /** What somebody is known by. */
    String person(Author me, String network) {
        return moderation.people().key(me, network);
    }

    /** Whether what somebody does has no effect on others. */
    boolean shadowed(String person) {
        return moderation.people().shadowed(person);
    }

    /** Whether a post looks different to somebody, or may soon. */
    boolean covers(@Nullable String person, PostId post) {
        return person != null
                && (shadowed(person) || !moderation.shades().of(person, post).isEmpty());
    }

    /** The post as somebody sees it; null if that is as everybody does. */
    @Nullable
    Veil of(@Nullable String person, PostId post) throws StoreException, InterruptedException {
        if (person == null || moderation.shades().of(person, post).isEmpty()) {
            return null;
        }
        return known(person, post);
    }

    /** The same, for a push: within the line of the post, where a read that fails shows what everybody sees. */
    Values.Changes of(String person, Values.Changes changes) {
        try {
            Veil veil = of(person, new PostId(changes.post()));
            return veil == null ? changes : veil.of(changes);
        } catch (StoreException e) {
            return changes;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return changes;
        }
    }

    /** Something changed that was not done here. */
    void forget(PostId post) {
        veils.asMap().keySet().removeIf(place -> place.post.equals(post));
    }

    /** A comment is stored that only its author is to see. */
    void added(String person, Comment row, Consumer<Row> shown, Runnable failed) {
        happened(person, row.post(), shade(Shade.What.ADD, row.id(), null), shown, failed);
    }

    /** A comment has another text for its author; {@code text} is null if the store has it. */
    void edited(String person, Comment row, @Nullable String text, Consumer<Row> shown, Runnable failed) {
        happened(person, row.post(), shade(Shade.What.EDIT, row.id(), text), shown, failed);
    }

    /** A comment that only its author saw was taken away. */
    void removed(String person, Comment row, Consumer<Row> shown, Runnable failed) {
        happened(person, row.post(), shade(Shade.What.REMOVE, row.id(), null), shown, failed);
    }

    /** A vote that nobody else is to see. */
    void voted(String person, String voter, Comment row, int value, Consumer<Row> shown, Runnable failed) {
        store.votes(voter, List.of(row.id())).whenComplete((real, failure) -> {
            if (failure != null) {
                failed.run();
                return;
            }
            int known = real.getOrDefault(row.id(), 0);
            var vote = new Shade(0, Shade.What.VOTE, row.id(), null, value, known, clock.millis());
            happened(person, row.post(), vote, shown, failed);
            later.run(
                    TALLY_AFTER,
                    () -> happened(person, row.post(), shade(Shade.What.TALLY, row.id(), null), done -> {}, () -> {}));
        });
    }

    private Shade shade(Shade.What what, String comment, @Nullable String text) {
        return new Shade(0, what, comment, text, 0, 0, clock.millis());
    }

    private void happened(String person, PostId post, Shade shade, Consumer<Row> shown, Runnable failed) {
        service.enter(post, view -> {
                    pushes.now(post);
                    boolean again = shade.what() == Shade.What.ADD
                            && moderation.shades().of(person, post).stream()
                                    .anyMatch(known -> known.what() == Shade.What.ADD
                                            && known.comment().equals(shade.comment()));
                    if (!again) {
                        moderation
                                .shades()
                                .add(person, post, after(view.threads().rev(), shade));
                    }
                    forget(post);
                    Veil veil = known(person, post);
                    Row row = veil.alone(shade.comment());
                    if (row == null) {
                        failed.run();
                        return;
                    }
                    shown.accept(row);
                    if (!again && shade.what().counts()) {
                        Values.Changes last =
                                veil.last(post, row, view.threads().count());
                        listeners.forEach(listener -> listener.shown(person, last));
                    }
                })
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        failed.run();
                    }
                });
    }

    private static Shade after(long head, Shade shade) {
        return new Shade(head, shade.what(), shade.comment(), shade.text(), shade.value(), shade.real(), shade.at());
    }

    private Veil known(String person, PostId post) throws StoreException, InterruptedException {
        var place = new Place(person, post);
        Veil known = veils.getIfPresent(place);
        if (known == null) {
            List<Shade> shades = moderation.shades().of(person, post);
            known = new Veil(rows, shades, comments(post, shades));
            veils.put(place, known);
        }
        return known;
    }

    private Map<String, Comment> comments(PostId post, List<Shade> shades) throws StoreException, InterruptedException {
        var comments = new HashMap<String, Comment>();
        List<CompletableFuture<Optional<Comment>>> found = shades.stream()
                .map(Shade::comment)
                .distinct()
                .map(id -> store.find(post, id))
                .toList();
        for (var row : found) {
            try {
                row.get().ifPresent(comment -> comments.put(comment.id(), comment));
            } catch (ExecutionException e) {
                throw new StoreException("what one person sees cannot be read", e);
            }
        }
        return comments;
    }

    private record Place(String person, PostId post) {}

    /** Shows to the clients of one person what nobody else sees. */
    @FunctionalInterface
    interface Listener {
        void shown(String person, Values.Changes changes);
    }
}
