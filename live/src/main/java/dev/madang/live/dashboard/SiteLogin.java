package dev.madang.live.dashboard;

import dev.madang.live.identity.Customs;
import dev.madang.live.identity.Identities;
import dev.madang.live.identity.Papers;
import dev.madang.live.identity.Problem;
import dev.madang.live.identity.Rights;
import dev.madang.live.identity.Tokens.Verdict;
import dev.madang.live.limits.RateLimits;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.core.Authentication;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Lets the host site's owners and moderators in: a token in {@code Authorization} or in the host site's cookie says who they
 * are, and what they may lasts as long as the token.
 */
final class SiteLogin {
    private static final Logger log = LoggerFactory.getLogger(SiteLogin.class);

    private final Customs customs;
    private final Identities identities;
    private final Rights rights;
    private final RateLimits limits;
    private final Scheduler threads;

    SiteLogin(Customs customs, Identities identities, Rights rights, RateLimits limits, Executor threads) {
        this.customs = customs;
        this.identities = identities;
        this.rights = rights;
        this.limits = limits;
        this.threads = Schedulers.fromExecutor(threads);
    }

    /** Whether the host site's tokens are known here. */
    boolean known() {
        return identities.knowsTokens();
    }

    /** Who that is; fails with {@link Refused}. */
    Mono<Authentication> authenticate(ServerHttpRequest request, String address) {
        return Mono.fromCallable(() -> {
                    try (RateLimits.Allowance allowance = limits.enter(address)) {
                        if (!allowance.event()) {
                            throw Refused.locked();
                        }
                        return check(request);
                    }
                })
                .subscribeOn(threads);
    }

    private Authentication check(ServerHttpRequest request) {
        Papers papers = customs.of(request.getHeaders()::getFirst, request.getSslInfo() != null);
        if (papers.token() == null || !known()) {
            throw Refused.wrong();
        }
        return switch (identities.check(papers.token())) {
            case Verdict.Bad bad -> throw bad.problem() == Problem.UNCHECKED ? Refused.unavailable() : Refused.wrong();
            case Verdict.Good good -> {
                if (!rights.mayModerate(good.user())) {
                    throw Refused.forbidden();
                }
                log.info("The dashboard was entered with a token of the host site");
                yield new Holder(good.user(), good.until()).signedIn();
            }
        };
    }
}
