package dev.madang.live.moderation;

import dev.madang.live.store.Author;
import java.util.Optional;

/**
 * How somebody stands with those who keep order. Immutable.
 *
 * @param key what the person is known by: made of the id of a user or a guest, or of the network of guests without one
 * @param kind who vouches for the id
 * @param id as {@link Author#id}; empty for guests who are known by their network
 * @param name what the person was called when that was decided last
 * @param until until when nothing may be written, in milliseconds since 1970; 0 for no ban, {@link #FOR_EVER} for one without end
 * @param shadowed whether what is written is seen by nobody else
 */
public record Standing(String key, Author.Kind kind, String id, String name, long until, boolean shadowed) {
    /** The end of what does not end. */
    public static final long FOR_EVER = Long.MAX_VALUE;

    /** Whether nothing may be written at that time. */
    public boolean bannedAt(long millis) {
        return until > millis;
    }

    /** Whether nothing was ever decided, or everything was taken back. */
    public boolean clean() {
        return until == 0 && !shadowed;
    }

    /** What a moderator did who made this of another standing. */
    Action from(Standing before) {
        if (until != before.until && until != 0) {
            return until == FOR_EVER ? Action.BAN : Action.TIMEOUT;
        }
        return shadowed && !before.shadowed ? Action.SHADOW : Action.UNBAN;
    }

    /** This standing with what one decision changed as it was before; empty if a later decision changed it, too. */
    Optional<Standing> without(Standing before, Standing after) {
        boolean ends = before.until != after.until;
        boolean shades = before.shadowed != after.shadowed;
        boolean later = (ends && until != after.until) || (shades && shadowed != after.shadowed);
        return later
                ? Optional.empty()
                : Optional.of(with(ends ? before.until : until, shades ? before.shadowed : shadowed));
    }

    Standing with(long nextUntil, boolean nextShadowed) {
        return new Standing(key, kind, id, name, nextUntil, nextShadowed);
    }
}
