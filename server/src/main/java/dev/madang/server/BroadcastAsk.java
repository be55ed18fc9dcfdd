package dev.madang.server;

import dev.madang.engine.Loop;
import dev.madang.engine.Timer;
import dev.madang.protocol.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A question to many sockets: gathers their answers from all loops. Any thread. */
final class BroadcastAsk {
    /*
     * Each loop has a part of its own: a timer, and the sockets it asked, whose entries it takes back when time is up.
     * So nothing of another loop is touched. The question is answered when every part has said how many it asked, and
     * as many answers have come; the first part whose time is up ends it, or the moment when all who have
     * not answered are gone: then no answer can come any more, and no timer stays behind.
     */
    private final HandlerThreads handlers;
    private final CompletableFuture<BroadcastAcks> result = new CompletableFuture<>();
    private final List<Arguments> responses = new ArrayList<>();
    private int parts;
    private int recipients;
    private int lost;
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
        private int settled;

        Part(Loop loop, long id) {
            this.loop = loop;
            this.id = id;
        }

        /** Expects an answer; of a socket that owes too many already, none will come. */
        void ask(Socket socket) {
            asked.add(socket);
            if (!socket.answers().await(id, this)) {
                settled++;
                lose();
            }
        }

        /** All sockets of this loop have been asked. */
        void asked(long timeoutNanos) {
            if (settled < asked.size()) {
                loop.start(this, timeoutNanos);
            }
            counted(asked.size(), loop);
        }

        @Override
        public void answered(Arguments arguments) {
            settle();
            add(arguments.owned());
            answer(loop);
        }

        @Override
        public void disconnected() {
            settle();
            lose();
            answer(loop);
        }

        private void settle() {
            settled++;
            if (settled == asked.size()) {
                cancel();
            }
        }

        @Override
        protected void expired() {
            for (Socket socket : asked) {
                socket.answers().forget(id);
            }
            timedOut(loop);
        }
    }

    /** A part has asked that many sockets; none if its loop has ended. */
    void counted(int asked, Loop loop) {
        synchronized (this) {
            recipients += asked;
            parts--;
        }
        answer(loop);
    }

    private synchronized void add(Arguments arguments) {
        responses.add(arguments);
    }

    private synchronized void lose() {
        lost++;
    }

    private void answer(Loop loop) {
        BroadcastAcks acks;
        boolean whole;
        synchronized (this) {
            if (over || parts > 0 || responses.size() + lost < recipients) {
                return;
            }
            over = true;
            whole = lost == 0;
            acks = new BroadcastAcks(recipients, responses);
        }
        if (whole) {
            handlers.complete(loop, () -> result.complete(acks));
        } else {
            fail(acks, loop);
        }
    }

    private void timedOut(Loop loop) {
        BroadcastAcks acks;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            acks = new BroadcastAcks(recipients, responses);
        }
        fail(acks, loop);
    }

    private void fail(BroadcastAcks acks, Loop loop) {
        handlers.complete(loop, () -> result.completeExceptionally(new AckTimeoutException(acks)));
    }
}
