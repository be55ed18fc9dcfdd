package dev.madang.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows an {@link UnsupportedServerException} as Spring Boot shows failed starts: description and action, no trace. */
final class UnsupportedServerAnalyzer extends AbstractFailureAnalyzer<UnsupportedServerException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnsupportedServerException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }
}
