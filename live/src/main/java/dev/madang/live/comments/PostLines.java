package dev.madang.live.comments;

import dev.madang.live.store.PostId;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * One ordered queue per post: tasks of a post run one at a time, first in, first out; those of different posts side by
 * side. Any thread may add. A post without tasks takes no memory.
 */
final class PostLines {
    /*
     * Tasks never run on the thread that adds them. Sends to a room go straight out on an event loop that is its own
     * room's home, but are queued from any other thread: a line that ran on a loop once and elsewhere before would
     * overtake itself.
     */
    private final Map<PostId, Queue<Runnable>> lines = new ConcurrentHashMap<>();
    private final Executor threads;

    /** With threads that may block and are no event loops. */
    PostLines(Executor threads) {
        this.threads = threads;
    }

    /** Adds a task to the post's line; the future ends as the task does. */
    CompletableFuture<Void> run(PostId post, Task task) {
        var done = new CompletableFuture<Void>();
        Runnable step = () -> {
            try {
                task.run();
                done.complete(null);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                done.completeExceptionally(e);
            } catch (Exception | Error e) {
                done.completeExceptionally(e);
            }
        };
        lines.compute(post, (key, line) -> {
            Queue<Runnable> steps = line;
            if (steps == null) {
                steps = new ArrayDeque<>();
                threads.execute(() -> drain(post));
            }
            steps.add(step);
            return steps;
        });
        return done;
    }

    /** Posts that have tasks now. */
    int size() {
        return lines.size();
    }

    private void drain(PostId post) {
        var batch = new ArrayDeque<Runnable>();
        while (true) {
            lines.compute(post, (key, line) -> {
                if (line == null || line.isEmpty()) {
                    return null;
                }
                batch.addAll(line);
                line.clear();
                return line;
            });
            if (batch.isEmpty()) {
                return;
            }
            while (!batch.isEmpty()) {
                batch.remove().run();
            }
        }
    }

    /** A step of a line. */
    @FunctionalInterface
    interface Task {
        void run() throws Exception;
    }
}
