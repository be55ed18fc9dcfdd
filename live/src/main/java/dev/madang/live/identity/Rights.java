package dev.madang.live.identity;

import dev.madang.live.store.Author;
import dev.madang.live.store.Comment;
import java.time.Clock;
import java.time.Duration;

/** Decides who may do what with a comment. Any thread. */
public interface Rights {
    /** What somebody is. */
    Role role(Author person);

    /** Whether somebody may write another text over a comment. */
    boolean mayEdit(Author person, Comment row);

    /** Whether somebody may take a comment away as its author. */
    boolean mayRemove(Author person, Comment row);

    /** Whether somebody may vote on a comment. */
    boolean mayVote(Author person, Comment row);

    /** Whether somebody keeps order: the queue, bans, time-outs, settings. */
    default boolean mayModerate(Author person) {
        Role role = role(person);
        return role == Role.MODERATOR || role == Role.OWNER;
    }

    /** Whether somebody may take a comment away, approve it or give it back as a moderator: not an owner's, unless an owner. */
    default boolean mayModerate(Author person, Comment row) {
        return mayModerate(person) && (role(row.author()) != Role.OWNER || role(person) == Role.OWNER);
    }

    /** How long an author may edit. */
    Duration editWindow();

    /** Everybody has the rights of an author over the own comments, and no others; editing ends after a while. */
    static Rights ofAuthors(Duration editWindow, Clock clock) {
        return new Rights() {
            @Override
            public Role role(Author person) {
                return person.kind() == Author.Kind.USER ? Role.MEMBER : Role.GUEST;
            }

            @Override
            public boolean mayEdit(Author person, Comment row) {
                return row.author().same(person) && clock.millis() - row.createdMillis() < editWindow.toMillis();
            }

            @Override
            public boolean mayRemove(Author person, Comment row) {
                return row.author().same(person);
            }

            @Override
            public boolean mayVote(Author person, Comment row) {
                return !row.author().same(person);
            }

            @Override
            public Duration editWindow() {
                return editWindow;
            }
        };
    }
}
