package dev.madang.engine;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way to a session, as long as user code is asked about it: middlewares, the gate, the id generator.
 * On the loop of its connection; it ends once, admitted or refused, or because time is over or the client gone.
 */
final class Arrival extends Timer {
    /*
     * Most requests ask nobody, or get their answers at once: only one that waits is known to the engine, and timed.
     */
    private final Engine engine;
    private final RequestHead head;
    private final Loop loop;
    private final @Nullable HttpExchange exchange;
    private final @Nullable Consumer<WebSocketVerdict> verdict;
    private final List<String> headers = new ArrayList<>(0);
    private int questions;
    private boolean over;

    /** A polling request. */
    Arrival(Engine engine, HttpExchange exchange) {
        this.engine = engine;
        this.head = exchange.head();
        this.loop = exchange.loop();
        this.exchange = exchange;
        this.verdict = null;
    }

    /** A WebSocket handshake. */
    Arrival(Engine engine, RequestHead head, Loop loop, Consumer<WebSocketVerdict> verdict) {
        this.engine = engine;
        this.head = head;
        this.loop = loop;
        this.exchange = null;
        this.verdict = verdict;
    }

    RequestHead head() {
        return head;
    }

    Loop loop() {
        return loop;
    }

    /** Asks the middlewares; {@code then} runs if all let the request pass. */
    void pass(List<HttpMiddleware> middlewares, Runnable then) {
        if (middlewares.isEmpty()) {
            then.run();
        } else {
            pass(middlewares.iterator(), then);
        }
    }

    private void pass(Iterator<HttpMiddleware> rest, Runnable then) {
        if (!rest.hasNext()) {
            then.run();
            return;
        }
        int question = ++questions;
        Turn turn = new Turn(rest, then);
        try {
            rest.next().handle(head, turn);
        } catch (Throwable failure) {
            engine.report("HTTP middleware", failure);
            turn.refuse();
        }
        waitUnlessAnswered(question);
    }

    /** One middleware's turn. */
    private final class Turn implements HttpMiddleware.Next {
        private final Iterator<HttpMiddleware> rest;
        private final Runnable then;
        private final AtomicBoolean answered = new AtomicBoolean();
        private final List<String> added = new ArrayList<>(2);

        Turn(Iterator<HttpMiddleware> rest, Runnable then) {
            this.rest = rest;
            this.then = then;
        }

        @Override
        public HttpMiddleware.Next header(String name, String value) {
            ResponseHeaders.check(name, value);
            added.add(name);
            added.add(value);
            return this;
        }

        @Override
        public void proceed() {
            answer(() -> pass(rest, then));
        }

        @Override
        public void refuse() {
            answer(() -> Arrival.this.refuse(Refusal.byMiddleware()));
        }

        @Override
        public void answer(HttpAnswer answer) {
            ResponseHeaders.check(answer);
            answer(() -> Arrival.this.answer(answer));
        }

        private void answer(Runnable action) {
            if (answered.compareAndSet(false, true)) {
                loop.run(() -> {
                    if (!over) {
                        questions++;
                        add(added);
                        action.run();
                    }
                });
            }
        }
    }

    private void add(List<String> added) {
        headers.addAll(added);
        if (exchange != null && !added.isEmpty()) {
            exchange.addHeaders(List.copyOf(added));
        }
    }

    /** Asks user code a question; a failure, or null for an answer, is reported and refuses the request. */
    <T> void ask(String source, Refusal ifItFails, Callable<CompletionStage<T>> question, Consumer<T> then) {
        int number = ++questions;
        try {
            question.call()
                    .whenComplete((value, failure) -> loop.run(() -> {
                        if (over) {
                            return;
                        }
                        questions++;
                        if (failure != null || value == null) {
                            engine.report(source, failure == null ? new NullPointerException("null") : failure);
                            refuse(ifItFails);
                        } else {
                            then.accept(value);
                        }
                    }));
        } catch (Throwable failure) {
            engine.report(source, failure);
            refuse(ifItFails);
        }
        waitUnlessAnswered(number);
    }

    private void waitUnlessAnswered(int question) {
        if (question == questions && !over && !running()) {
            if (exchange != null) {
                engine.waits(exchange, this);
            }
            loop.start(this, engine.options().admissionTimeout().toNanos());
        }
    }

    @Override
    protected void expired() {
        refuse(Refusal.tooLate());
    }

    /** Nothing is waited for any more: the request is admitted, or the client has gone. */
    void end() {
        over = true;
        cancel();
        if (exchange != null) {
            engine.waitsNoMore(exchange);
        }
    }

    void refuse(Refusal refusal) {
        end();
        if (exchange != null) {
            engine.refuse(exchange, refusal);
        } else if (verdict != null) {
            verdict.accept(engine.refusedWebSocket(head, refusal, headers));
        }
    }

    private void answer(HttpAnswer answer) {
        end();
        engine.options().monitor().requestAnswered(head, answer.status());
        if (exchange != null) {
            exchange.answer(answer);
        } else if (verdict != null) {
            verdict.accept(new WebSocketVerdict.Refuse(answer.withMore(headers)));
        }
    }

    /** Accepts a WebSocket handshake. */
    void accept(Loop home, boolean initial, WebSocketVerdict.Opener opener) {
        end();
        if (verdict != null) {
            verdict.accept(new WebSocketVerdict.Accept(home, opener, engine.dress(headers, head, initial)));
        }
    }
}
