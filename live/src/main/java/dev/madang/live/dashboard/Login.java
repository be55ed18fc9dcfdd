package dev.madang.live.dashboard;

import dev.madang.live.identity.Owner;
import dev.madang.live.identity.OwnerBook;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import reactor.core.publisher.Mono;

/**
 * Compares names and passwords with the one that is set, or else with that of the owner in the store. A wrong name takes as long
 * as a wrong password, and as where there is no owner.
 */
final class Login {
    private static final Logger log = LoggerFactory.getLogger(Login.class);

    private final Optional<Owner> set;
    private final Owner nobody;
    private final OwnerBook book;
    private final Lockout lockout;
    private final Bcrypt thread;
    private final BCryptPasswordEncoder bcrypt = new BCryptPasswordEncoder();

    Login(DashboardSettings settings, OwnerBook book, Lockout lockout, Bcrypt thread) {
        this.set = settings.owner();
        this.nobody = new Owner("", String.valueOf(bcrypt.encode("nobody knows it")));
        this.book = book;
        this.lockout = lockout;
        this.thread = thread;
    }

    /** Who that is; fails with {@link Refused}, after too many tries without looking at the password. */
    Mono<Authentication> authenticate(Authentication claimed, String address) {
        return Mono.defer(() -> {
            if (!lockout.mayTry(address, claimed.getName())) {
                log.warn("The dashboard is locked for an address after too many wrong passwords");
                return Mono.error(Refused.locked());
            }
            return account().flatMap(owner -> thread.run(() -> compare(claimed, owner, address)));
        });
    }

    private Mono<Owner> account() {
        return set.map(Mono::just)
                .orElseGet(() -> Mono.fromFuture(book::owner)
                        .map(owner -> owner.orElse(nobody))
                        .onErrorMap(failure -> {
                            log.warn("Who may enter the dashboard cannot be read", failure);
                            return Refused.unavailable();
                        }));
    }

    private Authentication compare(Authentication claimed, Owner owner, String address) {
        String password = String.valueOf(claimed.getCredentials());
        boolean fits = password.getBytes(StandardCharsets.UTF_8).length <= Owner.MOST;
        boolean right = bcrypt.matches(fits ? password : "", owner.hash());
        boolean known = MessageDigest.isEqual(
                owner.name().getBytes(StandardCharsets.UTF_8), claimed.getName().getBytes(StandardCharsets.UTF_8));
        if (!(right & known & fits) || owner.name().isEmpty()) {
            log.warn("Somebody could not sign in to the dashboard");
            throw Refused.wrong();
        }
        lockout.succeeded(address, owner.name());
        log.info("The dashboard was entered");
        return Holder.ofPassword(owner.name()).signedIn();
    }
}
