package dev.madang.server;

import dev.madang.engine.Loop;
import dev.madang.engine.Timer;
import dev.madang.protocol.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A question to many sockets: gathers their answers from all loops. Any thread. */
final class BroadcastAsk {
    /*
     * Each loop has a part of its own: a timer, and the sockets it asked, whose entries it takes back when time is up.
     * So nothing of another loop is touched. The question is answered when every part has said how many it asked, and
     * as many answers have come; the first part whose time is up ends it.
     */
    private final HandlerThreads handlers;
    private final CompletableFuture<BroadcastAcks> result = new CompletableFuture<>();
    private final List<Arguments> responses = new ArrayList<>();
    private int parts;
    private int recipients;
    private boolean over;

    BroadcastAsk(HandlerThreads handlers, int parts) {
        this.handlers = handlers;
        this.parts = parts;
    }

    CompletableFuture<BroadcastAcks> result() {
        return result;
    }

    /** One loop's part. On that loop. */
    final class Part extends Timer implements Awaiting {
        private final Loop loop;
        private final long id;
        private final List<Socket> asked = new ArrayList<>();
        private int answers;

        Part(Loop loop, long id) {
            this.loop = loop;
            this.id = id;
        }

        /** Expects an answer; of a socket that owes too many already, none will count. */
        void ask(Socket socket) {
            asked.add(socket);
            socket.await(id, this);
        }

        /** All sockets of this loop have been asked. */
        void asked(long timeoutNanos) {
            if (!asked.isEmpty()) {
                loop.start(this, timeoutNanos);
            }
            counted(asked.size(), loop);
        }

        @Override
        public void answered(Arguments arguments) {
            answers++;
            if (answers == asked.size()) {
                cancel();
            }
            response(arguments.owned(), loop);
        }

        @Override
        public void disconnected() {}

        @Override
        protected void expired() {
            for (Socket socket : asked) {
                socket.forget(id);
            }
            timedOut(loop);
        }
    }

    /** A part has asked that many sockets; none if its loop has ended. */
    void counted(int asked, Loop loop) {
        BroadcastAcks acks;
        synchronized (this) {
            recipients += asked;
            parts--;
            acks = complete();
        }
        answer(acks, loop);
    }

    private void response(Arguments arguments, Loop loop) {
        BroadcastAcks acks;
        synchronized (this) {
            responses.add(arguments);
            acks = complete();
        }
        answer(acks, loop);
    }

    private @Nullable BroadcastAcks complete() {
        if (over || parts > 0 || responses.size() < recipients) {
            return null;
        }
        over = true;
        return new BroadcastAcks(recipients, responses);
    }

    private void answer(@Nullable BroadcastAcks acks, Loop loop) {
        if (acks != null) {
            handlers.complete(loop, () -> result.complete(acks));
        }
    }

    private void timedOut(Loop loop) {
        AckTimeoutException timeout;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            timeout = new AckTimeoutException(new BroadcastAcks(recipients, responses));
        }
        handlers.complete(loop, () -> result.completeExceptionally(timeout));
    }
}
