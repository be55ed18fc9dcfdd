package dev.madang.engine;

/** Changes the headers of answers: the reference's {@code headers} and {@code initial_headers} events. */
@FunctionalInterface
public interface HeadersListener {
    /** On the loop that answers, before every answer it was added for. Must not block; what it throws is reported. */
    void headers(ResponseHeaders headers, RequestHead request);
}
