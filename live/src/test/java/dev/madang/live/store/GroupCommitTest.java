package dev.madang.live.store;

import static dev.madang.live.store.AddContract.POST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.live.store.Outcome.Done;
import dev.madang.live.store.Outcome.Reason;
import dev.madang.live.store.Outcome.Refused;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class GroupCommitTest {
    private final Disk disk = new Disk();
    private final List<Integer> commits = new CopyOnWriteArrayList<>();
    private final List<Outcome> answers = new CopyOnWriteArrayList<>();
    private final AtomicInteger ids = new AtomicInteger();

    @Test
    void whatArrivesDuringACommitSharesTheNext() throws InterruptedException {
        disk.hold = new CountDownLatch(1);
        try (var group = group(1_000)) {
            append(group);
            disk.writing.await();
            for (int i = 0; i < 100; i++) {
                append(group);
            }
            disk.hold.countDown();
        }
        assertThat(commits).containsExactly(1, 100);
        assertThat(answers).hasSize(101).allMatch(Done.class::isInstance);
    }

    @Test
    void nobodyIsAnsweredBeforeTheCommit() throws InterruptedException {
        disk.hold = new CountDownLatch(1);
        try (var group = group(10)) {
            append(group);
            disk.writing.await();
            assertThat(answers).isEmpty();
            disk.hold.countDown();
        }
        assertThat(answers).hasSize(1);
    }

    @Test
    void aFullQueueRefusesAtOnce() throws InterruptedException {
        disk.hold = new CountDownLatch(1);
        try (var group = group(3)) {
            append(group);
            disk.writing.await();
            for (int i = 0; i < 5; i++) {
                append(group);
            }
            assertThat(answers).containsExactly(new Refused(Reason.BUSY), new Refused(Reason.BUSY));
            disk.hold.countDown();
        }
        assertThat(answers).hasSize(6);
    }

    @Test
    void aFailedTransactionRefusesItsBatchAndTheNextGoesOn() {
        disk.failures.add(new StoreException("disk full", new IOException()));
        try (var group = group(10)) {
            append(group);
        }
        try (var group = group(10)) {
            append(group);
        }
        assertThat(answers.get(0)).isEqualTo(new Refused(Reason.UNAVAILABLE));
        assertThat(answers.get(1)).isInstanceOf(Done.class);
    }

    @Test
    void anUnknownOutcomeIsLookedUpBeforeTheAnswer() {
        disk.failures.add(new StoreException("commit?", new IOException(), true));
        disk.keepsOnFailure = true;
        disk.deafLookups = 2;
        try (var group = group(10)) {
            append(group);
        }
        assertThat(answers).singleElement().isInstanceOf(Done.class);
        assertThat(commits).as("a failed commit is not reported").isEmpty();
    }

    @Test
    void anUnknownOutcomeThatWasLostIsRefused() {
        disk.failures.add(new StoreException("commit?", new IOException(), true));
        try (var group = group(10)) {
            append(group);
        }
        assertThat(answers).containsExactly(new Refused(Reason.UNAVAILABLE));
    }

    @Test
    void anOutcomeNobodyCanLookUpIsToldAsUnknown() {
        disk.failures.add(new StoreException("commit?", new IOException(), true));
        disk.deafLookups = 1_000;
        try (var group = group(10)) {
            append(group);
        }
        assertThat(answers).containsExactly(new Outcome.Unknown());
    }

    @Test
    void anAnswerThatThrowsHarmsNobody() {
        try (var group = group(10)) {
            group.submit(comment(), outcome -> {
                throw new IllegalStateException("on purpose");
            });
            append(group);
        }
        assertThat(answers).hasSize(1);
    }

    @Test
    void theWriterThreadEndsWithClose() {
        var group = group(10);
        group.close();
        group.close();
        assertThat(disk.closed).isTrue();
        append(group);
        assertThat(answers).containsExactly(new Refused(Reason.CLOSED));
    }

    private GroupCommit group(int capacity) {
        return new GroupCommit(disk, (rows, nanos) -> commits.add(rows), capacity);
    }

    private void append(GroupCommit group) {
        group.submit(comment(), answers::add);
    }

    private Change comment() {
        String id = String.format("%024x", ids.incrementAndGet());
        return Change.Add.published(id, POST, null, Author.guest("영희"), "안녕", null);
    }

    /** A database in memory whose commits can be held and failed. */
    private static final class Disk implements BatchWriter {
        final CountDownLatch writing = new CountDownLatch(1);
        final List<StoreException> failures = new ArrayList<>();
        final Map<String, Outcome> rows = new HashMap<>();
        volatile CountDownLatch hold = new CountDownLatch(0);
        boolean keepsOnFailure;
        int deafLookups;
        volatile boolean closed;

        @Override
        public List<Outcome> write(List<Change> batch) throws StoreException {
            writing.countDown();
            try {
                hold.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            Optional<StoreException> failure =
                    failures.isEmpty() ? Optional.empty() : Optional.of(failures.removeFirst());
            var outcomes = new ArrayList<Outcome>();
            for (Change change : batch) {
                var row = (Change.Add) change;
                long seq = rows.size() + 1L;
                var stored =
                        new Done(Comment.fresh(row.id(), row.post(), seq, row.author(), row.content(), 0), false, seq);
                if (failure.isEmpty() || keepsOnFailure) {
                    rows.put(row.id(), stored);
                }
                outcomes.add(stored);
            }
            if (failure.isPresent()) {
                throw failure.get();
            }
            return outcomes;
        }

        @Override
        public List<Optional<Outcome>> find(List<Change> changes) throws StoreException {
            if (deafLookups > 0) {
                deafLookups--;
                throw new StoreException("deaf", new IOException());
            }
            return changes.stream()
                    .map(change -> Optional.ofNullable(rows.get(((Change.Add) change).id())))
                    .toList();
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
