package dev.madang.live;

import dev.madang.live.comments.Beginnings;
import dev.madang.live.comments.CommentService;
import dev.madang.live.comments.ContractV1;
import dev.madang.live.dashboard.Dashboard;
import dev.madang.live.identity.Customs;
import dev.madang.live.identity.GuestCookies;
import dev.madang.live.identity.Identities;
import dev.madang.live.identity.Recognition;
import dev.madang.live.identity.Rights;
import dev.madang.live.identity.Seal;
import dev.madang.live.limits.RateLimits;
import dev.madang.live.moderation.Moderation;
import dev.madang.live.moderation.Webhook;
import dev.madang.live.operations.Operations;
import dev.madang.live.pages.PostPages;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.CommitListener;
import dev.madang.live.store.ObjectIds;
import dev.madang.live.store.StoreException;
import dev.madang.live.store.Stores;
import dev.madang.live.transfer.Commands;
import dev.madang.live.v2.ContractV2;
import dev.madang.live.v2.Cors;
import dev.madang.live.v2.EventStreams;
import dev.madang.live.v2.Feeds;
import dev.madang.live.v2.HttpApi;
import dev.madang.live.v2.Pushes;
import dev.madang.live.v2.Rows;
import dev.madang.live.v2.ServedPages;
import dev.madang.protocol.DecoderLimits;
import dev.madang.server.SocketIo;
import dev.madang.spring.MadangProperties;
import dev.madang.spring.SocketIoCustomizer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.actuate.autoconfigure.info.InfoContributorAutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.autoconfigure.info.ProjectInfoAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.application.SslHealthContributorAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.ssl.SslMetricsAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.boot.webflux.autoconfigure.ReactiveMultipartAutoConfiguration;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Live comments and chat, ready to run: pages, Socket.IO and the database in one process, on port 8000 of all addresses
 * unless {@code --server.port}, {@code --server.address} or {@code PORT} say otherwise.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(
        exclude = {
            AopAutoConfiguration.class,
            InfoContributorAutoConfiguration.class,
            ProjectInfoAutoConfiguration.class,
            ReactiveMultipartAutoConfiguration.class,
            SslHealthContributorAutoConfiguration.class,
            SslMetricsAutoConfiguration.class
        })
@EnableConfigurationProperties(LiveSettings.class)
@EnableScheduling
@Import({Operations.class, Upkeep.class, Dashboard.class})
public class Live {
    private static final Duration READ_AGAIN_AFTER = Duration.ofSeconds(1);
    private static final DecoderLimits NO_ATTACHMENTS = new DecoderLimits(
            0, 0, DecoderLimits.DEFAULT.depth(), DecoderLimits.DEFAULT.digits(), DecoderLimits.DEFAULT.nameBytes());
    private static final String TOO_MANY = "Too many connections from this address";
    private static final Logger log = LoggerFactory.getLogger(Live.class);

    /** Starts the application, or does what a command says: {@code help} lists them. */
    public static void main(String[] args) {
        if (Commands.named(args)) {
            System.exit(CommandRun.of(args));
        }
        start(args);
    }

    /** Starts the server, with the beans that the jar brings along where they fit. */
    static ConfigurableApplicationContext start(String... args) {
        var application = new SpringApplication(Live.class);
        application.addListeners(new PreparedBeans());
        return application.run(args);
    }

    @Bean
    SocketIoCustomizer noAttachments() {
        return builder -> builder.decoderLimits(NO_ATTACHMENTS);
    }

    @Bean
    SocketIoCustomizer admission(RateLimits limits) {
        return builder -> builder.allowRequest(head -> CompletableFuture.completedFuture(
                limits.admits(head.clientAddress()) ? Optional.empty() : Optional.of(TOO_MANY)));
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    ObjectIds objectIds(Clock clock) {
        return new ObjectIds(clock);
    }

    /* The threads outlive the store: what it accepted is answered on them while it closes. */
    @Bean(destroyMethod = "close")
    @DependsOn("lineThreads")
    CommentStore commentStore(LiveSettings settings, Clock clock, ObjectProvider<CommitListener> listener)
            throws StoreException {
        return Stores.open(
                settings.store(), settings.storeUnsafe(), clock, listener.getIfAvailable(CommitListener::none));
    }

    @Bean(destroyMethod = "close")
    ExecutorService lineThreads() {
        return Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("madang-line-", 0).factory());
    }

    @Bean
    CommentService commentService(
            CommentStore store, LiveSettings settings, ExecutorService lineThreads, Rights rights) {
        Beginnings rules = settings.posts().rules();
        return new CommentService(
                store,
                settings.comments().page(),
                lineThreads,
                READ_AGAIN_AFTER,
                add -> rules.allows(rights.role(add.author()), add.topic()));
    }

    @Bean(initMethod = "open", destroyMethod = "close")
    Webhook webhook(LiveSettings settings, CommentStore store, Clock clock, ObjectIds ids) {
        return new Webhook(settings.webhook(), store, clock, ids);
    }

    @Bean(initMethod = "open", destroyMethod = "close")
    Moderation moderation(
            CommentStore store, CommentService service, Rights rights, Webhook webhook, Clock clock, ObjectIds ids) {
        var moderation = new Moderation(store, service::submit, rights, webhook, clock, ids);
        service.addAudience(showing -> moderation.shown(showing.row(), showing.added()));
        return moderation;
    }

    @Bean
    RateLimits rateLimits(LiveSettings settings) {
        return RateLimits.of(settings.limits());
    }

    @Bean
    Identities identities(LiveSettings settings, Clock clock) {
        return Identities.of(settings.identity().rules(), settings.identity().jwt(), clock);
    }

    @Bean
    Seal seal(CommentStore store) {
        return new Seal(store.secret());
    }

    @Bean
    GuestCookies guestCookies(Seal seal) {
        return new GuestCookies(seal);
    }

    @Bean
    Customs customs(MadangProperties server, LiveSettings settings, GuestCookies cookies) {
        var origins = new ArrayList<String>(server.origins());
        origins.addAll(server.cors().origin());
        return Customs.of(origins, server.loopback(), settings.identity().jwt().cookie(), cookies);
    }

    @Bean
    Recognition recognition(Customs customs, GuestCookies cookies) {
        return new Recognition(customs, cookies);
    }

    @Bean(initMethod = "open")
    ContractV1 contractV1(
            SocketIo io,
            CommentService service,
            Customs customs,
            Identities identities,
            RateLimits limits,
            ObjectIds ids,
            Moderation moderation) {
        return new ContractV1(io, service, customs, identities, limits, ids, moderation);
    }

    @Bean
    Rights rights(LiveSettings settings, Clock clock) {
        return Rights.of(settings.comments().editWindow(), clock);
    }

    @Bean
    Rows rows(Seal seal, Rights rights) {
        return new Rows(seal, rights);
    }

    @Bean
    Pushes pushes(Rows rows, CommentService service, ExecutorService lineThreads) {
        return ContractV2.pushes(rows, service, lineThreads);
    }

    @Bean(initMethod = "open")
    ContractV2 contractV2(
            SocketIo io,
            CommentService service,
            CommentStore store,
            Customs customs,
            Identities identities,
            Rights rights,
            Rows rows,
            Pushes pushes,
            RateLimits limits,
            ObjectIds ids,
            Moderation moderation,
            Clock clock,
            ExecutorService lineThreads) {
        return new ContractV2(
                io,
                service,
                store,
                customs,
                identities,
                rights,
                rows,
                pushes,
                limits,
                ids,
                moderation,
                clock,
                lineThreads);
    }

    @Bean
    EventStreams eventStreams(ContractV2 contract, Pushes pushes) {
        return new EventStreams(contract, pushes);
    }

    @Bean
    RouterFunction<ServerResponse> httpApi(
            SocketIo io,
            ContractV2 contract,
            EventStreams streams,
            Identities identities,
            RateLimits limits,
            ObjectIds ids,
            Clock clock,
            ExecutorService lineThreads,
            LiveSettings settings) {
        return new HttpApi(
                        io,
                        contract,
                        streams,
                        identities,
                        limits,
                        ids,
                        clock,
                        lineThreads,
                        settings.chat().rooms())
                .routes();
    }

    @Bean
    RouterFunction<ServerResponse> feeds(CommentStore store) {
        return new Feeds(store).routes();
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    RouterFunction<ServerResponse> postPages(
            ContractV2 contract, Identities identities, CommentStore store, ExecutorService lineThreads) {
        return new PostPages(new ServedPages(contract, identities, lineThreads), store).routes();
    }

    @Bean
    Cors cors(SocketIo io) {
        return new Cors(io);
    }

    @Bean
    RoomCleaner roomCleaner(CommentService service, ContractV1 first, ContractV2 second, RateLimits limits) {
        return new RoomCleaner(service, first, second, limits);
    }

    @Bean
    Lookout lookout(CommentStore store, CommentService service, ContractV1 first, ContractV2 second) {
        return new Lookout(store, service, first, second);
    }

    @Bean
    Pages pages() {
        return new Pages();
    }

    @Bean
    ApplicationListener<WebServerInitializedEvent> startLine() {
        return event -> log.info(
                "http://localhost:{} 에서 서버 구동 중...", event.getWebServer().getPort());
    }
}
