package dev.madang.live.dashboard;

import dev.madang.live.store.Author;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.web.server.context.WebSessionServerSecurityContextRepository;
import org.springframework.web.server.WebSession;

/**
 * Somebody who signed in. Immutable.
 *
 * @param person as whom the log knows this person; the rank says what may be done here
 * @param until when that ends, however busy the session is kept
 */
record Holder(Author person, Instant until) implements Principal {
    static final String OWNER = "ROLE_OWNER";
    static final String MODERATOR = "ROLE_MODERATOR";

    /** Who knows a password of the dashboard: an owner. */
    static Holder ofPassword(String name) {
        return new Holder(Author.user("dashboard:" + name, name, Author.Rank.OWNER), Instant.MAX);
    }

    /** Who sends a request, given what Spring Security knows. */
    static Holder of(Principal who) {
        if (who instanceof Authentication known && known.getPrincipal() instanceof Holder holder) {
            return holder;
        }
        throw new IllegalStateException("nobody gets in another way");
    }

    /** Who a session belongs to; null while nobody signed in. */
    static @Nullable Holder of(WebSession session) {
        Object context = session.getAttribute(
                WebSessionServerSecurityContextRepository.DEFAULT_SPRING_SECURITY_CONTEXT_ATTR_NAME);
        return context instanceof SecurityContext known && known.getAuthentication() != null
                ? of(known.getAuthentication())
                : null;
    }

    boolean owns() {
        return person.rank() == Author.Rank.OWNER;
    }

    /** The word for what this person is. */
    String role() {
        return owns() ? "owner" : "moderator";
    }

    Authentication signedIn() {
        return UsernamePasswordAuthenticationToken.authenticated(
                this, null, List.of(new SimpleGrantedAuthority(owns() ? OWNER : MODERATOR)));
    }

    @Override
    public String getName() {
        return person.name();
    }
}
