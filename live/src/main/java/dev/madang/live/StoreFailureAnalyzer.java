package dev.madang.live;

import dev.madang.live.store.StoreException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows a database that cannot be opened as Spring Boot shows failed starts: the message, no trace. */
final class StoreFailureAnalyzer extends AbstractFailureAnalyzer<StoreException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, StoreException cause) {
        return new FailureAnalysis(
                cause.getMessage(), "Check madang.store, and that this user may write there.", cause);
    }
}
