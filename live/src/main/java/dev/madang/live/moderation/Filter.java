package dev.madang.live.moderation;

/** Something outside that judges what is about to be written. */
@FunctionalInterface
interface Filter {
    /** Its answer; on a thread that may block, for a bounded time. Never fails. */
    Answer ask(Draft draft) throws InterruptedException;

    /** Nobody is asked. */
    static Filter none() {
        return draft -> Answer.PUBLISH;
    }

    /** What it may say. */
    enum Answer {
        PUBLISH,
        HOLD,
        REJECT
    }
}
