package dev.madang.live.moderation;

import dev.madang.live.store.Status;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What moderators do. The names, in lower case, are part of contract v2. */
public enum Action {
    /** Takes a comment away. */
    HIDE(Set.of(Status.PUBLISHED, Status.PENDING, Status.SHADOWED), Status.HIDDEN),
    /** Gives a hidden comment back. */
    RESTORE(Set.of(Status.HIDDEN), Status.PUBLISHED),
    /** Publishes a comment that was held back. */
    APPROVE(Set.of(Status.PENDING, Status.SHADOWED), Status.PUBLISHED),
    /** Takes a comment away that was held back. */
    REJECT(Set.of(Status.PENDING, Status.SHADOWED), Status.HIDDEN),
    /** Puts a comment above the others. */
    PIN,
    /** Puts it back. */
    UNPIN,
    /** Stops a person from writing for some time. */
    TIMEOUT,
    /** Stops a person from writing. */
    BAN,
    /** Shows to nobody else what a person writes from now on. */
    SHADOW,
    /** Ends time-out, ban and shadow ban of a person. */
    UNBAN,
    /** Changes the settings of the site or a post: {@link Moderation#change}. */
    SETTINGS;

    private final Set<Status> from;

    @Nullable
    private final Status to;

    Action() {
        this(Set.of(), null);
    }

    Action(Set<Status> from, @Nullable Status to) {
        this.from = from;
        this.to = to;
    }

    /** As it is on the wire. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The action of that name; empty for none. */
    public static Optional<Action> of(String word) {
        for (Action action : values()) {
            if (action.word().equals(word)) {
                return Optional.of(action);
            }
        }
        return Optional.empty();
    }

    /** Whether it is done to the author, not to the comment. */
    public boolean personal() {
        return switch (this) {
            case TIMEOUT, BAN, SHADOW, UNBAN -> true;
            case HIDE, RESTORE, APPROVE, REJECT, PIN, UNPIN, SETTINGS -> false;
        };
    }

    Set<Status> from() {
        return from;
    }

    @Nullable
    Status to() {
        return to;
    }
}
