package dev.madang.live;

import dev.madang.live.comments.Beginnings;
import dev.madang.live.identity.Identities;
import dev.madang.live.identity.JwtSettings;
import dev.madang.live.moderation.WebhookSettings;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the application, beside those of its Socket.IO server.
 *
 * @param store the URL of the database
 * @param storeUnsafe whether a database is taken that confirms what a loss of power would undo
 * @param limits {@code off} lifts rate and per-address limits, never a size limit
 * @param identity who may write as whom
 * @param comments what a page of comments holds
 * @param chat the chat rooms
 * @param posts who may begin posts
 * @param webhook whom to tell what happens, and to ask
 */
@ConfigurationProperties("madang")
record LiveSettings(
        @DefaultValue("sqlite:data/madang.db") String store,
        @DefaultValue("false") boolean storeUnsafe,
        @DefaultValue("on") boolean limits,
        @DefaultValue Identity identity,
        @DefaultValue Comments comments,
        @DefaultValue Chat chat,
        @DefaultValue Posts posts,
        @DefaultValue WebhookSettings webhook) {

    LiveSettings {
        if (comments.page < 0) {
            throw new IllegalArgumentException("madang.comments.page must be 0 (all) or more, not " + comments.page);
        }
        if (comments.editWindow.isNegative()) {
            throw new IllegalArgumentException("madang.comments.edit-window must be 0 (never) or more");
        }
    }

    /**
     * Identity.
     *
     * @param mode see {@link Identities.Mode}
     * @param guests whether who has no token may write
     * @param owners ids of the host site's users who run the site
     * @param moderators ids of users who keep order
     * @param jwt how the host site signs its tokens
     */
    record Identity(
            @DefaultValue("default") Identities.Mode mode,
            @DefaultValue("on") boolean guests,
            @DefaultValue Set<String> owners,
            @DefaultValue Set<String> moderators,
            @DefaultValue JwtSettings jwt) {
        Identities.Rules rules() {
            return new Identities.Rules(mode, guests, owners, moderators);
        }
    }

    /**
     * Chat.
     *
     * @param rooms the rooms that the chat page offers to everybody
     */
    record Chat(@DefaultValue("madang") List<String> rooms) {}

    /**
     * Posts.
     *
     * @param create see {@link Beginnings#who}
     * @param sites see {@link Beginnings#sites}
     */
    record Posts(
            @DefaultValue("anyone") Beginnings.Who create,
            @DefaultValue List<String> sites) {
        Beginnings rules() {
            return new Beginnings(create, sites);
        }
    }

    /**
     * Comments.
     *
     * @param page how many of a post's newest comments contract v1 loads; 0 for all
     * @param editWindow how long authors may edit a comment; 0 for never
     */
    record Comments(
            @DefaultValue("100") int page,
            @DefaultValue("15m") Duration editWindow) {}
}
