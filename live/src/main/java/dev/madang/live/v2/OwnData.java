package dev.madang.live.v2;

import dev.madang.live.store.Author;
import dev.madang.live.store.Ballot;
import dev.madang.live.store.Comment;
import dev.madang.live.store.Listed;
import dev.madang.live.store.StoreException;
import dev.madang.live.transfer.PersonalData;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the asker wrote and voted and what stands about the asker, given out in parts and forgotten. Threads that may block. */
final class OwnData {
    private static final int PART = 100;
    private static final int LONGEST_WORD = 20;
    private static final Logger log = LoggerFactory.getLogger(OwnData.class);

    private final PersonalData data;

    OwnData(ContractV2 contract, Clock clock) {
        this.data = new PersonalData(contract.store, contract.service::submit, clock);
    }

    Object part(Author me, Form form) throws Refusal, InterruptedException {
        String cursor = form.optionalId("cursor");
        String part = form.optional("part", LONGEST_WORD);
        return switch (part == null ? "comments" : part) {
            case "comments" -> comments(me, cursor);
            case "votes" -> votes(me, cursor);
            case "records" -> new Values.MyRecords(true, answered(() -> data.told(me)));
            default -> throw new Refusal(Code.INVALID);
        };
    }

    Values.Forgotten forget(Author me, Form form) throws Refusal, InterruptedException {
        if (!"erase".equals(form.optional("confirm", LONGEST_WORD))) {
            throw new Refusal(Code.INVALID);
        }
        PersonalData.Erased erased = answered(() -> data.erase(new PersonalData.Who(me, null)));
        return new Values.Forgotten(true, erased.comments());
    }

    private Values.Mine comments(Author me, @Nullable String cursor) throws Refusal, InterruptedException {
        Listed<Comment> rows = Desk.ask(data.of(me, cursor, PART));
        return new Values.Mine(true, rows.rows().stream().map(Values.Own::of).toList(), rows.next());
    }

    private Values.MyVotes votes(Author me, @Nullable String cursor) throws Refusal, InterruptedException {
        Listed<Ballot> votes = answered(() -> data.votesSeenBy(me, cursor, PART));
        return new Values.MyVotes(
                true, votes.rows().stream().map(Values.MyVote::of).toList(), votes.next());
    }

    private static <T> T answered(Question<T> question) throws Refusal, InterruptedException {
        try {
            return question.ask();
        } catch (StoreException e) {
            log.warn("Somebody's own data could not be read, or not be forgotten to the end", e);
            throw new Refusal(Code.UNAVAILABLE);
        }
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask() throws StoreException, InterruptedException;
    }
}
