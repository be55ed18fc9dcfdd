package dev.madang.live.transfer;

import dev.madang.live.comments.PlainText;
import dev.madang.live.store.Status;
import dev.madang.live.transfer.Found.Reason;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A comment as another system had it, before it is looked at.
 *
 * @param place the page's post, if it has one
 * @param user what the other system knows the author by
 * @param name what it showed
 */
record Draft(
        String id,
        @Nullable String parent,
        Optional<Found.Place> place,
        String user,
        @Nullable String name,
        String text,
        Optional<Long> at,
        Status status,
        Found.Extras extras) {

    /** What becomes of it: what can be stored, unless there is a reason to leave it out. */
    Found judged(@Nullable Reason left, Origin origin) {
        String kept = Origin.cut(PlainText.storable(text), Origin.MAX_TEXT);
        if (id.isEmpty()) {
            return dropped(Reason.ID);
        }
        if (left != null) {
            return dropped(left);
        }
        if (place.isEmpty()) {
            return dropped(Reason.PAGE);
        }
        if (at.isEmpty()) {
            return dropped(Reason.TIME);
        }
        if (PlainText.blank(kept)) {
            return dropped(Reason.EMPTY);
        }
        return new Found.Arrival(id, parent, place.get(), origin.author(user, name), kept, at.get(), status, extras);
    }

    private Found dropped(Reason reason) {
        return new Found.Dropped(id, parent, reason);
    }
}
