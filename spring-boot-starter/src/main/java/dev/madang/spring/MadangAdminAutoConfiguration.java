package dev.madang.spring;

import dev.madang.admin.AdminOptions;
import dev.madang.admin.AdminUi;
import dev.madang.server.SocketIo;
import dev.madang.server.SocketIoOptions;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;

/**
 * Opens the {@link SocketIo} bean to administrators with the official Admin UI: where {@code dev.madang:madang-admin} is on
 * the class path, {@code madang.admin.enabled} says so, and name and hash of the password are given.
 */
@AutoConfiguration
@ConditionalOnClass(AdminUi.class)
@ConditionalOnProperty("madang.admin.enabled")
@ConditionalOnWebApplication(type = Type.REACTIVE)
public class MadangAdminAutoConfiguration {
    @Bean
    Administration madangAdministration(MadangProperties properties, ObjectProvider<SocketIo> servers) {
        return new Administration(options(properties.admin()), servers);
    }

    private static AdminOptions options(MadangProperties.Admin admin) {
        String username = admin.username();
        String password = admin.password();
        if (username == null || password == null) {
            throw new IllegalArgumentException(
                    "madang.admin.enabled needs madang.admin.username, and madang.admin.password as a bcrypt hash");
        }
        AdminOptions.Builder builder = AdminOptions.builder()
                .basic(username, password)
                .readonly(admin.readonly())
                .mode(
                        switch (admin.mode()) {
                            case DEVELOPMENT -> AdminOptions.Mode.DEVELOPMENT;
                            case PRODUCTION -> AdminOptions.Mode.PRODUCTION;
                        });
        if (admin.namespace() != null) {
            builder.namespace(admin.namespace());
        }
        if (admin.serverId() != null) {
            builder.serverId(admin.serverId());
        }
        return builder.build();
    }

    /** Lets the Admin UI watch the server from the beginning, and puts it to work when all beans are made. */
    static final class Administration implements SocketIoCustomizer, SmartInitializingSingleton {
        private final AdminOptions options;
        private final ObjectProvider<SocketIo> servers;
        private @Nullable AdminUi admin;

        Administration(AdminOptions options, ObjectProvider<SocketIo> servers) {
            this.options = options;
            this.servers = servers;
        }

        @Override
        public void customize(SocketIoOptions.Builder builder) {
            AdminUi made = new AdminUi(options);
            admin = made;
            builder.monitor(made);
        }

        @Override
        public void afterSingletonsInstantiated() {
            AdminUi made = admin;
            if (made != null) {
                servers.ifUnique(made::instrument);
            }
        }
    }
}
