package dev.madang.live.moderation;

import dev.madang.live.identity.OwnerBook;
import dev.madang.live.store.Author;
import dev.madang.live.store.Records.Put;
import java.util.Optional;
import java.util.Set;

/** The records of one store on their way into another. Immutable. */
public final class CarriedRecords {
    /*
     * People are known by keys that are made with the store's secret. In a store with another secret nobody has these keys: a
     * standing gets its key anew, if it is that of an id; what only one person sees would be seen by nobody. What waits to
     * be told to a webhook is told by the store it was written in. The owner's password is nobody's but that store's.
     */
    private static final Set<String> NOT_CARRIED = Set.of(Webhook.KIND, OwnerBook.KIND);

    private final People people;
    private final boolean sameSecret;

    /**
     * On their way into a store.
     *
     * @param secret that of the store they go to
     * @param sameSecret whether it is that of the store they come from, too
     */
    public CarriedRecords(byte[] secret, boolean sameSecret) {
        this.people = new People(secret);
        this.sameSecret = sameSecret;
    }

    /** Whether records of that kind leave their store. */
    public static boolean leaves(String kind) {
        return !NOT_CARRIED.contains(kind);
    }

    /** What to write for a record, if there is none of its key; empty if it means nothing there. */
    public Optional<Put> put(String kind, String key, String json) {
        if (!leaves(kind)) {
            return Optional.empty();
        }
        if (sameSecret || !(kind.equals(People.KIND) || kind.equals(Shades.KIND))) {
            return Optional.of(new Put(kind, key, json, Put.NONE));
        }
        if (kind.equals(Shades.KIND)) {
            return Optional.empty();
        }
        Standing known = People.read(json);
        if (known.id().isEmpty()) {
            return Optional.empty();
        }
        String anew = people.key(new Author(known.kind(), known.id(), known.name(), Author.Rank.NONE), "");
        var standing = new Standing(anew, known.kind(), known.id(), known.name(), known.until(), known.shadowed());
        return Optional.of(new Put(kind, anew, People.json(standing), Put.NONE));
    }
}
