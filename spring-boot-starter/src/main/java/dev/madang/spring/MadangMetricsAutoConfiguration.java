package dev.madang.spring;

import dev.madang.micrometer.HandlerObservations;
import dev.madang.micrometer.MadangMetrics;
import dev.madang.server.SocketIo;
import dev.madang.server.SocketIoOptions;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;

/**
 * Counts what the {@link SocketIo} bean does in the application's {@link MeterRegistry}, and observes its handlers in the
 * {@link ObservationRegistry}: each where Micrometer is on the class path and there is such a bean. {@code
 * docs/topics/observability.md} lists the meters.
 */
@AutoConfiguration
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnWebApplication(type = Type.REACTIVE)
public class MadangMetricsAutoConfiguration {
    @Bean
    Watching madangWatching(
            ObjectProvider<MeterRegistry> meters,
            ObjectProvider<ObservationRegistry> observations,
            ObjectProvider<SocketIo> servers) {
        return new Watching(meters, observations, servers);
    }

    /** Adds the monitors before the server is made, and binds the gauges behind it. */
    static final class Watching implements SocketIoCustomizer, SmartInitializingSingleton {
        private final ObjectProvider<MeterRegistry> meters;
        private final ObjectProvider<ObservationRegistry> observations;
        private final ObjectProvider<SocketIo> servers;
        private @Nullable MadangMetrics metrics;

        Watching(
                ObjectProvider<MeterRegistry> meters,
                ObjectProvider<ObservationRegistry> observations,
                ObjectProvider<SocketIo> servers) {
            this.meters = meters;
            this.observations = observations;
            this.servers = servers;
        }

        @Override
        public void customize(SocketIoOptions.Builder builder) {
            MeterRegistry registry = meters.getIfUnique();
            if (registry != null) {
                metrics = new MadangMetrics(registry);
                builder.monitor(metrics);
            }
            ObservationRegistry observed = observations.getIfUnique();
            if (observed != null) {
                builder.monitor(new HandlerObservations(observed));
            }
        }

        @Override
        public void afterSingletonsInstantiated() {
            MadangMetrics made = metrics;
            if (made != null) {
                servers.ifUnique(made::bindTo);
            }
        }
    }
}
