package dev.madang.live.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Platform threads that put questions to a database, and answer by a {@link StoreException} if it does not. Any thread may
 * ask. {@value #CAPACITY} questions may wait, each for three seconds at most: behind a database that hangs nobody waits
 * longer than those whom it left without an answer.
 */
final class SqlThreads implements AutoCloseable {
    private static final int CAPACITY = 8_192;
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final long CLOSING_SECONDS = 10;
    private static final Logger log = LoggerFactory.getLogger(SqlThreads.class);

    private final ThreadPoolExecutor threads;

    SqlThreads(String name, int count) {
        this.threads = new ThreadPoolExecutor(
                count,
                count,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(CAPACITY),
                Thread.ofPlatform().name(name, 1).factory());
    }

    <T> CompletableFuture<T> ask(Question<T> question) {
        var answer = new CompletableFuture<T>();
        long askedNanos = System.nanoTime();
        try {
            threads.execute(() -> answer(question, askedNanos, answer));
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(new StoreException("too many questions wait, or the store is closed", e));
        }
        return answer;
    }

    /** Waits for those who asked. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                log.warn("A question to the database is still without an answer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> void answer(Question<T> question, long askedNanos, CompletableFuture<T> answer) {
        try {
            if (System.nanoTime() - askedNanos > PATIENCE.toNanos()) {
                throw new SQLException("the question waited too long for its turn");
            }
            answer.complete(question.ask());
        } catch (SQLException | RuntimeException e) {
            answer.completeExceptionally(new StoreException("the database did not answer", e));
        }
    }

    /** A question. */
    @FunctionalInterface
    interface Question<T> {
        T ask() throws SQLException;
    }
}
