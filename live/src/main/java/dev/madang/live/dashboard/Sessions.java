package dev.madang.live.dashboard;

import java.time.Clock;
import java.time.Duration;
import org.springframework.web.server.WebSession;
import org.springframework.web.server.session.InMemoryWebSessionStore;
import reactor.core.publisher.Mono;

/** The sessions of who signed in, in memory: at most {@value #MOST}, each ended by the time without a request. */
final class Sessions extends InMemoryWebSessionStore {
    static final int MOST = 1_000;

    private final Duration idle;

    Sessions(Duration idle, Clock clock) {
        this.idle = idle;
        setClock(clock);
        setMaxSessions(MOST);
    }

    @Override
    public Mono<WebSession> createWebSession() {
        return super.createWebSession().doOnNext(session -> session.setMaxIdleTime(idle));
    }
}
