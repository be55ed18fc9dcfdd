package dev.madang.live.transfer;

import dev.madang.live.store.Author;
import dev.madang.live.store.PostId;
import dev.madang.live.store.Status;
import dev.madang.live.store.Topic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a source found in its file. */
sealed interface Found {
    /** The source's id of it. */
    String id();

    /** The source's id of what it answers, or null. */
    @Nullable
    String parent();

    /**
     * A comment to be stored. Immutable.
     *
     * @param place where it belongs
     * @param author who wrote it, as this store knows authors
     * @param text plain text, never blank
     * @param at when it was written, milliseconds since 1970
     * @param status the state it is to have
     * @param extras what it has beside
     */
    record Arrival(
            String id,
            @Nullable String parent,
            Place place,
            Author author,
            String text,
            long at,
            Status status,
            Extras extras)
            implements Found {
        public Arrival {
            parent = none(parent) ? null : parent;
        }
    }

    /** A comment that is left out. Its answers hang on what it answered. */
    record Dropped(String id, @Nullable String parent, Reason reason) implements Found {
        public Dropped {
            parent = none(parent) ? null : parent;
        }
    }

    private static boolean none(@Nullable String id) {
        return id == null || id.isEmpty() || id.equals("0");
    }

    /** A post by its id. */
    record Place(PostId post, Topic topic) {}

    /**
     * What a comment has beside its text.
     *
     * @param votes of voters who are known
     * @param up votes for it of voters who are not
     * @param down votes against it of voters who are not
     * @param own what only Madang's own files tell, or null
     */
    record Extras(
            List<Vote> votes,
            int up,
            int down,
            boolean pinned,
            @Nullable Own own) {
        /** Nothing. */
        static final Extras NONE = new Extras(List.of(), 0, 0, false, null);

        public Extras {
            votes = List.copyOf(votes);
        }
    }

    /**
     * What Madang's own files tell; the ids in them are kept.
     *
     * @param seen whether others ever saw it
     * @param edited when its text last changed, in milliseconds since 1970; 0 for never
     */
    record Own(boolean seen, long edited) {}

    /** A vote: 1 or -1. */
    record Vote(String voter, int value) {}

    /** Why a comment is not stored. */
    enum Reason {
        /** It was deleted there. */
        DELETED("deleted there"),
        /** It was taken for spam there. */
        SPAM("spam there"),
        /** It lies in the bin there. */
        TRASH("in the bin there"),
        /** Another site says that it links here. */
        PINGBACK("pingbacks and trackbacks"),
        /** Nothing is left of it as plain text. */
        EMPTY("without text"),
        /** Its time cannot be read, or lies in the future. */
        TIME("without a time that can be"),
        /** The page it belongs to has no address, or one that is too long for a key. */
        PAGE("without a page that can be found"),
        /** It has no id. */
        ID("without an id"),
        /** The store does not take it. */
        REFUSED("refused by the store");

        private final String words;

        Reason(String words) {
            this.words = words;
        }

        /** For the report. */
        String words() {
            return words;
        }
    }
}
