package dev.madang.live.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The platform threads that ask MongoDB: {@value #READERS} read, one writes records. {@value #CAPACITY} questions may wait. */
final class MongoThreads implements AutoCloseable {
    static final int READERS = 4;
    static final int CAPACITY = 8_192;

    private static final long CLOSING_SECONDS = 10;
    private static final Logger log = LoggerFactory.getLogger(MongoThreads.class);

    private final ThreadPoolExecutor readers = pool(READERS, "madang-store-reader-");
    private final ThreadPoolExecutor records = pool(1, "madang-store-records-");

    <T> CompletableFuture<T> read(Question<T> question) {
        return run(readers, question);
    }

    /** One after the other. */
    <T> CompletableFuture<T> write(Question<T> question) {
        return run(records, question);
    }

    /** Answers what was asked, and ends. */
    @Override
    public void close() {
        readers.shutdown();
        records.shutdown();
        try {
            if (!readers.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)
                    || !records.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                log.warn("A question to the database has no answer yet");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ThreadPoolExecutor pool(int threads, String name) {
        return new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(CAPACITY),
                Thread.ofPlatform().name(name, 1).factory());
    }

    private static <T> CompletableFuture<T> run(ThreadPoolExecutor pool, Question<T> question) {
        var answer = new CompletableFuture<T>();
        try {
            pool.execute(() -> answer(question, answer));
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(new StoreException("too many questions wait, or the store is closed", e));
        }
        return answer;
    }

    private static <T> void answer(Question<T> question, CompletableFuture<T> answer) {
        try {
            answer.complete(question.ask());
        } catch (StoreException e) {
            answer.completeExceptionally(e);
        } catch (RuntimeException e) {
            answer.completeExceptionally(new StoreException("the database did not answer", e));
        }
    }

    /** A question to the database. */
    @FunctionalInterface
    interface Question<T> {
        T ask() throws StoreException;
    }
}
