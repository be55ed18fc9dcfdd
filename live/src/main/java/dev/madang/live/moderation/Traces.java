package dev.madang.live.moderation;

import dev.madang.live.store.Author;
import dev.madang.live.store.Ballot;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.PostId;
import dev.madang.live.store.Records;
import dev.madang.live.store.Records.Entry;
import dev.madang.live.store.Records.Put;
import dev.madang.live.store.StoreException;
import dev.madang.live.store.Waiting;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What stands about a person in the records beside the comments, given out or forgotten. Any thread that may block. */
public final class Traces {
    /*
     * The log of what moderators did stays, since it is there to be checked later, and so does a ban that holds, or whoever is
     * banned would only have to be erased. Both lose the name and the id; what is left of the person is the key, which nobody
     * can take back to a person without the store's secret and the person's id. What stood there before the change must still
     * stand there when it is written: what a server writes at the same time is not lost, and is found by the next round.
     */
    private static final String FORGOTTEN = "-";
    private static final int AT_ONCE = 500;
    private static final int ROUNDS = 20;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Records records;
    private final People people;
    private final Clock clock;

    /** Something that stands about somebody; of its key only what is that person's own, of the log nobody else's name. */
    public record Trace(String record, String key, String json) {}

    /** The traces in a store. */
    public Traces(CommentStore store, Clock clock) {
        this.records = store.records();
        this.people = new People(store.secret());
        this.clock = clock;
    }

    /**
     * Everything about an author.
     *
     * @param comments the ids of the author's comments
     */
    public List<Trace> of(Author author, Set<String> comments) throws StoreException, InterruptedException {
        var traces = new ArrayList<Trace>();
        for (Entry entry : about(author, comments)) {
            String json = String.valueOf(entry.json());
            switch (entry.kind()) {
                case Audit.KIND ->
                    traces.add(new Trace(entry.kind(), entry.key(), JSON.writeValueAsString(byNobody(author, json))));
                case Reports.KIND -> traces.add(new Trace(entry.kind(), comment(entry.key()), json));
                default -> traces.add(new Trace(entry.kind(), entry.key(), json));
            }
        }
        return traces;
    }

    /** What an author may be told: reports that the author made, and how long nothing may be written. */
    public List<Trace> told(Author author) throws StoreException, InterruptedException {
        String own = key(author);
        var traces = new ArrayList<Trace>();
        if (own == null) {
            return traces;
        }
        for (Entry entry : all(Reports.KIND, "")) {
            if (entry.key().endsWith("/" + own)) {
                traces.add(new Trace(entry.kind(), comment(entry.key()), String.valueOf(entry.json())));
            }
        }
        for (Entry entry : standing(own)) {
            Standing standing = People.read(String.valueOf(entry.json()));
            if (standing.bannedAt(clock.millis())) {
                Standing shown = standing.with(standing.until(), false);
                traces.add(new Trace(entry.kind(), entry.key(), People.json(shown)));
            }
        }
        return traces;
    }

    /** Votes that an author sees and nobody else does, in place of those that are stored, by comment; 0 for none. */
    public Map<String, Ballot> votesAlone(Author author) throws StoreException, InterruptedException {
        String own = key(author);
        Map<String, Ballot> alone = new HashMap<>();
        for (Entry entry : own == null ? List.<Entry>of() : all(Shades.KIND, own + "/")) {
            Shade shade = Shades.read(String.valueOf(entry.json()));
            if (shade.what() == Shade.What.VOTE) {
                PostId post = Shades.post(entry.key());
                alone.put(shade.comment(), new Ballot(post, shade.comment(), author.voter(), shade.value()));
            }
        }
        return alone;
    }

    /**
     * Takes away what stands about an author, and the name from what stays. Doing it again does what is left.
     *
     * @param comments the ids of the author's comments
     * @return how many records it changed
     */
    public long erase(Author author, Set<String> comments) throws StoreException, InterruptedException {
        long changed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            List<Put> puts = puts(author, comments);
            if (puts.isEmpty()) {
                return changed;
            }
            for (Put put : puts) {
                changed += Waiting.on(records.write(List.of(put))).isPresent() ? 1 : 0;
            }
        }
        throw new StoreException(
                "others wrote all the time; do this again",
                new IllegalStateException("records change under the erasure"));
    }

    private List<Put> puts(Author author, Set<String> comments) throws StoreException, InterruptedException {
        var puts = new ArrayList<Put>();
        for (Entry entry : about(author, comments)) {
            String json = String.valueOf(entry.json());
            String left = switch (entry.kind()) {
                case Audit.KIND ->
                    JSON.writeValueAsString(nameless(JSON.readValue(json, AuditEntry.class), author, comments));
                case People.KIND -> nameless(json);
                default -> null;
            };
            if (!json.equals(left)) {
                puts.add(new Put(entry.kind(), entry.key(), left, entry.version()));
            }
        }
        return puts;
    }

    /* A guest without an id is stopped by the network: the log tells which, if it was by one of these comments. */
    private List<Entry> about(Author author, Set<String> comments) throws StoreException, InterruptedException {
        var about = new ArrayList<Entry>();
        Set<String> keys = new HashSet<>();
        String own = key(author);
        if (own != null) {
            keys.add(own);
        }
        for (Entry entry : all(Audit.KIND, "")) {
            AuditEntry line = JSON.readValue(String.valueOf(entry.json()), AuditEntry.class);
            boolean stopped = line.person() != null && comments.contains(String.valueOf(line.comment()));
            if (stopped) {
                keys.add(String.valueOf(line.person()));
            }
            if (stopped || is(line.by(), own) || is(line.person(), own)) {
                about.add(entry);
            }
        }
        for (Entry entry : all(Reports.KIND, "")) {
            if (comments.contains(comment(entry.key()))
                    || (own != null && entry.key().endsWith("/" + own))) {
                about.add(entry);
            }
        }
        for (String key : keys) {
            about.addAll(standing(key));
        }
        if (own != null) {
            about.addAll(all(Shades.KIND, own + "/"));
        }
        return about;
    }

    private List<Entry> standing(String key) throws StoreException, InterruptedException {
        return Waiting.on(records.get(People.KIND, key)).map(List::of).orElse(List.of());
    }

    private List<Entry> all(String kind, String prefix) throws StoreException, InterruptedException {
        var all = new ArrayList<Entry>();
        String behind = null;
        List<Entry> part;
        do {
            part = Waiting.on(records.list(kind, prefix, behind, false, AT_ONCE));
            all.addAll(part);
            behind = part.isEmpty() ? null : part.getLast().key();
        } while (part.size() == AT_ONCE);
        return all;
    }

    /** What others are known by who have no id is not the author's own. */
    private @Nullable String key(Author author) {
        return author.id().isEmpty() ? null : people.key(author, "");
    }

    private AuditEntry nameless(AuditEntry line, Author author, Set<String> comments) {
        String own = key(author);
        boolean stopped =
                is(line.person(), own) || (line.person() != null && comments.contains(String.valueOf(line.comment())));
        boolean settings = line.action() == Action.SETTINGS;
        boolean standing = stopped && !settings;
        return new AuditEntry(
                line.id(),
                line.at(),
                line.by(),
                is(line.by(), own) ? FORGOTTEN : line.byName(),
                line.action(),
                line.post(),
                line.comment(),
                line.person(),
                stopped ? FORGOTTEN : line.name(),
                line.seconds(),
                standing ? namelessStanding(line.before()) : line.before(),
                standing && line.after() != null ? namelessStanding(line.after()) : line.after(),
                line.undoes());
    }

    private static String namelessStanding(String standing) {
        return People.json(nameless(People.read(standing)));
    }

    private AuditEntry byNobody(Author author, String json) {
        AuditEntry line = JSON.readValue(json, AuditEntry.class);
        boolean own = is(line.by(), key(author));
        return new AuditEntry(
                line.id(),
                line.at(),
                own ? line.by() : null,
                own ? line.byName() : FORGOTTEN,
                line.action(),
                line.post(),
                line.comment(),
                own ? null : line.person(),
                own ? null : line.name(),
                line.seconds(),
                own ? "" : line.before(),
                own ? null : line.after(),
                line.undoes());
    }

    private @Nullable String nameless(String standing) {
        Standing known = People.read(standing);
        boolean holds = known.bannedAt(clock.millis()) || known.shadowed();
        return holds ? People.json(nameless(known)) : null;
    }

    private static Standing nameless(Standing known) {
        return new Standing(known.key(), known.kind(), "", FORGOTTEN, known.until(), known.shadowed());
    }

    private static boolean is(@Nullable String key, @Nullable String own) {
        return own != null && own.equals(key);
    }

    private static String comment(String report) {
        return report.substring(0, report.indexOf('/'));
    }
}
