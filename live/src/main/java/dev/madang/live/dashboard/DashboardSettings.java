package dev.madang.live.dashboard;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may open the dashboard. Immutable.
 *
 * @param enabled {@code false} switches it off, {@code true} does not start without a password; without it the password decides
 * @param user the name to sign in with
 * @param password the password, or {@code {bcrypt}} and its hash; none switches the dashboard off
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

    private static final int LONGEST = 72;
    private static final Duration LEAST_IDLE = Duration.ofSeconds(1);

    DashboardSettings {
        if (password.isEmpty() && Boolean.TRUE.equals(enabled)) {
            throw new IllegalArgumentException(
                    "madang.dashboard.enabled=true needs madang.dashboard.password:" + " there is no default password");
        }
        if (user.isBlank()) {
            throw new IllegalArgumentException("madang.dashboard.user must not be empty");
        }
        if (!password.startsWith(HASHED) && password.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw new IllegalArgumentException(
                    "madang.dashboard.password has more than " + LONGEST + " bytes, of which bcrypt would see no more");
        }
        if (password.startsWith(HASHED) && !password.matches("\\{bcrypt}\\$2[aby]\\$\\d\\d\\$[./0-9A-Za-z]{53}")) {
            throw new IllegalArgumentException("madang.dashboard.password has no bcrypt hash behind " + HASHED);
        }
        if (idle.compareTo(LEAST_IDLE) < 0) {
            throw new IllegalArgumentException("madang.dashboard.idle must be 1s or more");
        }
    }

    boolean on() {
        return !password.isEmpty() && !Boolean.FALSE.equals(enabled);
    }

    @Override
    public String toString() {
        return "DashboardSettings[on=" + on() + "]";
    }
}
