package dev.madang.engine;

import org.jspecify.annotations.Nullable;

/**
 * A deadline that its owner embeds: starting, restarting and cancelling it allocate nothing and take constant time.
 * On the owner's loop only.
 */
public abstract class Timer {
    @Nullable
    Timer previous;

    @Nullable
    Timer next;

    Deadlines.@Nullable Lane lane;
    long deadline;

    /** A timer that is not running. */
    protected Timer() {}

    /** Runs on the loop when the deadline has passed; the timer is no longer running then. */
    protected abstract void expired();

    /** Stops the timer; does nothing if it is not running. */
    public final void cancel() {
        if (lane != null) {
            lane.remove(this);
        }
    }

    /** Whether it is started and has neither expired nor been cancelled. */
    public final boolean running() {
        return lane != null;
    }
}
