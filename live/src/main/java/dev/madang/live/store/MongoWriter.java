package dev.madang.live.store;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import dev.madang.live.store.Outcome.Done;
import dev.madang.live.store.Outcome.Reason;
import dev.madang.live.store.Outcome.Refused;
import dev.madang.live.store.Outcome.Unchanged;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.bson.Document;
import org.bson.types.ObjectId;

/** Writes batches into MongoDB. Used by one thread; others, in this process or elsewhere, may write at the same time. */
final class MongoWriter implements BatchWriter {
    /*
     * There is no transaction around a batch. It is planned in memory on what was read, and happens with the insertion of
     * its log entries, one by one; where somebody else was faster, the rest of the batch is planned again.
     *
     * Votes have no place in the log and are written first. A step therefore ends where a vote follows another change of its
     * comment, or the other way round.
     *
     * A command that was sent and not answered may be carried out later than its outcome is looked for. Then what is found
     * has happened, and of what is not found nobody can tell.
     */
    private static final int FUTILE_STEPS = 60;

    private static final long LONGEST_PAUSE_NANOS = 5_000_000;

    private final MongoBase base;
    private final MongoMaker maker;
    private final MongoLog log;
    private final MongoVotes votes;
    private final Clock clock;
    private boolean mayStillCommit;

    MongoWriter(MongoBase base, Clock clock) {
        this.base = base;
        this.maker = new MongoMaker(base);
        this.log = new MongoLog(base);
        this.votes = new MongoVotes(base);
        this.clock = clock;
    }

    @Override
    public List<Outcome> write(List<Change> batch) throws StoreException {
        var work = new Work(batch);
        try {
            int futile = 0;
            while (!work.done() && futile < FUTILE_STEPS) {
                boolean progress = step(work);
                futile = progress ? 0 : futile + 1;
                pause(futile);
            }
            return work.outcomes();
        } catch (MongoException e) {
            mayStillCommit =
                    work.writing && !(e instanceof MongoTimeoutException) && !(e instanceof MongoCommandException);
            throw new StoreException("a batch was not written", e, work.writing);
        }
    }

    @Override
    public List<Optional<Outcome>> find(List<Change> changes) throws StoreException {
        try {
            MongoState state = MongoState.read(base, maker, changes);
            List<Optional<Outcome>> found =
                    changes.stream().map(change -> find(state, change)).toList();
            if (mayStillCommit && found.stream().anyMatch(Optional::isEmpty)) {
                throw new StoreException(
                        "what is not there proves nothing", new IllegalStateException("the server may be committing"));
            }
            return found;
        } catch (MongoException e) {
            throw new StoreException("changes cannot be looked up", e);
        }
    }

    private Optional<Outcome> find(MongoState state, Change change) {
        long count = state.counters(change.post()).count;
        return switch (change) {
            case Change.Add add -> {
                String earlier = state.byCid(MongoEntry.cid(add));
                Optional<Outcome> own = found(state, add, add.id(), comment -> true);
                yield own.isPresent() || earlier == null
                        ? own
                        : found(state, add, earlier, comment -> true)
                                .map(outcome -> new Done(((Done) outcome).row(), true, count));
            }
            case Change.Bring bring -> found(state, bring, bring.row().id(), comment -> true);
            case Change.Edit edit ->
                found(state, edit, edit.id(), comment -> comment.content().equals(edit.content()));
            case Change.SetStatus status ->
                found(state, status, status.id(), comment -> comment.status() == status.to());
            case Change.Pin pin -> found(state, pin, pin.id(), comment -> comment.pinned() == pin.on());
            case Change.Vote vote -> {
                int stored = votes.of(vote.voter(), List.of(vote.id())).getOrDefault(vote.id(), 0);
                yield found(state, vote, vote.id(), comment -> stored == vote.value());
            }
            case Change.Votes all -> {
                Map<String, Integer> stored = votes.on(all.id(), all.values().keySet());
                boolean stand = all.values().entrySet().stream()
                        .allMatch(vote -> vote.getValue().equals(stored.getOrDefault(vote.getKey(), 0)));
                yield found(state, all, all.id(), comment -> stand);
            }
            case Change.Tally tally -> found(state, tally, tally.id(), comment -> true);
            case Change.Erase erase -> {
                MongoRow left = state.row(erase.post(), erase.id());
                yield left == null || left.comment().isErased()
                        ? Optional.of(new Done(Comment.erased(erase.id(), erase.post()), false, count))
                        : Optional.empty();
            }
        };
    }

    /**
     * Gives documents that somebody else wrote into a post their places in the order.
     *
     * @param documents in that order
     * @return how many got one
     */
    int adopt(PostId post, List<MongoRow> documents) {
        List<String> ids = documents.stream().map(row -> row.comment().id()).toList();
        int before = 0;
        for (int futile = 0; futile < FUTILE_STEPS; futile++) {
            MongoState state = MongoState.read(base, maker, post, ids);
            List<MongoRow> left = documents.stream()
                    .filter(row -> !state.taken(row.comment().id()))
                    .toList();
            createPosts(state, Map.of(post, Topic.NONE));
            var changes = new MongoChanges(state, clock.millis());
            left.forEach(changes::adopt);
            int committed = log.commit(changes.entries());
            maker.make(changes.entries().subList(0, committed));
            before += committed;
            if (committed == left.size()) {
                return before;
            }
            pause(futile);
        }
        return before;
    }

    /* The connections belong to the store. */
    @Override
    public void close() {}

    private boolean step(Work work) {
        List<Integer> places = work.next();
        List<Change> changes = places.stream().map(work.batch::get).toList();
        MongoState state = MongoState.read(base, maker, changes);
        Set<Integer> news = vote(work, places, state);
        boolean progress = !news.isEmpty();
        var topics = new HashMap<PostId, Topic>();
        var planned = new LinkedHashMap<Integer, Outcome>();
        var entriesBefore = new HashMap<Integer, Integer>();
        var plan = new MongoChanges(state, clock.millis());
        for (int place : places) {
            Change change = work.batch.get(place);
            if (change instanceof Change.Vote) {
                continue;
            }
            if (change instanceof Change.Add add) {
                topics.putIfAbsent(add.post(), add.topic());
            }
            if (change instanceof Change.Bring bring) {
                topics.putIfAbsent(bring.post(), bring.topic());
            }
            Outcome outcome = plan.make(change);
            if (outcome instanceof Unchanged same && news.contains(place)) {
                outcome = new Done(same.row(), false, state.counters(change.post()).count);
            }
            planned.put(place, outcome);
            entriesBefore.put(place, plan.entries().size());
        }
        createPosts(state, topics);
        work.writing |= !plan.entries().isEmpty();
        int committed = log.commit(plan.entries());
        maker.make(plan.entries().subList(0, committed));
        for (Map.Entry<Integer, Outcome> each : planned.entrySet()) {
            if (entriesBefore.getOrDefault(each.getKey(), 0) <= committed) {
                work.outcomes[each.getKey()] = each.getValue();
                progress = true;
            }
        }
        return progress;
    }

    /** Stores the votes of a step, and answers those that come one by one; the places of what they changed or answered. */
    private Set<Integer> vote(Work work, List<Integer> places, MongoState state) {
        var voting = new MongoVoting(votes, state);
        var answered = new LinkedHashMap<Integer, Outcome>();
        Set<Integer> news = new HashSet<>();
        for (int place : places) {
            Change change = work.batch.get(place);
            if (change instanceof Change.Vote vote) {
                answered.put(place, voting.vote(vote));
            } else if (change instanceof Change.Votes all && voting.votes(all)) {
                news.add(place);
            }
        }
        work.writing |= voting.anyNew();
        voting.store();
        answered.forEach((place, outcome) -> work.outcomes[place] = outcome);
        news.addAll(answered.keySet());
        return news;
    }

    private void createPosts(MongoState state, Map<PostId, Topic> topics) {
        var missing = new ArrayList<WriteModel<Document>>();
        topics.forEach((post, topic) -> {
            if (!state.counters(post).exists) {
                missing.add(new UpdateOneModel<>(
                        Filters.eq(MongoRow.ID, new ObjectId(post.hex())),
                        new Document("$setOnInsert", MongoReader.post(topic, clock.millis())),
                        new UpdateOptions().upsert(true)));
            }
        });
        MongoMaker.write(base.posts, missing);
    }

    private static Optional<Outcome> found(MongoState state, Change change, String id, Predicate<Comment> happened) {
        MongoRow row = state.row(change.post(), id);
        return row == null || !happened.test(row.comment())
                ? Optional.empty()
                : Optional.of(new Done(row.comment(), false, state.counters(change.post()).count));
    }

    private static void pause(int futile) {
        if (futile > 0) {
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1, LONGEST_PAUSE_NANOS));
        }
    }

    /** A batch, and how far it is. */
    private static final class Work {
        final List<Change> batch;
        final Outcome[] outcomes;
        boolean writing;

        Work(List<Change> batch) {
            this.batch = batch;
            this.outcomes = new Outcome[batch.size()];
        }

        boolean done() {
            return Arrays.stream(outcomes).allMatch(outcome -> outcome != null);
        }

        /* What is left after so many tries certainly did not happen. */
        List<Outcome> outcomes() {
            return Arrays.stream(outcomes)
                    .map(outcome -> outcome == null ? new Refused(Reason.UNAVAILABLE) : outcome)
                    .toList();
        }

        /** The places of what comes next: of each post as much as can go in one step, the posts in the order of their ids. */
        List<Integer> next() {
            var byPost = new TreeMap<PostId, List<Integer>>();
            Set<PostId> full = new HashSet<>();
            Set<String> voted = new HashSet<>();
            Set<String> changed = new HashSet<>();
            for (int place = 0; place < outcomes.length; place++) {
                Change change = batch.get(place);
                if (outcomes[place] != null || full.contains(change.post())) {
                    continue;
                }
                String id = id(change);
                boolean votes = change instanceof Change.Vote || change instanceof Change.Votes;
                boolean changes = !(change instanceof Change.Vote);
                boolean behindVotes = changes && voted.contains(id) && !(change instanceof Change.Tally);
                if (behindVotes || (votes && changed.contains(id))) {
                    full.add(change.post());
                    continue;
                }
                if (votes) {
                    voted.add(id);
                }
                if (changes) {
                    changed.add(id);
                }
                byPost.computeIfAbsent(change.post(), post -> new ArrayList<>()).add(place);
            }
            return byPost.values().stream().flatMap(List::stream).toList();
        }

        private static String id(Change change) {
            return switch (change) {
                case Change.Add add -> add.id();
                case Change.Bring bring -> bring.row().id();
                case Change.Edit edit -> edit.id();
                case Change.SetStatus status -> status.id();
                case Change.Pin pin -> pin.id();
                case Change.Vote vote -> vote.id();
                case Change.Votes votes -> votes.id();
                case Change.Tally tally -> tally.id();
                case Change.Erase erase -> erase.id();
            };
        }
    }
}
