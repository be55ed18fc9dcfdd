package dev.madang.live.dashboard;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Compares names and passwords with the one that is set. A wrong name takes as long as a wrong password. One comparison runs at
 * a time and {@value #WAITING} may wait: bcrypt is slow on purpose, and guests need the processor too.
 */
final class Login implements AutoCloseable {
    static final String ROLE = "ROLE_ADMIN";

    private static final int WAITING = 50;
    private static final int LONGEST = 72;
    private static final Logger log = LoggerFactory.getLogger(Login.class);

    private final String user;
    private final String hash;
    private final Lockout lockout;
    private final BCryptPasswordEncoder bcrypt = new BCryptPasswordEncoder();
    private final Scheduler scheduler = Schedulers.newBoundedElastic(
            1, WAITING, "madang-login", (int) Duration.ofMinutes(1).toSeconds(), true);

    Login(DashboardSettings settings, Lockout lockout) {
        this.user = settings.user();
        this.lockout = lockout;
        String password = settings.password();
        this.hash = password.startsWith(DashboardSettings.HASHED)
                ? password.substring(DashboardSettings.HASHED.length())
                : bcrypt.encode(password);
    }

    /** Who that is; fails with {@link LockedException} after too many tries, without looking at the password. */
    Mono<Authentication> authenticate(Authentication claimed, String address) {
        return Mono.defer(() -> {
            if (!lockout.mayTry(address, claimed.getName())) {
                log.warn("The dashboard is locked for an address after too many wrong passwords");
                return Mono.error(new LockedException("too many tries"));
            }
            return Mono.fromCallable(() -> compare(claimed, address))
                    .subscribeOn(scheduler)
                    .onErrorMap(RejectedExecutionException.class, e -> new LockedException("busy"));
        });
    }

    private Authentication compare(Authentication claimed, String address) {
        String password = String.valueOf(claimed.getCredentials());
        boolean fits = password.getBytes(StandardCharsets.UTF_8).length <= LONGEST;
        boolean right = bcrypt.matches(fits ? password : "", hash);
        boolean known = MessageDigest.isEqual(
                user.getBytes(StandardCharsets.UTF_8), claimed.getName().getBytes(StandardCharsets.UTF_8));
        if (!(right & known & fits)) {
            log.warn("Somebody could not sign in to the dashboard");
            throw new BadCredentialsException("wrong name or password");
        }
        lockout.succeeded(address, user);
        log.info("The dashboard was entered");
        return UsernamePasswordAuthenticationToken.authenticated(user, null, List.of(new SimpleGrantedAuthority(ROLE)));
    }

    @Override
    public void close() {
        scheduler.dispose();
    }
}
