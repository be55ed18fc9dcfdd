package dev.madang.live.transfer;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.madang.live.moderation.Traces;
import dev.madang.live.store.Author;
import dev.madang.live.store.Ballot;
import dev.madang.live.store.Change;
import dev.madang.live.store.Comment;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.Listed;
import dev.madang.live.store.Listing;
import dev.madang.live.store.Outcome;
import dev.madang.live.store.Status;
import dev.madang.live.store.StoreException;
import dev.madang.live.store.Waiting;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What one person wrote and voted, and what stands about that person, given out or forgotten. Any thread that may block. */
public final class PersonalData {
    private static final int ROWS = 200;
    private static final int ID_LENGTH = 24;
    private static final int HEX = 16;
    private static final String IMPORTED = "import:";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<Status> ALL = EnumSet.allOf(Status.class);

    private final CommentStore store;
    private final Submitter submitter;
    private final Traces traces;

    /** Makes changes: the store alone, or what shows them to everybody too. */
    @FunctionalInterface
    public interface Submitter {
        void submit(Change change, Consumer<Outcome> answer);
    }

    /**
     * Somebody: an author with an id, or the one comment of an author without.
     *
     * @param only the comment, if the author cannot be told from others by an id
     */
    public record Who(Author author, @Nullable Comment only) {}

    /** How much was forgotten. */
    public record Erased(long comments, long votes, long records) {}

    /** The data of a store's people. */
    public PersonalData(CommentStore store, Submitter submitter, Clock clock) {
        this.store = store;
        this.submitter = submitter;
        this.traces = new Traces(store, clock);
    }

    /**
     * Reads {@code user:ID}, {@code guest:ID} or {@code comment:ID}.
     *
     * @throws IllegalArgumentException if it is none of them, or if there is no such comment
     */
    public Who who(String text) throws StoreException, InterruptedException {
        int colon = text.indexOf(':');
        String id = text.substring(colon + 1);
        String kind = colon < 0 || id.isEmpty() ? "" : text.substring(0, colon);
        return switch (kind) {
            case "user" -> new Who(Author.user(id, ""), null);
            case "guest" -> new Who(Author.guest(id, ""), null);
            case "comment" -> authorOf(id.toLowerCase(Locale.ROOT));
            default -> throw new IllegalArgumentException("WHO is user:ID, guest:ID or comment:ID");
        };
    }

    /**
     * Somebody's comments, in whatever state they are, the newest first. None of an author without an id, who is not told from
     * others of the same name.
     */
    public CompletableFuture<Listed<Comment>> of(Author author, @Nullable String cursor, int limit) {
        if (author.id().isEmpty()) {
            return CompletableFuture.completedFuture(new Listed<>(List.of(), null));
        }
        return store.list(new Listing(Set.of(), null, author, null, cursor, limit));
    }

    /** Somebody's votes in the order of comments, those behind a comment or, with null, the first. */
    private CompletableFuture<List<Ballot>> votesOf(Author author, @Nullable String behind, int limit) {
        return author.id().isEmpty()
                ? CompletableFuture.completedFuture(List.of())
                : store.ballotsOf(voter(author), behind, limit);
    }

    /** An author's votes as that author sees them, as {@link #votesOf}; more than so many if nobody else sees some. */
    public Listed<Ballot> votesSeenBy(Author author, @Nullable String behind, int limit)
            throws StoreException, InterruptedException {
        List<Ballot> stored = Waiting.on(votesOf(author, behind, limit));
        String next = stored.size() == limit ? stored.getLast().comment() : null;
        var seen = new TreeMap<String, Ballot>();
        stored.forEach(vote -> seen.put(vote.comment(), vote));
        traces.votesAlone(author).forEach((comment, vote) -> {
            boolean here =
                    (behind == null || comment.compareTo(behind) > 0) && (next == null || comment.compareTo(next) <= 0);
            if (here) {
                seen.put(comment, vote);
            }
        });
        seen.values().removeIf(vote -> vote.value() == 0);
        return new Listed<>(List.copyOf(seen.values()), next);
    }

    /** What an author may be told of what stands about that author. */
    public List<Traces.Trace> told(Author author) throws StoreException, InterruptedException {
        return traces.told(author);
    }

    /**
     * Writes the comments, in whatever state they are, as lines of JSON, the newest first, then the votes, then the records
     * that are about this person; how many comments they are.
     */
    public long export(Who who, OutputStream out) throws IOException, StoreException, InterruptedException {
        Set<String> ids = new HashSet<>();
        String cursor = null;
        do {
            Listed<Comment> rows = rows(who, cursor);
            for (Comment row : rows.rows()) {
                line(out, Export.json(row));
                ids.add(row.id());
            }
            cursor = rows.next();
        } while (cursor != null);
        List<Ballot> votes = votes(who, null);
        while (!votes.isEmpty()) {
            for (Ballot vote : votes) {
                line(
                        out,
                        JSON.writeValueAsBytes(
                                new Vote(vote.comment(), vote.post().hex(), vote.value())));
            }
            votes = votes(who, votes.getLast().comment());
        }
        for (Traces.Trace trace : traces.of(who.author, ids)) {
            line(out, JSON.writeValueAsBytes(trace));
        }
        out.flush();
        return ids.size();
    }

    /**
     * Takes the comments away and then forgets them, takes the votes back, and takes the person out of the records: who looks
     * on sees the comments go and the numbers change. Doing it again does what is left.
     */
    public Erased erase(Who who) throws StoreException, InterruptedException {
        Set<String> ids = new HashSet<>();
        String cursor = null;
        do {
            Listed<Comment> rows = rows(who, cursor);
            rows.rows().forEach(row -> ids.add(row.id()));
            cursor = rows.next();
        } while (cursor != null);
        long records = traces.erase(who.author, ids);
        long votes = takeVotesBack(who);
        long count = 0;
        do {
            Listed<Comment> rows = rows(who, cursor);
            count += forget(rows.rows());
            cursor = rows.next();
        } while (cursor != null);
        return new Erased(count, votes, records);
    }

    private long takeVotesBack(Who who) throws StoreException, InterruptedException {
        long count = 0;
        List<Ballot> votes = votes(who, null);
        while (!votes.isEmpty()) {
            make(votes.stream()
                    .map(vote -> (Change) new Change.Votes(vote.post(), vote.comment(), Map.of(vote.voter(), 0)))
                    .toList());
            count += votes.size();
            votes = votes(who, votes.getLast().comment());
        }
        return count;
    }

    /** Takes comments away, those that others see, and then forgets them all; how many were not forgotten before. */
    int forget(List<Comment> rows) throws StoreException, InterruptedException {
        var away = new ArrayList<Change>();
        var forgotten = new ArrayList<Change>();
        int count = 0;
        for (Comment row : rows) {
            if (row.seq() != 0 && !row.status().gone()) {
                away.add(new Change.SetStatus(row.post(), row.id(), ALL, Status.REMOVED));
            }
            forgotten.add(new Change.Erase(row.post(), row.id()));
            count += row.isErased() ? 0 : 1;
        }
        make(away);
        make(forgotten);
        return count;
    }

    private void make(List<Change> changes) throws StoreException, InterruptedException {
        var answers = new ArrayList<CompletableFuture<Outcome>>();
        for (Change change : changes) {
            var answer = new CompletableFuture<Outcome>();
            answers.add(answer);
            submitter.submit(change, answer::complete);
        }
        for (CompletableFuture<Outcome> answer : answers) {
            Outcome outcome = Waiting.on(answer);
            boolean gone = outcome instanceof Outcome.Refused refused && refused.reason() == Outcome.Reason.NOT_FOUND;
            if (!(outcome instanceof Outcome.Done || outcome instanceof Outcome.Unchanged || gone)) {
                throw new StoreException(
                        "the database does not answer; do this again when it does",
                        new IllegalStateException(outcome.toString()));
            }
        }
    }

    private List<Ballot> votes(Who who, @Nullable String behind) throws StoreException, InterruptedException {
        return who.only == null ? Waiting.on(votesOf(who.author, behind, ROWS)) : List.of();
    }

    /* Who was imported is known in the votes by the id alone, as the votes of that system were imported. */
    private static String voter(Author author) {
        return author.id().startsWith(IMPORTED) ? author.id() : author.voter();
    }

    private static void line(OutputStream out, byte[] json) throws IOException {
        out.write(json);
        out.write('\n');
    }

    private Listed<Comment> rows(Who who, @Nullable String cursor) throws StoreException, InterruptedException {
        Comment only = who.only;
        if (only != null) {
            return new Listed<>(List.of(only), null);
        }
        return Waiting.on(of(who.author, cursor, ROWS));
    }

    /* The listing is by id and begins below its cursor, which is one: so the comment is the first below the next id. */
    private Who authorOf(String id) throws StoreException, InterruptedException {
        if (id.length() != ID_LENGTH || !id.matches("[0-9a-f]+") || id.matches("f+")) {
            throw new IllegalArgumentException("a comment's id has 24 hex digits");
        }
        String next = new BigInteger(id, HEX).add(BigInteger.ONE).toString(HEX);
        String cursor = "0".repeat(ID_LENGTH - next.length()) + next;
        var found = new ArrayList<Comment>(Waiting.on(store.list(new Listing(Set.of(), null, null, null, cursor, 1)))
                .rows());
        found.removeIf(row -> !row.id().equals(id) || row.isErased());
        if (found.isEmpty()) {
            throw new IllegalArgumentException("there is no such comment");
        }
        Comment row = found.getFirst();
        return new Who(row.author(), row.author().id().isEmpty() ? row : null);
    }

    @JsonPropertyOrder({"vote", "post", "value"})
    private record Vote(String vote, String post, int value) {}
}
