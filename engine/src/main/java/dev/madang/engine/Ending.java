package dev.madang.engine;

/** Why a session ends. */
record Ending(CloseReason reason, String description) {
    /** User code failed, or we did. */
    static final Ending INTERNAL_ERROR = new Ending(CloseReason.TRANSPORT_ERROR, "internal error");
}
