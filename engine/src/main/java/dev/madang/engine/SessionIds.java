package dev.madang.engine;

import java.util.concurrent.CompletionStage;

/** Makes the ids of sessions: the reference's {@code generateId}. */
@FunctionalInterface
public interface SessionIds {
    /**
     * An id for the session that this request opens: letters, digits, {@code -} and {@code _}, at most 128. Whoever
     * knows an id owns the session, so nobody must be able to guess one. On the loop of the connection, so it must not
     * block; the answer may come later, from any thread, within {@link EngineOptions#admissionTimeout()}.
     *
     * <p>What it throws, a stage that fails, an id of other characters and one that is taken refuse the request: 400
     * with code 3, context {@code ID_GENERATION_ERROR}.
     */
    CompletionStage<String> next(RequestHead request);
}
