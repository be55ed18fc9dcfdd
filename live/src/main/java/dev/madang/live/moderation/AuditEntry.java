package dev.madang.live.moderation;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.madang.live.store.Author;
import org.jspecify.annotations.Nullable;

/**
 * One line of the log of what was done. Immutable, without anything that people wrote.
 *
 * @param id grows with the time
 * @param at when, in milliseconds since 1970
 * @param by who did it, or null if readers' reports did
 * @param byName what that one is called; {@code reports} for readers' reports
 * @param action what was done
 * @param post where, or null for the whole site
 * @param comment to which comment, or null
 * @param person to whom, by key, or null
 * @param name what that one is called, or null
 * @param seconds how long a time-out was; 0 for the others
 * @param before what undoing it brings back: the comment's status, the person's standing or the settings, in JSON
 * @param after what it led to, likewise; null in entries of earlier versions, and where nothing of that kind changed
 * @param undoes the entry that this one undid, or null
 */
public record AuditEntry(
        String id,
        long at,
        @Nullable String by,
        String byName,
        Action action,
        @Nullable String post,
        @Nullable String comment,
        @Nullable String person,
        @Nullable String name,
        long seconds,
        String before,
        @Nullable String after,
        @Nullable String undoes) {
    static final String READERS = "reports";

    static AuditEntry ofComment(
            String id,
            long at,
            @Nullable Author by,
            String key,
            Action action,
            String post,
            String comment,
            String before) {
        String name = by == null ? READERS : by.name();
        return new AuditEntry(
                id, at, by == null ? null : key, name, action, post, comment, null, null, 0, before, null, null);
    }

    /** Whether it is about the settings of the whole site, which are the owner's alone. */
    @JsonIgnore
    public boolean ofSite() {
        return action == Action.SETTINGS && post == null;
    }

    AuditEntry undoing(String entry) {
        return new AuditEntry(id, at, by, byName, action, post, comment, person, name, seconds, before, after, entry);
    }

    /** The same about a person, by a comment of that person if one is named, for as long as an order says. */
    AuditEntry about(Standing who, @Nullable String row, @Nullable Order order) {
        long time = order == null ? 0 : order.time().toSeconds();
        return new AuditEntry(
                id, at, by, byName, action, post, row, who.key(), who.name(), time, before, after, undoes);
    }

    AuditEntry leading(String led) {
        return new AuditEntry(id, at, by, byName, action, post, comment, person, name, seconds, before, led, undoes);
    }
}
