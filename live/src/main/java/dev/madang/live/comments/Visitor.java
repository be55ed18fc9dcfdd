package dev.madang.live.comments;

import dev.madang.live.identity.Pass;
import dev.madang.live.limits.RateLimits;
import dev.madang.live.moderation.Denial;
import dev.madang.live.store.Author;
import dev.madang.live.store.Comment;
import dev.madang.live.store.Outcome;
import dev.madang.live.store.PostId;
import dev.madang.live.store.Status;
import dev.madang.live.store.StoreException;
import dev.madang.server.Ack;
import dev.madang.server.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** One client of contract v1. Its methods are called by the socket's handlers: one at a time, on threads that may block. */
final class Visitor {
    /*
     * Joins and leaves wait until they are done, so that those of one socket cannot overtake each other in the lines of
     * different posts. Comments do not wait. A leave is never too fast: refused, its client would show the comments of
     * the post it left under the next one; and only one that follows a join does anything.
     */
    private static final Logger log = LoggerFactory.getLogger(Visitor.class);

    private final Socket socket;
    private final ContractV1 contract;
    private final CommentService service;
    private final Pass pass;
    private final RateLimits.Allowance allowance;
    private final Pen pen;
    private volatile @Nullable String person;
    private boolean left;
    private volatile @Nullable PostId joined;

    Visitor(
            Socket socket,
            ContractV1 contract,
            CommentService service,
            Pass pass,
            RateLimits.Allowance allowance,
            Pen pen) {
        this.socket = socket;
        this.contract = contract;
        this.service = service;
        this.pass = pass;
        this.allowance = allowance;
        this.pen = pen;
    }

    void join(JsonNode postId) throws InterruptedException {
        Optional<PostId> post = CommentForm.post(postId);
        if (!allowance.event()) {
            loadFailed(Texts.TOO_FAST);
        } else if (!postId.isString()) {
            loadFailed(Texts.WRONG_FORM);
        } else if (post.isEmpty()) {
            loadFailed(Texts.BAD_POST);
        } else {
            enter(post.get());
        }
    }

    void leave(JsonNode postId) throws InterruptedException {
        Optional<PostId> post = CommentForm.post(postId);
        if (post.isEmpty() || !post.get().equals(joined)) {
            allowance.event();
            log.debug("A leave of {} was ignored", socket.id());
            return;
        }
        joined = null;
        try {
            socket.leave(ContractV1.room(post.get())).get();
            log.info("Client {} left {}", socket.id(), ContractV1.room(post.get()));
        } catch (ExecutionException e) {
            log.debug("Client {} was gone before it left", socket.id(), e);
        }
    }

    void post(JsonNode argument, Ack ack) throws InterruptedException {
        if (!allowance.event()) {
            refuse(ack, Texts.TOO_FAST, Duration.ofSeconds(1));
            return;
        }
        switch (CommentForm.read(argument, pass.nameNeeded())) {
            case CommentForm.Wrong wrong -> refuse(ack, wrong.error(), null);
            case CommentForm.Filled form -> {
                switch (pass.claimant(form.userId())) {
                    case Pass.Claim.Missing missing -> refuse(ack, Texts.MISSING, null);
                    case Pass.Claim.Refused refused -> refuse(ack, Texts.of(refused.problem()), null);
                    case Pass.Claim.Accepted claim -> post(form, claim.author(), ack);
                }
            }
        }
    }

    private void post(CommentForm.Filled form, Author author, Ack ack) throws InterruptedException {
        known();
        Denial denial = pen.write(form.post(), null, author, form.content(), form.cid(), new WriterReply(ack));
        if (denial != null) {
            refuse(ack, denial.reason().korean(), denial.retryAfter());
        }
    }

    /** The socket is gone. */
    synchronized void gone() {
        left = true;
        contract.known(this, person, null);
    }

    /** Who this is: a user, or one of the guests of a network, who have no ids here. */
    private Author known() {
        Author reader = pass.reader("");
        Author me = reader.kind() == Author.Kind.USER ? reader : Author.guest("");
        String now = contract.person(me, pen.network());
        synchronized (this) {
            if (!left && !now.equals(person)) {
                contract.known(this, person, now);
                person = now;
            }
        }
        return me;
    }

    /** Shows what nobody else is to see, as if everybody saw it. */
    void seeAlone(Comment comment) {
        if (comment.post().equals(joined)) {
            socket.emit("comment_added", V1.Shown.of(comment));
        }
    }

    private void enter(PostId post) throws InterruptedException {
        try {
            Author me = known();
            List<Comment> alone = contract.alone(post, me, pen.network()).get();
            service.join(post, page -> {
                        PostId last = joined;
                        if (last != null && !last.equals(post)) {
                            socket.leave(ContractV1.room(last));
                        }
                        socket.join(
                                ContractV1.room(post),
                                alone.isEmpty() ? page.frame("v1", contract::page) : contract.page(page, alone));
                    })
                    .get();
            joined = post;
            log.info("Client {} joined {}", socket.id(), ContractV1.room(post));
        } catch (ExecutionException e) {
            log.warn("Client {} could not join {}", socket.id(), ContractV1.room(post), e.getCause());
            if (e.getCause() instanceof StoreException) {
                trouble();
            }
            loadFailed(Texts.TRY_LATER);
        }
    }

    private void loadFailed(String error) {
        socket.emit("comment_error", new V1.Failed(Texts.LOAD_FAILED, error));
    }

    private void trouble() {
        socket.emit("connection_error", new V1.Trouble(Texts.CONNECTION));
    }

    private void refuse(Ack ack, String error, @Nullable Duration retryAfter) {
        Long millis = retryAfter == null ? null : Math.max(1, retryAfter.toMillis());
        socket.emit("comment_error", new V1.Failed(Texts.POST_FAILED, error));
        ack.reply(new V1.Refused(false, Texts.POST_FAILED, error, millis));
    }

    private final class WriterReply implements Reply {
        private final Ack ack;

        WriterReply(Ack ack) {
            this.ack = ack;
        }

        @Override
        public void stored(Comment comment) {
            var shown = V1.Shown.of(comment);
            socket.emit("comment_confirmed", new V1.Confirmed(Texts.CONFIRMED, shown));
            ack.reply(new V1.Done(true, shown));
            String writer = person;
            if (comment.status() == Status.SHADOWED && writer != null) {
                contract.showAlone(writer, comment);
            }
        }

        @Override
        public void refused(Outcome.Reason reason) {
            switch (reason) {
                case BUSY -> refuse(ack, Texts.TRY_LATER, null);
                case UNAVAILABLE, CLOSED -> {
                    trouble();
                    refuse(ack, Texts.TRY_LATER, null);
                }
                case FORBIDDEN -> refuse(ack, Texts.FORBIDDEN, null);
                case INVALID, NOT_FOUND, CONFLICT -> refuse(ack, Texts.WRONG_FORM, null);
            }
        }

        @Override
        public void unknown() {
            trouble();
            refuse(ack, Texts.TRY_LATER, null);
        }
    }
}
