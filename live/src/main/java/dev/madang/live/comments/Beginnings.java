package dev.madang.live.comments;

import dev.madang.live.identity.Role;
import dev.madang.live.store.Topic;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may write the first comment of a post, which is what begins a post; the later ones are not concerned. Immutable.
 *
 * @param who who may begin posts, beside moderators and owners, who always may
 * @param sites the origins of the pages that may have posts, such as {@code https://example.com}; empty for all. A key that is
 *     no address, and comes without one, belongs to no site and is not held against them
 */
public record Beginnings(Who who, List<String> sites) {
    /** Everybody, for every page. */
    public static final Beginnings FREE = new Beginnings(Who.ANYONE, List.of());

    public Beginnings {
        for (String site : sites) {
            if (!origin(site).equals(Optional.of(site))) {
                throw new IllegalArgumentException(
                        "madang.posts.sites holds origins such as https://example.com, not " + site);
            }
        }
        sites = List.copyOf(sites);
    }

    /** Whether somebody with that role may begin a post about that. */
    public boolean allows(Role role, Topic topic) {
        boolean may = switch (who) {
            case ANYONE -> true;
            case MEMBERS -> role != Role.GUEST;
            case NOBODY -> false;
        };
        boolean keepsOrder = role == Role.OWNER || role == Role.MODERATOR;
        return keepsOrder || (may && isListed(topic.key()) && isListed(topic.url()));
    }

    private boolean isListed(@Nullable String address) {
        Optional<String> origin = address == null ? Optional.empty() : origin(address);
        return sites.isEmpty() || origin.isEmpty() || sites.contains(origin.get());
    }

    /** The origin of an address of the web; empty for every other text. */
    private static Optional<String> origin(String address) {
        try {
            var uri = new URI(address.toLowerCase(Locale.ROOT));
            boolean isWeb = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return isWeb && uri.getHost() != null
                    ? Optional.of(
                            uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()))
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Who may begin posts. */
    public enum Who {
        /** Whoever may write. */
        ANYONE,
        /** Users of the host site. */
        MEMBERS,
        /** Only who keeps order. */
        NOBODY
    }
}
