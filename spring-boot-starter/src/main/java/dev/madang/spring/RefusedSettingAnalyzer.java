package dev.madang.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows a setting that Madang itself refused as Spring Boot shows failed starts: the message, no trace. */
final class RefusedSettingAnalyzer extends AbstractFailureAnalyzer<IllegalArgumentException> {
    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, IllegalArgumentException cause) {
        StackTraceElement[] trace = cause.getStackTrace();
        boolean ours = trace.length > 0 && trace[0].getClassName().startsWith("dev.madang.");
        return ours ? new FailureAnalysis(cause.getMessage(), "Correct the setting that it names.", cause) : null;
    }
}
