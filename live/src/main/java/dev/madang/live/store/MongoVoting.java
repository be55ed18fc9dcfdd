package dev.madang.live.store;

import dev.madang.live.store.Outcome.Done;
import dev.madang.live.store.Outcome.Reason;
import dev.madang.live.store.Outcome.Refused;
import dev.madang.live.store.Outcome.Unchanged;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The votes of one step of a batch: counted in memory one after the other, then stored together. Used by one thread. */
final class MongoVoting {
    private final MongoVotes votes;
    private final MongoState state;
    private final Map<String, Integer> known = new HashMap<>();
    private final Map<String, Change.Vote> stored = new LinkedHashMap<>();

    MongoVoting(MongoVotes votes, MongoState state) {
        this.votes = votes;
        this.state = state;
    }

    /** Counts a vote; its outcome holds once it is stored. */
    Outcome vote(Change.Vote vote) {
        MongoRow row = state.row(vote.post(), vote.id());
        if (row == null || !row.comment().published()) {
            return new Refused(row == null ? Reason.NOT_FOUND : Reason.CONFLICT);
        }
        learn(vote.id(), List.of(vote.voter()));
        boolean news = cast(vote);
        Comment current = new CommentDraft(row.comment())
                .votes(state.votes(vote.id()))
                .at(row.comment().rev());
        return news ? new Done(current, false, state.counters(vote.post()).count) : new Unchanged(current);
    }

    /** Counts several votes on a comment, if there is such; whether one of them is new. */
    boolean votes(Change.Votes all) {
        if (state.row(all.post(), all.id()) == null) {
            return false;
        }
        learn(all.id(), List.copyOf(all.values().keySet()));
        boolean news = false;
        for (Map.Entry<String, Integer> each : all.values().entrySet()) {
            news |= cast(new Change.Vote(all.post(), all.id(), each.getKey(), each.getValue()));
        }
        return news;
    }

    boolean anyNew() {
        return !stored.isEmpty();
    }

    /** Stores what is new, and returns when it is durable. */
    void store() {
        votes.store(stored.values());
    }

    private void learn(String comment, List<String> voters) {
        List<String> unknown = voters.stream()
                .filter(voter -> !known.containsKey(MongoVotes.name(comment, voter)))
                .toList();
        if (!unknown.isEmpty()) {
            Map<String, Integer> found = votes.on(comment, unknown);
            unknown.forEach(voter -> known.put(MongoVotes.name(comment, voter), found.getOrDefault(voter, 0)));
        }
    }

    private boolean cast(Change.Vote vote) {
        String name = MongoVotes.name(vote.id(), vote.voter());
        int before = known.getOrDefault(name, 0);
        if (before == vote.value()) {
            return false;
        }
        known.put(name, vote.value());
        stored.put(name, vote);
        state.setVotes(vote.id(), state.votes(vote.id()).replaced(before, vote.value()));
        return true;
    }
}
