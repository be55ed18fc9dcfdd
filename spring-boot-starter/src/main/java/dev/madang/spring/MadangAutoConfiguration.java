package dev.madang.spring;

import dev.madang.server.SocketIo;
import dev.madang.server.SocketIoOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.reactive.ReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Gives a WebFlux application on Reactor Netty a {@link SocketIo} bean on its own port, configured by {@code madang.*}
 * and {@link SocketIoCustomizer} beans. Handlers are to be added while beans are made, before the server listens.
 */
@AutoConfiguration
@EnableConfigurationProperties(MadangProperties.class)
public class MadangAutoConfiguration {
    private static final Logger log = LoggerFactory.getLogger(MadangAutoConfiguration.class);

    /** Where Socket.IO works. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = Type.REACTIVE)
    static class Reactive {
        @Bean(destroyMethod = "close")
        @ConditionalOnMissingBean
        SocketIo socketIo(
                MadangProperties properties, ObjectProvider<SocketIoCustomizer> customizers, Environment environment) {
            if (environment.getProperty("server.http2.enabled", Boolean.class, false)) {
                throw Unsupported.http2();
            }
            properties.warnings().forEach(log::warn);
            SocketIoOptions.Builder builder = SocketIo.builder();
            properties.apply(builder);
            customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
            return builder.build();
        }

        @Bean
        SocketIoOnReactorNetty socketIoOnReactorNetty(SocketIo io, MadangProperties properties) {
            return new SocketIoOnReactorNetty(io, properties.serveClient());
        }

        @Bean
        SocketIoLifecycle socketIoLifecycle(SocketIo io, MadangProperties properties) {
            return new SocketIoLifecycle(io, properties.drain());
        }

        @Bean
        SmartInitializingSingleton socketIoServerCheck(ObjectProvider<ReactiveWebServerFactory> factories) {
            return () -> factories.orderedStream().forEach(factory -> {
                if (!(factory instanceof NettyReactiveWebServerFactory)) {
                    throw Unsupported.anotherServer(factory.getClass());
                }
            });
        }
    }

    /** Where it does not. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = Type.SERVLET)
    static class Servlet {
        Servlet() {
            throw Unsupported.servlet();
        }
    }
}
