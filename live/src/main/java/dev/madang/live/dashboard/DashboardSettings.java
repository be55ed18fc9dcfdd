package dev.madang.live.dashboard;

import dev.madang.live.identity.Owner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/**
 * Who may open the dashboard. Immutable.
 *
 * @param enabled {@code false} switches it off; {@code true} does not start where nobody could enter it. Without it there is one
 *     where somebody can
 * @param user the name to sign in with if there is a password
 * @param password the password, or {@code {bcrypt}} and its hash; without one the owner in the store signs in
 * @param idle how long a session lasts without a request
 */
@ConfigurationProperties("madang.dashboard")
record DashboardSettings(
        @Nullable Boolean enabled,
        @DefaultValue("admin") String user,
        @DefaultValue("") String password,
        @DefaultValue("1h") Duration idle) {
    /* A record's own text would have the password in it. */
    static final String HASHED = "{bcrypt}";

    private static final Duration LEAST_IDLE = Duration.ofSeconds(1);

    DashboardSettings {
        if (user.isBlank()) {
            throw new IllegalArgumentException("madang.dashboard.user must not be empty");
        }
        if (!password.startsWith(HASHED) && password.getBytes(StandardCharsets.UTF_8).length > Owner.MOST) {
            throw new IllegalArgumentException("madang.dashboard.password has more than " + Owner.MOST
                    + " bytes, of which bcrypt would see no more");
        }
        if (password.startsWith(HASHED) && !password.matches("\\{bcrypt}\\$2[aby]\\$\\d\\d\\$[./0-9A-Za-z]{53}")) {
            throw new IllegalArgumentException("madang.dashboard.password has no bcrypt hash behind " + HASHED);
        }
        if (idle.compareTo(LEAST_IDLE) < 0) {
            throw new IllegalArgumentException("madang.dashboard.idle must be 1s or more");
        }
    }

    /** Whether there may be a dashboard at all. */
    boolean on() {
        return !Boolean.FALSE.equals(enabled);
    }

    /** Whether somebody asked for a dashboard in so many words. */
    boolean wanted() {
        return Boolean.TRUE.equals(enabled);
    }

    /** Who signs in by these settings; empty without a password. */
    Optional<Owner> owner() {
        if (password.isEmpty()) {
            return Optional.empty();
        }
        String hash = password.startsWith(HASHED)
                ? password.substring(HASHED.length())
                : String.valueOf(new BCryptPasswordEncoder().encode(password));
        return Optional.of(new Owner(user, hash));
    }

    @Override
    public String toString() {
        return "DashboardSettings[on=" + on() + ", password=" + !password.isEmpty() + "]";
    }
}
