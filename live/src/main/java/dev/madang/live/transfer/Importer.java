package dev.madang.live.transfer;

import dev.madang.live.store.Change;
import dev.madang.live.store.Comment;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.Outcome;
import dev.madang.live.store.PostId;
import dev.madang.live.store.Status;
import dev.madang.live.store.StoreException;
import dev.madang.live.store.Waiting;
import dev.madang.live.transfer.Found.Arrival;
import dev.madang.live.transfer.Found.Dropped;
import dev.madang.live.transfer.Found.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Stores what a source finds: at most {@value #WINDOW} comments are on their way, parents before their answers. Doing it
 * again stores nothing twice. Used by one thread.
 */
final class Importer implements Source.Sink {
    /*
     * A window goes to the store as a whole, which commits it at once, and is answered as a whole; what then needs more, such
     * as votes, follows in a window of its own. A comment that fails takes its answers with it, as the store does not know
     * what they answer: both are tried again one by one.
     */
    private static final int WINDOW = 500;

    private static final int WINDOW_CHARACTERS = 2_000_000;
    private static final int VOTES_WINDOW = 50;
    private static final int MOST_UNKNOWN_VOTES = 5_000;
    private static final long SEEN = 1;

    private final CommentStore store;
    private final PersonalData.Submitter submitter;
    private final Origin origin;
    private final ImportReport report;
    private final Ancestors ancestors = new Ancestors();
    private final Orphans orphans = new Orphans();
    private final List<Pending> window = new ArrayList<>();
    private final List<Change> votes = new ArrayList<>();
    private final RecordsIn records;
    private int characters;
    private boolean askFirst;

    private record Pending(Arrival arrival, String id, Change change) {}

    Importer(
            CommentStore store,
            PersonalData.Submitter submitter,
            Origin origin,
            RecordsIn records,
            ImportReport report) {
        this.store = store;
        this.submitter = submitter;
        this.origin = origin;
        this.records = records;
        this.report = report;
    }

    @Override
    public void origin(Keys keys) throws StoreException, InterruptedException {
        records.from(keys);
    }

    @Override
    public void votes(PostId post, String comment, Map<String, Integer> values)
            throws StoreException, InterruptedException {
        end();
        votes.add(new Change.Votes(post, comment, values));
        if (votes.size() == VOTES_WINDOW) {
            vote();
        }
    }

    @Override
    public void record(String kind, String key, String json) throws StoreException, InterruptedException {
        records.take(kind, key, json);
    }

    @Override
    public void take(Found found) throws StoreException, InterruptedException {
        report.read();
        String parent = found.parent();
        if (parent != null && !ancestors.knows(parent)) {
            for (Found alone : orphans.wait(found, parent)) {
                place(alone);
            }
        } else {
            place(found);
        }
    }

    /** Stores what waits for something that did not come, and what is on its way. */
    void end() throws StoreException, InterruptedException {
        for (List<Found> lost = orphans.lost(); !lost.isEmpty(); lost = orphans.lost()) {
            for (Found alone : lost) {
                place(alone);
            }
        }
        stop();
    }

    /** Stores what is on its way. */
    void stop() throws StoreException, InterruptedException {
        flush();
        vote();
        records.flush();
    }

    private void vote() throws StoreException, InterruptedException {
        submit(votes);
        votes.clear();
    }

    private void place(Found first) throws StoreException, InterruptedException {
        var ready = new ArrayList<Found>(List.of(first));
        while (!ready.isEmpty()) {
            Found found = ready.removeLast();
            String hangsOn = found.parent() == null ? null : ancestors.of(found.parent());
            switch (found) {
                case Dropped dropped -> {
                    report.skipped(dropped.reason(), dropped.id());
                    ancestors.put(dropped.id(), hangsOn);
                }
                case Arrival arrival -> add(arrival, hangsOn);
            }
            ready.addAll(orphans.of(found.id()).reversed());
        }
    }

    private void add(Arrival arrival, @Nullable String parent) throws StoreException, InterruptedException {
        Found.Own own = arrival.extras().own();
        String id = own == null ? origin.commentId(arrival) : arrival.id();
        if (arrival.parent() != null && parent == null && !ancestors.knows(arrival.parent())) {
            report.unhung();
        }
        window.add(new Pending(arrival, id, change(arrival, id, parent)));
        boolean answerable = own != null || arrival.status() == Status.PUBLISHED;
        ancestors.put(arrival.id(), answerable ? id : parent);
        characters += arrival.text().length();
        if (window.size() >= WINDOW || characters >= WINDOW_CHARACTERS) {
            flush();
        }
    }

    private Change change(Arrival arrival, String id, @Nullable String parent) {
        Found.Own own = arrival.extras().own();
        PostId post = arrival.place().post();
        if (own == null) {
            return new Change.Add(
                    id,
                    post,
                    arrival.place().topic(),
                    parent,
                    arrival.author(),
                    arrival.text(),
                    origin.cid(arrival.id()),
                    arrival.status(),
                    arrival.at());
        }
        long seen = own.seen() ? SEEN : 0;
        var row = new Comment(
                id,
                post,
                seen,
                seen,
                parent,
                null,
                arrival.author(),
                arrival.text(),
                arrival.at(),
                own.edited(),
                arrival.status(),
                arrival.extras().pinned() && own.seen(),
                0,
                0,
                0);
        return new Change.Bring(row, arrival.place().topic());
    }

    private void flush() throws StoreException, InterruptedException {
        if (askFirst) {
            leaveOutWhatIsHere();
        }
        List<Outcome> outcomes = answers(window.stream().map(Pending::change).toList());
        var next = new ArrayList<Change>();
        for (int i = 0; i < outcomes.size(); i++) {
            Pending pending = window.get(i);
            Outcome outcome = outcomes.get(i);
            if (refusedFor(outcome, Outcome.Reason.NOT_FOUND, Outcome.Reason.CONFLICT)) {
                outcome = again(pending);
            }
            settle(pending, outcome, next);
        }
        window.clear();
        characters = 0;
        submit(next);
    }

    /* A file from this very store, or from one that was imported: found out at the first id that is taken. */
    private void leaveOutWhatIsHere() throws StoreException, InterruptedException {
        var asked = new ArrayList<CompletableFuture<Optional<Comment>>>();
        for (Pending pending : window) {
            asked.add(store.find(pending.change.post(), pending.id));
        }
        var here = new HashSet<Pending>();
        for (int i = 0; i < asked.size(); i++) {
            Optional<Comment> row = Waiting.on(asked.get(i));
            if (row.isPresent()) {
                here.add(window.get(i));
            }
        }
        here.forEach(pending -> report.there());
        window.removeAll(here);
    }

    private Outcome again(Pending pending) throws StoreException, InterruptedException {
        Outcome second = answers(List.of(pending.change)).getFirst();
        if (!refusedFor(second, Outcome.Reason.NOT_FOUND, Outcome.Reason.CONFLICT)) {
            return second;
        }
        report.unhung();
        return answers(List.of(change(pending.arrival, pending.id, null))).getFirst();
    }

    private void settle(Pending pending, Outcome outcome, List<Change> next)
            throws StoreException, InterruptedException {
        Arrival arrival = pending.arrival;
        switch (outcome) {
            case Outcome.Done done -> {
                if (done.repeated()) {
                    report.there();
                } else {
                    report.stored(arrival.status() == Status.PUBLISHED);
                }
                beside(arrival, done.row(), next);
            }
            case Outcome.Refused refused -> {
                if (refusedFor(refused, Outcome.Reason.BUSY, Outcome.Reason.UNAVAILABLE, Outcome.Reason.CLOSED)) {
                    throw failed(refused);
                }
                refused(pending);
            }
            case Outcome.Unchanged unchanged -> report.there();
            case Outcome.Unknown unknown -> throw failed(unknown);
        }
    }

    private void refused(Pending pending) throws StoreException, InterruptedException {
        if (Waiting.on(store.find(pending.change.post(), pending.id)).isPresent()) {
            askFirst = true;
            report.there();
        } else {
            report.skipped(Reason.REFUSED, pending.arrival.id());
        }
    }

    private void beside(Arrival arrival, Comment row, List<Change> next) {
        if (!row.published()) {
            return;
        }
        Found.Extras extras = arrival.extras();
        var values = new LinkedHashMap<String, Integer>();
        extras.votes().forEach(vote -> values.put(vote.voter(), vote.value()));
        unknownVotes(arrival, extras.up(), 1, values);
        unknownVotes(arrival, extras.down(), -1, values);
        if (!values.isEmpty()) {
            next.add(new Change.Votes(row.post(), row.id(), values));
        }
        if (extras.pinned() && !row.pinned() && extras.own() == null) {
            next.add(new Change.Pin(row.post(), row.id(), true));
        }
    }

    private void unknownVotes(Arrival arrival, int count, int value, Map<String, Integer> values) {
        for (int i = 1; i <= Math.min(count, MOST_UNKNOWN_VOTES); i++) {
            values.put(origin.voter(arrival.id(), value, i), value);
        }
    }

    private void submit(List<Change> changes) throws StoreException, InterruptedException {
        for (int from = 0; from < changes.size(); from += WINDOW) {
            for (Outcome outcome : answers(changes.subList(from, Math.min(changes.size(), from + WINDOW)))) {
                if (refusedFor(outcome, Outcome.Reason.BUSY, Outcome.Reason.UNAVAILABLE, Outcome.Reason.CLOSED)
                        || outcome instanceof Outcome.Unknown) {
                    throw failed(outcome);
                }
            }
        }
    }

    private List<Outcome> answers(List<Change> changes) throws StoreException, InterruptedException {
        var asked = new ArrayList<CompletableFuture<Outcome>>();
        for (Change change : changes) {
            var answer = new CompletableFuture<Outcome>();
            asked.add(answer);
            submitter.submit(change, answer::complete);
        }
        var outcomes = new ArrayList<Outcome>();
        for (CompletableFuture<Outcome> answer : asked) {
            try {
                outcomes.add(answer.get());
            } catch (ExecutionException e) {
                throw new StoreException("the store failed", e);
            }
        }
        return outcomes;
    }

    private static boolean refusedFor(Outcome outcome, Outcome.Reason... reasons) {
        return outcome instanceof Outcome.Refused refused && List.of(reasons).contains(refused.reason());
    }

    private static StoreException failed(Outcome outcome) {
        return new StoreException(
                "the database does not answer; run this again when it does",
                new IllegalStateException(outcome.toString()));
    }
}
