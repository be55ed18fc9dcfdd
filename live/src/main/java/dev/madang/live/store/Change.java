package dev.madang.live.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What may happen to a post. Who may do it is for others to decide; the store knows which states follow which. Every change
 * can be tried again: one that changes nothing is answered by {@link Outcome.Unchanged}, a repeated comment by itself.
 */
public sealed interface Change {
    /** The post it happens in. */
    PostId post();

    /**
     * A new comment.
     *
     * @param id 24 hexadecimal digits, given before the commit so that an unknown outcome can be looked up
     * @param post where it belongs; the post comes into being with its first comment
     * @param topic what the post is about; kept with the post's first comment
     * @param parent the id of the comment it answers, or null. It must be published, or held back as this one is and of
     *     the same author
     * @param author who wrote it
     * @param content plain text, never empty
     * @param cid the client's own id for it, or null; a second comment of that post, author and cid is the first again
     * @param status {@link Status#PUBLISHED}, {@link Status#PENDING} or {@link Status#SHADOWED}
     * @param at when it was written, milliseconds since 1970, if it comes from elsewhere; 0 for now. Its place in the order
     *     is that of its arrival all the same
     */
    record Add(
            String id,
            PostId post,
            Topic topic,
            @Nullable String parent,
            Author author,
            String content,
            @Nullable String cid,
            Status status,
            long at)
            implements Change {
        public Add {
            if (status.gone()) {
                throw new IllegalArgumentException("a new comment cannot be gone already");
            }
        }

        /** A comment that is written now. */
        public Add(
                String id,
                PostId post,
                Topic topic,
                @Nullable String parent,
                Author author,
                String content,
                @Nullable String cid,
                Status status) {
            this(id, post, topic, parent, author, content, cid, status, 0);
        }

        /** A comment that everybody sees at once and that answers none. */
        public static Add published(
                String id, PostId post, @Nullable String key, Author author, String content, @Nullable String cid) {
            return new Add(id, post, Topic.ofKey(key), null, author, content, cid, Status.PUBLISHED);
        }
    }

    /**
     * A comment as another store of ours had it, in whatever state and below whatever parent: nobody else is shown what it
     * was before. One that is there already is itself again. It takes the next places in the order of its arrival.
     *
     * @param row the comment; of its counters only whether others ever saw it counts, of its place in the thread only the
     *     parent, and its votes not at all: they come by {@link Votes}
     * @param topic as in {@link Add}
     */
    record Bring(Comment row, Topic topic) implements Change {
        public Bring {
            if (row.seq() == 0 && (row.published() || row.pinned())) {
                throw new IllegalArgumentException("what is published was seen");
            }
        }

        @Override
        public PostId post() {
            return row.post();
        }
    }

    /** Another text, never empty. A comment that is gone is a {@link Outcome.Reason#CONFLICT}. */
    record Edit(PostId post, String id, String content) implements Change {}

    /**
     * Another status. A status that is not in {@code from} is a {@link Outcome.Reason#CONFLICT}; so is publishing an answer
     * to what nobody ever saw, and holding back what was seen.
     *
     * @param from the states it may have now
     * @param to the state it has afterwards
     */
    record SetStatus(PostId post, String id, Set<Status> from, Status to) implements Change {
        public SetStatus {
            from = Set.copyOf(from);
        }
    }

    /** Puts a published comment above the others, or back. */
    record Pin(PostId post, String id, boolean on) implements Change {}

    /**
     * Somebody's vote on a published comment, in place of the one before. It is counted at once, and shown by the next
     * {@link Tally}: it does not change the row's {@code rev}.
     *
     * @param voter who votes, once per comment
     * @param value 1, -1, or 0 to take it back
     */
    record Vote(PostId post, String id, String voter, int value) implements Change {
        public Vote {
            if (value < -1 || value > 1) {
                throw new IllegalArgumentException("a vote is -1, 0 or 1");
            }
        }
    }

    /**
     * Votes of several on one comment, in whatever state it is, each in place of the one before: counted and shown at once, by
     * one value of the counter if a number changes.
     *
     * @param values 1, -1, or 0 to take it back, by voter
     */
    record Votes(PostId post, String id, Map<String, Integer> values) implements Change {
        public Votes {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
            if (values.values().stream().anyMatch(value -> value < -1 || value > 1)) {
                throw new IllegalArgumentException("a vote is -1, 0 or 1");
            }
        }
    }

    /** Shows the votes counted so far. */
    record Tally(PostId post, String id) implements Change {}

    /**
     * Forgets who wrote a comment and what, for good: a comment that is gone, or that nobody but its author ever saw; every
     * other is a {@link Outcome.Reason#CONFLICT}. One that others answered stays as an empty tombstone. It takes no value of
     * the counter: who saw it go has nothing to see, and who did not is told to reload. It is answered by an empty comment
     * without {@code seq} and {@code rev}, also if the comment was forgotten before.
     */
    record Erase(PostId post, String id) implements Change {}
}
