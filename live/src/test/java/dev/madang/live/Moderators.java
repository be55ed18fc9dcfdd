package dev.madang.live;

import dev.madang.live.identity.GuestIds;
import dev.madang.live.identity.Rights;
import dev.madang.live.identity.Role;
import dev.madang.live.store.Author;
import dev.madang.live.store.Comment;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;

/** Takes the place of the application's rights: one guest is a moderator. */
class Moderators {
    /** The secret of that guest. */
    static final String SECRET = "moderator-0123456789abcdef";

    @Bean
    Rights rights(Clock clock) {
        return new Ranked(Rights.of(Duration.ofMinutes(15), clock), new GuestIds().of(SECRET));
    }

    private record Ranked(Rights usual, String moderator) implements Rights {
        @Override
        public Role role(Author person) {
            return person.id().equals(moderator) ? Role.MODERATOR : usual.role(person);
        }

        @Override
        public boolean mayModerate(Author person) {
            return person.id().equals(moderator);
        }

        @Override
        public boolean mayEdit(Author person, Comment row) {
            return usual.mayEdit(person, row);
        }

        @Override
        public boolean mayRemove(Author person, Comment row) {
            return usual.mayRemove(person, row);
        }

        @Override
        public boolean mayVote(Author person, Comment row) {
            return usual.mayVote(person, row);
        }

        @Override
        public Duration editWindow() {
            return usual.editWindow();
        }
    }
}
