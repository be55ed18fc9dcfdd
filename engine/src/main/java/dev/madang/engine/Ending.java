package dev.madang.engine;

/** Why a session ends, or is to end. */
record Ending(CloseReason reason, String description) {
    /** We failed, or user code did. */
    static final Ending INTERNAL_ERROR = new Ending(CloseReason.TRANSPORT_ERROR, "internal error");
}
