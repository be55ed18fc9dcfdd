package dev.madang.live;

import dev.madang.live.comments.CommentService;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.SqliteCopies;
import dev.madang.live.transfer.Backups;
import dev.madang.live.transfer.Retention;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;

/** What a server does with old comments and with copies of its database, if it is told to. */
class Upkeep implements BeanRegistrar {
    /* A registrar is asked at every start, where the conditions of a configuration class are decided by the build. */
    private static final String SQLITE = "sqlite:";

    @Override
    public void register(BeanRegistry registry, Environment environment) {
        Binder settings = Binder.get(environment);
        if (environment.containsProperty("madang.retention")) {
            registry.registerBean(
                    "retention",
                    Retention.class,
                    spec -> spec.supplier(beans -> new Retention(
                            beans.bean(CommentStore.class),
                            beans.bean(CommentService.class)::submit,
                            settings.bind("madang.retention", Duration.class).get(),
                            beans.bean(Clock.class))));
        }
        if (environment.containsProperty("madang.backup.dir")) {
            registry.registerBean(
                    "backups",
                    Backups.class,
                    spec -> spec.supplier(beans -> backups(
                            beans.bean(LiveSettings.class).store(),
                            settings.bind("madang.backup", Copies.class).get(),
                            beans.bean(Clock.class))));
        }
    }

    private static Backups backups(String store, Copies copies, Clock clock) {
        if (!store.startsWith(SQLITE)) {
            throw new IllegalArgumentException(
                    "madang.backup.dir is for SQLite: other databases have tools of their own");
        }
        Path database = Path.of(store.substring(SQLITE.length()));
        return new Backups(new SqliteCopies(database, clock), Path.of(copies.dir), copies.keep, clock);
    }

    /**
     * Nightly copies.
     *
     * @param dir the folder they lie in
     * @param keep how many stay
     */
    record Copies(String dir, @DefaultValue("7") int keep) {}
}
