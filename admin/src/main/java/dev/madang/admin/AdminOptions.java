package dev.madang.admin;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What administrators may see and do, and how they prove who they are. Immutable. */
public final class AdminOptions {
    private final Builder values;
    private final Authentication authentication;

    private AdminOptions(Builder values, Authentication authentication) {
        this.values = values;
        this.authentication = authentication;
    }

    /** How much administrators see. */
    public enum Mode {
        /** Every socket, room and event, with the arguments of the events: for development and small servers. */
        DEVELOPMENT,
        /** Numbers only: what a server tells every two seconds, however much happens. */
        PRODUCTION
    }

    /** How administrators prove who they are. */
    sealed interface Authentication {
        /** They need not. */
        record None() implements Authentication {}

        /** By a name and a password, of which only the hash is known here. */
        record Basic(String username, String hash) implements Authentication {}
    }

    /** Options to be chosen: {@link Builder#basic} or {@link Builder#noAuthentication} must be among them. */
    public static Builder builder() {
        return new Builder();
    }

    Authentication authentication() {
        return authentication;
    }

    /** The namespace that administrators join. */
    public String namespace() {
        return values.namespace;
    }

    /** Whether they may only look. */
    public boolean readonly() {
        return values.readonly;
    }

    /** How much they see. */
    public Mode mode() {
        return values.mode;
    }

    /** The name of this server among others. */
    public String serverId() {
        String given = values.serverId;
        return given == null ? hostname() : given;
    }

    int maxFailures() {
        return values.maxFailures;
    }

    Duration lockOut() {
        return values.lockOut;
    }

    LongSupplier nanoTime() {
        return values.nanoTime;
    }

    static String hostname() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$([0-9]{2})\\$[./A-Za-z0-9]{53}");
        private static final int MIN_COST = 4;
        private static final int MAX_COST = 16;

        private @Nullable Authentication authentication;
        private String namespace = "/admin";
        private boolean readonly;
        private Mode mode = Mode.DEVELOPMENT;
        private @Nullable String serverId;
        private int maxFailures = 5;
        private Duration lockOut = Duration.ofMinutes(1);
        private LongSupplier nanoTime = System::nanoTime;

        private Builder() {}

        private Builder(Builder other) {
            this.authentication = other.authentication;
            this.namespace = other.namespace;
            this.readonly = other.readonly;
            this.mode = other.mode;
            this.serverId = other.serverId;
            this.maxFailures = other.maxFailures;
            this.lockOut = other.lockOut;
            this.nanoTime = other.nanoTime;
        }

        /**
         * Lets in who knows this name and the password of this hash.
         *
         * @param hash by bcrypt: {@code $2a$}, {@code $2b$} or {@code $2y$}, of a cost from 4 to 16. As everywhere, bcrypt
         *     looks at the first 72 bytes of a password.
         * @throws IllegalArgumentException if the name is empty or the hash is none, as a password in clear text is
         */
        public Builder basic(String username, String hash) {
            if (username.isEmpty()) {
                throw new IllegalArgumentException("the username must not be empty");
            }
            var parts = BCRYPT.matcher(hash);
            if (!parts.matches()) {
                throw new IllegalArgumentException(
                        "the password must be given as its bcrypt hash ($2a$, $2b$ or $2y$), never as clear text");
            }
            int cost = Integer.parseInt(parts.group(1));
            if (cost < MIN_COST || cost > MAX_COST) {
                throw new IllegalArgumentException(
                        "the cost of the bcrypt hash must be from " + MIN_COST + " to " + MAX_COST + ": " + cost);
            }
            this.authentication = new Authentication.Basic(username, hash);
            return this;
        }

        /** Lets everybody in who can reach the server. */
        public Builder noAuthentication() {
            this.authentication = new Authentication.None();
            return this;
        }

        /** The namespace that administrators join; {@code /admin} unless said otherwise. */
        public Builder namespace(String value) {
            if (value.length() < 2 || value.charAt(0) != '/') {
                throw new IllegalArgumentException(
                        "the namespace for administrators begins with a slash and is not the main one: " + value);
            }
            this.namespace = value;
            return this;
        }

        /** Whether administrators may only look: then nothing listens to their commands. Off unless said otherwise. */
        public Builder readonly(boolean value) {
            this.readonly = value;
            return this;
        }

        /** How much administrators see; everything unless said otherwise. */
        public Builder mode(Mode value) {
            this.mode = value;
            return this;
        }

        /** The name of this server, different for each server of a cluster; the host's unless said otherwise. */
        public Builder serverId(String value) {
            if (value.isEmpty()) {
                throw new IllegalArgumentException("the server's id must not be empty");
            }
            this.serverId = value;
            return this;
        }

        /**
         * How often a wrong password may be given from one address until it is refused without a look; 5 times, for a
         * minute from the last of them, unless said otherwise. An IPv6 address counts with the 64 bits that one home has.
         */
        public Builder lockOut(int failures, Duration time) {
            if (failures < 1 || time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException(
                        "failures and time of a lock-out must be positive: " + failures + ", " + time);
            }
            this.maxFailures = failures;
            this.lockOut = time;
            return this;
        }

        Builder nanoTime(LongSupplier value) {
            this.nanoTime = value;
            return this;
        }

        /**
         * The options.
         *
         * @throws IllegalStateException if nothing was said about authentication
         */
        public AdminOptions build() {
            Authentication chosen = authentication;
            if (chosen == null) {
                throw new IllegalStateException(
                        "who may administrate? Say basic(username, bcryptHash), or explicitly " + "noAuthentication()");
            }
            return new AdminOptions(new Builder(this), chosen);
        }
    }
}
