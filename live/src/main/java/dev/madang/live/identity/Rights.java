package dev.madang.live.identity;

import dev.madang.live.store.Author;
import dev.madang.live.store.Comment;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides who may do what. A person is who somebody is now ({@link Pass}), never the author of a stored comment, whose rank is
 * that of the time of writing. Any thread.
 */
public interface Rights {
    /** What somebody is, or was when a comment was written. */
    default Role role(Author person) {
        return switch (person.rank()) {
            case OWNER -> Role.OWNER;
            case MODERATOR -> Role.MODERATOR;
            case NONE -> person.kind() == Author.Kind.USER ? Role.MEMBER : Role.GUEST;
        };
    }

    /** Whether somebody may write another text over a comment: its author, for a while. */
    boolean mayEdit(Author person, Comment row);

    /** Whether somebody may vote on a comment: everybody but its author. */
    default boolean mayVote(Author person, Comment row) {
        return !row.author().same(person);
    }

    /** Whether somebody may take a comment away as its author. */
    default boolean mayRemove(Author person, Comment row) {
        return row.author().same(person);
    }

    /** Whether somebody may take a comment away, approve it or give it back as a moderator: not an owner's, unless an owner. */
    default boolean mayModerate(Author person, Comment row) {
        return mayModerate(person) && (row.author().rank() != Author.Rank.OWNER || mayAdminister(person));
    }

    /**
     * Whether somebody may undo what was done.
     *
     * @param ofSite whether it was done to the settings of the whole site
     * @param row the comment it was done to, if there is one
     */
    default boolean mayUndo(Author person, boolean ofSite, Optional<Comment> row) {
        return mayAdminister(person)
                || !ofSite && row.map(comment -> mayModerate(person, comment)).orElse(mayModerate(person));
    }

    /** Whether somebody may put a comment above the others. */
    default boolean mayPin(Author person) {
        return mayModerate(person);
    }

    /** Whether somebody sees others' comments that are held back. */
    default boolean maySeeHeld(Author person) {
        return mayModerate(person);
    }

    /** Whether somebody keeps order: the queue, bans, time-outs, the settings of a post. */
    default boolean mayModerate(Author person) {
        return person.kind() == Author.Kind.USER && person.rank() != Author.Rank.NONE;
    }

    /** Whether somebody runs the site: its settings, export and import, erasing. */
    default boolean mayAdminister(Author person) {
        return person.kind() == Author.Kind.USER && person.rank() == Author.Rank.OWNER;
    }

    /** How long an author may edit. */
    Duration editWindow();

    /** The usual rights; editing ends after a while. */
    static Rights of(Duration editWindow, Clock clock) {
        return new Rights() {
            @Override
            public boolean mayEdit(Author person, Comment row) {
                return row.author().same(person) && clock.millis() - row.createdMillis() < editWindow.toMillis();
            }

            @Override
            public Duration editWindow() {
                return editWindow;
            }
        };
    }
}
