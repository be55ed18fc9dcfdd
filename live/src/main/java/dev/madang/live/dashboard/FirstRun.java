package dev.madang.live.dashboard;

import dev.madang.live.identity.Owner;
import dev.madang.live.identity.OwnerBook;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import reactor.core.publisher.Mono;

/** Makes the owner of who brings the token of the log, and a name and a password, once. */
final class FirstRun {
    private static final String EVERYBODY = "";
    private static final Logger log = LoggerFactory.getLogger(FirstRun.class);

    private final OwnerBook book;
    private final Lockout lockout;
    private final Bcrypt thread;

    FirstRun(OwnerBook book, Lockout lockout, Bcrypt thread) {
        this.book = book;
        this.lockout = lockout;
        this.thread = thread;
    }

    /**
     * The owner that somebody became; fails with {@link Refused}. A name or password that will not do is no wrong try, once the
     * token is right.
     */
    Mono<Authentication> become(Choice choice, String address) {
        return Mono.defer(() -> {
            if (!lockout.mayTry(address, EVERYBODY)) {
                log.warn("The first set-up is locked for an address after too many wrong tokens");
                return Mono.error(Refused.locked());
            }
            return Mono.fromFuture(() -> book.invites(choice.token))
                    .onErrorMap(FirstRun::lost)
                    .flatMap(invited -> invited ? chosen(choice, address) : Mono.error(wrong()));
        });
    }

    private Mono<Authentication> chosen(Choice choice, String address) {
        lockout.succeeded(address, EVERYBODY);
        String name = choice.name.strip();
        return Owner.flaw(name, choice.password)
                .map(flaw ->
                        Mono.<Authentication>error(Refused.flawed(flaw.name().toLowerCase(Locale.ROOT), flaw.field())))
                .orElseGet(() -> thread.run(() -> Owner.of(name, choice.password))
                        .flatMap(owner -> Mono.fromFuture(() -> book.accept(choice.token, owner))
                                .onErrorMap(FirstRun::lost)
                                .flatMap(done -> done ? Mono.just(entered(owner)) : Mono.error(wrong()))));
    }

    private static Authentication entered(Owner owner) {
        log.info("The owner was set up, and entered the dashboard");
        return Holder.ofPassword(owner.name()).signedIn();
    }

    private static Refused wrong() {
        log.warn("Somebody tried to become the owner with a wrong or used token");
        return Refused.wrong();
    }

    private static Refused lost(Throwable failure) {
        log.warn("The owner cannot be read or written", failure);
        return Refused.unavailable();
    }

    /** What somebody sends who wants to become the owner. */
    record Choice(String token, String name, String password) {
        /** Without what it holds. */
        @Override
        public String toString() {
            return "Choice";
        }
    }
}
