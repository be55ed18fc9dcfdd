package dev.madang.engine;

/**
 * A home thread: runs one task at a time, in the order given. A session belongs to one loop for its whole life, and
 * all of its state is touched there only, without locks.
 *
 * <p>A loop may end before the server does. What it has taken until then it runs; it takes nothing more, and its timers
 * do not run any more. Its sessions end with it: whoever owns the thread says so to {@link Engine#ended}.
 *
 * <p>The module that owns the threads extends this class, once per thread; tests extend it with virtual time.
 */
public abstract class Loop {
    private final int index;
    private final Deadlines deadlines = new Deadlines(this);

    /**
     * A loop.
     *
     * @param index its place among the loops of one server, from 0; arrays of per-loop state are indexed by it
     */
    protected Loop(int index) {
        this.index = index;
    }

    /** Its place among the loops of one server. */
    public final int index() {
        return index;
    }

    /**
     * Runs a task on this loop, behind all tasks given before by the same thread, and never within this call. Called by
     * any thread.
     *
     * @return whether it will run: false if the loop has ended, and then whoever waits for the task must be told otherwise
     */
    public abstract boolean execute(Runnable task);

    /** Whether the calling thread is this loop. */
    public abstract boolean inLoop();

    /** The monotonic clock, in nanoseconds. */
    public abstract long nanoTime();

    /**
     * Runs {@code task} on this loop after at least {@code delayNanos}, unless the loop ends before. On this loop only.
     */
    protected abstract void schedule(Runnable task, long delayNanos);

    /** Starts a timer, or starts it anew. On this loop only. */
    public final void start(Timer timer, long delayNanos) {
        deadlines.start(timer, delayNanos);
    }

    /** Runs now if this is the loop's own thread, else as {@link #execute}: false if the loop has ended. */
    public final boolean run(Runnable task) {
        if (inLoop()) {
            task.run();
            return true;
        }
        return execute(task);
    }
}
