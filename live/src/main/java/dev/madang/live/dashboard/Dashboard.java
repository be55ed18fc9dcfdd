package dev.madang.live.dashboard;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.madang.live.comments.CommentService;
import dev.madang.live.identity.Customs;
import dev.madang.live.identity.Identities;
import dev.madang.live.identity.OwnerBook;
import dev.madang.live.identity.Rights;
import dev.madang.live.limits.RateLimits;
import dev.madang.live.moderation.Moderation;
import dev.madang.live.store.CommentStore;
import dev.madang.live.v2.Pushes;
import dev.madang.server.SocketIo;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import org.springframework.web.server.session.DefaultWebSessionManager;
import org.springframework.web.server.session.WebSessionManager;

/** The dashboard at {@code /admin}: there is one where somebody can enter it, as {@link Entrance} says. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DashboardSettings.class)
@Import({Dashboard.On.class, Dashboard.Off.class})
public class Dashboard {
    private static final int BEHIND_THE_PAGES_HEADERS = Ordered.HIGHEST_PRECEDENCE + 10;

    /** Whether the settings allow a dashboard. */
    static class Asked implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return Binder.get(context.getEnvironment())
                    .bind("madang.dashboard", DashboardSettings.class)
                    .map(DashboardSettings::on)
                    .orElse(true);
        }
    }

    /** Whether they do not. */
    static class NotAsked extends Asked {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !super.matches(context, metadata);
        }
    }

    /** Nothing below {@code /admin}. */
    @Configuration(proxyBeanMethods = false)
    @Conditional(NotAsked.class)
    static class Off {
        @Bean
        @Order(BEHIND_THE_PAGES_HEADERS)
        Door dashboardDoor() {
            return Door.closed();
        }
    }

    /** What the dashboard is made of. */
    @Configuration(proxyBeanMethods = false)
    @Conditional(Asked.class)
    static class On {
        @Bean
        Pulse pulse() {
            return new Pulse();
        }

        @Bean
        History history(
                Pulse pulse,
                Pushes pushes,
                CommentService service,
                MeterRegistry meters,
                Clock clock,
                @Value("${madang.store:sqlite:data/madang.db}") String store) {
            pushes.measure(pulse);
            return new History(new Gauges(meters, service, pulse, new Machine(store))::read, clock);
        }

        @Bean
        OwnerBook ownerBook(CommentStore store) {
            return new OwnerBook(store.records());
        }

        @Bean(initMethod = "check")
        Entrance dashboardEntrance(
                DashboardSettings settings,
                Identities identities,
                ServerProperties server,
                OwnerBook book,
                Clock clock) {
            return new Entrance(settings, identities.knowsTokens(), server.getAddress(), book, clock);
        }

        @Bean
        ApplicationListener<WebServerInitializedEvent> firstLink(Entrance entrance, ServerProperties server) {
            return event -> {
                if (event.getApplicationContext().getServerNamespace() == null) {
                    boolean tls = server.getSsl() != null && server.getSsl().isEnabled();
                    entrance.announce((tls ? "https" : "http") + "://localhost:"
                            + event.getWebServer().getPort() + "/admin/setup");
                }
            };
        }

        @Bean(destroyMethod = "close")
        Bcrypt passwordThread() {
            return new Bcrypt();
        }

        @Bean
        Login dashboardLogin(DashboardSettings settings, OwnerBook book, Bcrypt thread) {
            return new Login(settings, book, new Lockout(Ticker.systemTicker()), thread);
        }

        @Bean
        FirstRun firstRun(OwnerBook book, Bcrypt thread) {
            return new FirstRun(book, new Lockout(Ticker.systemTicker()), thread);
        }

        @Bean
        SiteLogin siteLogin(
                Customs customs, Identities identities, Rights rights, RateLimits limits, ExecutorService lineThreads) {
            return new SiteLogin(customs, identities, rights, limits, lineThreads);
        }

        @Bean
        @Order(BEHIND_THE_PAGES_HEADERS)
        Door dashboardDoor(Entrance entrance, Login login, SiteLogin site, FirstRun first, SocketIo io, Clock clock) {
            var guards = new Guards(login, site, first, io.options().engine().trustedProxies());
            return new Door(entrance::state, guards.filter(), clock);
        }

        @Bean(WebHttpHandlerBuilder.WEB_SESSION_MANAGER_BEAN_NAME)
        WebSessionManager sessions(DashboardSettings settings, Clock clock) {
            var manager = new DefaultWebSessionManager();
            manager.setSessionStore(new Sessions(settings.idle(), clock));
            manager.setSessionIdResolver(new SessionCookie());
            return manager;
        }

        @Bean
        @Order(Ordered.HIGHEST_PRECEDENCE)
        RouterFunction<ServerResponse> dashboardApi(
                History history,
                Moderation moderation,
                Rights rights,
                CommentStore store,
                Entrance entrance,
                SiteLogin site,
                Clock clock,
                ExecutorService lineThreads) {
            var bell = new Bell();
            var requests = new Requests(lineThreads);
            RouterFunctions.Builder routes = RouterFunctions.route();
            new DashboardApi(history, bell, entrance, site, clock).add(routes);
            new QueueApi(moderation, rights, store, requests, bell).add(routes);
            new SiteApi(moderation, rights, store, requests, clock).add(routes);
            new ExportApi(store, clock, lineThreads).add(routes);
            return routes.build();
        }
    }
}
