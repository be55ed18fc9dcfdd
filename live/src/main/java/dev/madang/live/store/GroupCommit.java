package dev.madang.live.store;

import dev.madang.live.store.Outcome.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of a store: a platform thread that commits in one transaction whatever arrived while it was busy with
 * the last. {@link #submit} may be called by any thread; answers come on the writer thread, in the order of the commit.
 *
 * <p>At most {@code capacity} changes wait; the next is refused. A batch holds at most {@value #BATCH} changes.
 */
final class GroupCommit implements AutoCloseable {
    /*
     * No timer gathers a batch. An idle writer takes the first change at once, so a lone one waits for nothing; a
     * busy writer finds a longer queue after each commit, so the batch grows by itself with the load. What waits longest
     * is one commit old.
     */
    static final int BATCH = 1_000;

    private static final long LOOKING_NANOS = 1_000_000_000;
    private static final long BETWEEN_LOOKUPS_NANOS = 100_000_000;
    private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);

    private final BatchWriter writer;
    private final CommitListener listener;
    private final BlockingQueue<Entry> queue;
    private final Thread thread;
    private final Object gate = new Object();
    private boolean closed;

    GroupCommit(BatchWriter writer, CommitListener listener, int capacity) {
        this.writer = writer;
        this.listener = listener;
        this.queue = new ArrayBlockingQueue<>(capacity + 1);
        this.thread = Thread.ofPlatform().name("madang-store-writer").start(this::run);
    }

    void submit(Change change, Consumer<Outcome> answer) {
        Reason refusal;
        synchronized (gate) {
            refusal = closed ? Reason.CLOSED : Reason.BUSY;
            if (!closed && queue.remainingCapacity() > 1 && queue.offer(new Waiting(change, answer))) {
                return;
            }
        }
        answer.accept(new Outcome.Refused(refusal));
    }

    @Override
    public void close() {
        synchronized (gate) {
            if (!closed) {
                closed = true;
                queue.add(new End());
            }
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        var entries = new ArrayList<Entry>(BATCH);
        var batch = new ArrayList<Waiting>(BATCH);
        boolean open = true;
        while (open) {
            entries.clear();
            batch.clear();
            entries.add(take());
            queue.drainTo(entries, BATCH - 1);
            for (Entry entry : entries) {
                switch (entry) {
                    case Waiting waiting -> batch.add(waiting);
                    case End end -> open = false;
                }
            }
            if (!batch.isEmpty()) {
                answer(batch, commit(batch.stream().map(Waiting::change).toList()));
            }
        }
        writer.close();
    }

    private Entry take() {
        while (true) {
            try {
                return queue.take();
            } catch (InterruptedException e) {
                log.debug("the writer thread ends by close only");
            }
        }
    }

    private List<? extends Outcome> commit(List<Change> changes) {
        long start = System.nanoTime();
        try {
            List<Outcome> outcomes = writer.write(changes);
            listener.committed(changes.size(), System.nanoTime() - start);
            return outcomes;
        } catch (StoreException e) {
            log.error("A batch of {} changes failed", changes.size(), e);
            return e.outcomeUnknown() ? lookUp(changes) : all(changes, new Outcome.Refused(Reason.UNAVAILABLE));
        } catch (RuntimeException e) {
            log.error("A batch of {} changes failed", changes.size(), e);
            return lookUp(changes);
        }
    }

    private List<? extends Outcome> lookUp(List<Change> changes) {
        long start = System.nanoTime();
        while (true) {
            try {
                return writer.find(changes).stream()
                        .map(found -> found.orElse(new Outcome.Refused(Reason.UNAVAILABLE)))
                        .toList();
            } catch (StoreException | RuntimeException e) {
                if (System.nanoTime() - start > LOOKING_NANOS) {
                    log.error("The outcome of {} changes could not be looked up", changes.size(), e);
                    return all(changes, new Outcome.Unknown());
                }
                LockSupport.parkNanos(this, BETWEEN_LOOKUPS_NANOS);
            }
        }
    }

    private static List<Outcome> all(List<Change> changes, Outcome outcome) {
        return changes.stream().map(change -> outcome).toList();
    }

    private static void answer(List<Waiting> batch, List<? extends Outcome> outcomes) {
        for (int i = 0; i < batch.size(); i++) {
            try {
                batch.get(i).answer.accept(outcomes.get(i));
            } catch (RuntimeException e) {
                log.error("The answer to a change failed", e);
            }
        }
    }

    private sealed interface Entry {}

    private record Waiting(Change change, Consumer<Outcome> answer) implements Entry {}

    private record End() implements Entry {}
}
