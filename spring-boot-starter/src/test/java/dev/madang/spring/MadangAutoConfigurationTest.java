package dev.madang.spring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.engine.EngineOptions;
import dev.madang.engine.PerMessageDeflate;
import dev.madang.engine.RequestHead;
import dev.madang.micrometer.HandlerObservations;
import dev.madang.micrometer.MadangMetrics;
import dev.madang.server.ConnectionStateRecovery;
import dev.madang.server.Monitor;
import dev.madang.server.SocketIo;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.server.reactive.ReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;

final class MadangAutoConfigurationTest {
    private final ReactiveWebApplicationContextRunner reactive = new ReactiveWebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(MadangAutoConfiguration.class));

    @Test
    void aReactiveApplicationGetsOneServer() {
        reactive.run(context -> assertThat(context).hasSingleBean(SocketIo.class));
    }

    @Test
    void anApplicationWithoutAWebServerGetsNone() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(MadangAutoConfiguration.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(SocketIo.class));
    }

    @Test
    void aServletApplicationIsRefusedWithWhatToDo() {
        new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(MadangAutoConfiguration.class))
                .run(context -> {
                    FailureAnalysis shown = analysis(context.getStartupFailure());
                    assertThat(shown.getDescription()).contains("this is a Servlet application");
                    assertThat(shown.getAction()).contains("spring-boot-starter-webflux");
                });
    }

    @Test
    void http2IsRefusedWithWhatToDo() {
        reactive.withPropertyValues("server.http2.enabled=true").run(context -> {
            FailureAnalysis shown = analysis(context.getStartupFailure());
            assertThat(shown.getDescription()).contains("server.http2.enabled is true");
            assertThat(shown.getAction()).contains("Remove server.http2.enabled");
        });
    }

    @Test
    void theTutorialsOptionsAreTakenAndThoseOfClientsWarnedAbout() {
        reactive.withPropertyValues(
                        "madang.cors.origin[0]=http://localhost:3000",
                        "madang.cors.origin[1]=https://nfe-1-1-3-tech-log.vercel.app/",
                        "madang.cors.credentials=true",
                        "madang.cors.methods=GET,POST",
                        "madang.cors.allowedHeaders=my-custom-header",
                        "madang.cors.transports=websocket,polling",
                        "madang.pingTimeout=60000",
                        "madang.pingInterval=25000",
                        "madang.reconnection=true",
                        "madang.reconnectionAttempts=5",
                        "madang.reconnectionDelay=1000")
                .run(context -> {
                    var properties = context.getBean(MadangProperties.class);
                    assertThat(properties.pingTimeout()).hasSeconds(60);
                    assertThat(properties.warnings())
                            .containsExactly(
                                    "madang.reconnection is an option of Socket.IO clients; on the server it does nothing",
                                    "madang.reconnectionAttempts is an option of Socket.IO clients; on the server it does nothing",
                                    "madang.reconnectionDelay is an option of Socket.IO clients; on the server it does nothing",
                                    "madang.cors.transports does nothing, transports are no part of CORS; use madang.transports",
                                    "the origin https://nfe-1-1-3-tech-log.vercel.app/ ends with a slash, which browsers never"
                                            + " send; taken as https://nfe-1-1-3-tech-log.vercel.app");
                });
    }

    @Test
    void anOptionOutOfRangeEndsTheStartAndIsNamed() {
        reactive.withPropertyValues("madang.max-payload=-1")
                .run(context ->
                        assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("maxPayload"));
    }

    @Test
    void aRefusedSettingIsShownByItsMessageAlone() {
        reactive.withPropertyValues("madang.origins=ftp//x").run(context -> {
            Throwable failure = requireNonNull(context.getStartupFailure());
            FailureAnalysis shown = requireNonNull(new RefusedSettingAnalyzer().analyze(failure));
            assertThat(shown.getDescription()).startsWith("origins: \"ftp//x\" is not an origin");
        });
        var others = new IllegalArgumentException("of others");
        others.setStackTrace(new StackTraceElement[] {new StackTraceElement("org.other.Thing", "run", "", 1)});
        assertThat(new RefusedSettingAnalyzer().analyze(others)).isNull();
    }

    @Test
    void everyHttpOptionOfTheEngineHasItsProperty() {
        reactive.withPropertyValues(
                        "madang.add-trailing-slash=false",
                        "madang.admission-timeout=3s",
                        "madang.http-compression=true",
                        "madang.http-compression-threshold=99",
                        "madang.jsonp=true",
                        "madang.initial-packet=hello",
                        "madang.cookie.name=lb",
                        "madang.cookie.path=/x",
                        "madang.cookie.domain=example.com",
                        "madang.cookie.http-only=false",
                        "madang.cookie.secure=true",
                        "madang.cookie.same-site=strict",
                        "madang.cookie.max-age=60s",
                        "madang.proxies=10.0.0.0/8",
                        "madang.forwarded=true",
                        "madang.cors.origin=https://example.com",
                        "madang.cors.options-success-status=200",
                        "madang.cors.preflight-continue=true")
                .run(context -> {
                    EngineOptions options =
                            context.getBean(SocketIo.class).engine().options();
                    assertThat(options.addTrailingSlash()).isFalse();
                    assertThat(options.admissionTimeout()).hasSeconds(3);
                    assertThat(options.httpCompression()).isTrue();
                    assertThat(options.httpCompressionThreshold()).isEqualTo(99);
                    assertThat(options.jsonp()).isTrue();
                    assertThat(options.cookie()).isNotNull();
                    List<String> headers = List.of("X-Forwarded-For", "6.6.6.6", "Forwarded", "for=198.51.100.7");
                    assertThat(options.trustedProxies().clientAddress(new InetSocketAddress("10.1.1.1", 1), headers))
                            .isEqualTo("198.51.100.7");
                });
        reactive.run(context -> assertThat(
                        context.getBean(SocketIo.class).engine().options().cookie())
                .isNull());
    }

    @Test
    void namesAreTakenAsTheJavaScriptServerWritesThem() {
        reactive.withPropertyValues(
                        "madang.allowEIO3=true",
                        "madang.perMessageDeflate.enabled=true",
                        "madang.perMessageDeflate.level=9",
                        "madang.connectionStateRecovery.enabled=true",
                        "madang.connectionStateRecovery.maxDisconnectionDuration=120000",
                        "madang.cleanupEmptyChildNamespaces=true")
                .run(context -> {
                    SocketIo io = context.getBean(SocketIo.class);
                    assertThat(io.engine().options().allowEIO3()).isTrue();
                    assertThat(io.engine().options().perMessageDeflate())
                            .isEqualTo(PerMessageDeflate.threshold(1024).level(9));
                    assertThat(io.options().connectionStateRecovery()).isEqualTo(ConnectionStateRecovery.DEFAULT);
                    assertThat(io.options().cleanupEmptyChildNamespaces()).isTrue();
                });
    }

    @Test
    void everyPageOfTheWebIsAnsweredWithTheOtherCorsSettingsToo() {
        var head = new RequestHead(
                "GET",
                "/socket.io/",
                Map.of(),
                List.of("Origin", "https://anywhere.example"),
                new InetSocketAddress("192.0.2.1", 1),
                false);
        reactive.withPropertyValues("madang.cors.origin=*", "madang.cors.exposed-headers=X-A")
                .run(context -> assertThat(context.getBean(SocketIo.class)
                                .engine()
                                .options()
                                .origins()
                                .headers(head))
                        .contains("X-A"));
    }

    @Test
    void customizersComeAfterTheProperties() {
        var seen = new ArrayList<String>();
        reactive.withBean(SocketIoCustomizer.class, () -> builder -> {
                    builder.maxPayload(1234);
                    seen.add("customized");
                })
                .withPropertyValues("madang.max-payload=99")
                .run(context -> assertThat(context.getBean(SocketIo.class)
                                .engine()
                                .options()
                                .maxPayload())
                        .isEqualTo(1234));
        assertThat(seen).containsExactly("customized");
    }

    @Test
    void anApplicationWithMicrometerGetsMetersAndObservations() {
        var registry = new SimpleMeterRegistry();
        reactive.withConfiguration(AutoConfigurations.of(MadangMetricsAutoConfiguration.class))
                .withBean(MeterRegistry.class, () -> registry)
                .withBean(ObservationRegistry.class, ObservationRegistry::create)
                .run(context -> {
                    assertThat(monitors(context.getBean(SocketIoCustomizer.class)))
                            .hasExactlyElementsOfTypes(MadangMetrics.class, HandlerObservations.class);
                    assertThat(registry.find("madang.sessions.paused").gauge()).isNotNull();
                    assertThat(registry.find("madang.namespaces").gauge()).isNotNull();
                });
    }

    @Test
    void anApplicationWithoutARegistryOrWithoutMicrometerGetsNone() {
        var both = reactive.withConfiguration(AutoConfigurations.of(MadangMetricsAutoConfiguration.class));
        both.run(context ->
                assertThat(monitors(context.getBean(SocketIoCustomizer.class))).isEmpty());
        both.withClassLoader(new FilteredClassLoader(MeterRegistry.class, ObservationRegistry.class))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(SocketIo.class)
                        .doesNotHaveBean(MadangMetricsAutoConfiguration.class));
    }

    @Test
    void administratorsNeedANameAndAPassword() {
        var admin = reactive.withConfiguration(AutoConfigurations.of(MadangAdminAutoConfiguration.class));
        admin.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(SocketIoCustomizer.class));
        admin.withPropertyValues("madang.admin.enabled=true", "madang.admin.username=mina")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessage("madang.admin.enabled needs madang.admin.username, and madang.admin.password as a"
                                + " bcrypt hash"));
        admin.withPropertyValues(
                        "madang.admin.enabled=true", "madang.admin.username=mina", "madang.admin.password=clear")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("never as clear text"));
    }

    @Test
    void anApplicationWithoutTheAdminModuleIsWarnedThatNothingHappens() {
        reactive.withConfiguration(AutoConfigurations.of(MadangAdminAutoConfiguration.class))
                .withPropertyValues("madang.admin.enabled=true")
                .withClassLoader(new FilteredClassLoader("dev.madang.admin"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(SocketIo.class)
                        .doesNotHaveBean(SocketIoCustomizer.class));
    }

    private static List<Monitor> monitors(SocketIoCustomizer customizer) {
        var builder = SocketIo.builder();
        customizer.customize(builder);
        return builder.options().monitors();
    }

    @Test
    void anotherReactiveServerIsRefused() {
        reactive.withUserConfiguration(AnotherServer.class)
                .run(context -> assertThat(context.getStartupFailure())
                        .isInstanceOf(UnsupportedServerException.class)
                        .hasMessageContaining("Socket.IO runs on Reactor Netty"));
    }

    private static FailureAnalysis analysis(@Nullable Throwable failure) {
        assertThat(failure).as("the start fails").isNotNull();
        var shown = failure == null ? null : new UnsupportedServerAnalyzer().analyze(failure);
        if (shown == null) {
            throw new AssertionError("not analyzed", failure);
        }
        return shown;
    }

    static class AnotherServer {
        @Bean
        ReactiveWebServerFactory factory() {
            return handler -> {
                throw new IllegalStateException("never asked");
            };
        }
    }
}
