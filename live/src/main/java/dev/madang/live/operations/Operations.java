package dev.madang.live.operations;

import dev.madang.live.store.CommentStore;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Health and metrics of the application, below {@code /actuator}. */
@Configuration(proxyBeanMethods = false)
public class Operations {
    /** The part of the health that is called {@code store}. */
    @Bean
    StoreHealth storeHealthIndicator(CommentStore store) {
        return new StoreHealth(store);
    }

    /** Set by {@code madang.metrics.token}. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    MetricsDoor metricsDoor(@Value("${madang.metrics.token:}") String token) {
        return new MetricsDoor(token);
    }
}
