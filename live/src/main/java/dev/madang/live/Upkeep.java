package dev.madang.live;

import dev.madang.live.comments.CommentService;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.SqliteCopies;
import dev.madang.live.transfer.Backups;
import dev.madang.live.transfer.Retention;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a server does with old comments and with copies of its database, if it is told to. */
@Configuration(proxyBeanMethods = false)
class Upkeep {
    private static final String SQLITE = "sqlite:";

    /** Set by {@code madang.retention}. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("madang.retention")
    @EnableConfigurationProperties(Age.class)
    static class Forgetting {
        @Bean
        Retention retention(CommentStore store, CommentService service, Age age, Clock clock) {
            return new Retention(store, service::submit, age.retention, clock);
        }
    }

    /** Set by {@code madang.backup.dir}. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("madang.backup.dir")
    @EnableConfigurationProperties(Copies.class)
    static class Copying {
        @Bean
        Backups backups(LiveSettings settings, Copies copies, Clock clock) {
            if (!settings.store().startsWith(SQLITE)) {
                throw new IllegalArgumentException(
                        "madang.backup.dir is for SQLite: other databases have tools of their own");
            }
            Path database = Path.of(settings.store().substring(SQLITE.length()));
            return new Backups(new SqliteCopies(database, clock), Path.of(copies.dir), copies.keep, clock);
        }
    }

    /**
     * How old comments may become.
     *
     * @param retention from their time on
     */
    @ConfigurationProperties("madang")
    record Age(Duration retention) {}

    /**
     * Nightly copies.
     *
     * @param dir the folder they lie in
     * @param keep how many stay
     */
    @ConfigurationProperties("madang.backup")
    record Copies(String dir, @DefaultValue("7") int keep) {}
}
