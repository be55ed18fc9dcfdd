package dev.madang.live.chat;

import dev.madang.live.comments.CommentService;
import dev.madang.live.comments.HotPage;
import dev.madang.live.comments.Pen;
import dev.madang.live.comments.PlainText;
import dev.madang.live.comments.Reply;
import dev.madang.live.comments.Texts;
import dev.madang.live.identity.Pass;
import dev.madang.live.limits.RateLimits;
import dev.madang.live.moderation.Denial;
import dev.madang.live.store.Author;
import dev.madang.live.store.Comment;
import dev.madang.live.store.Outcome;
import dev.madang.live.store.PostId;
import dev.madang.server.Ack;
import dev.madang.server.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** One client of the chat. Its methods are called by the socket's handlers: one at a time, on threads that may block. */
final class Person {
    private static final int NEWEST = 100;
    private static final int MAX_ROOM = 64;
    private static final int MAX_NAME = 200;
    private static final int MAX_TEXT = 2_000;
    private static final int MAX_CID = 128;
    private static final String TOO_LONG = "메시지는 2,000자까지 쓸 수 있습니다.";
    private static final String NOT_JOINED = "먼저 대화방에 들어와 주세요.";
    private static final Logger log = LoggerFactory.getLogger(Person.class);

    private final Socket socket;
    private final Chat chat;
    private final CommentService service;
    private final Pass pass;
    private final RateLimits.Allowance allowance;
    private final Pen pen;
    private @Nullable Seat seat;

    Person(Socket socket, Chat chat, CommentService service, Pass pass, RateLimits.Allowance allowance, Pen pen) {
        this.socket = socket;
        this.chat = chat;
        this.service = service;
        this.pass = pass;
        this.allowance = allowance;
        this.pen = pen;
    }

    void join(JsonNode form, Ack ack) throws InterruptedException {
        String room = text(form.path("room"), MAX_ROOM);
        String name = pass.nameNeeded() ? text(form.path("name"), MAX_NAME) : "";
        if (!allowance.event()) {
            refuse(ack, Texts.TOO_FAST, Duration.ofSeconds(1));
        } else if (room == null || name == null) {
            refuse(ack, Texts.WRONG_FORM, null);
        } else {
            sit(Seat.in(room, name), form.path("after"), form.path("epoch"), ack);
        }
    }

    void send(JsonNode form, Ack ack) throws InterruptedException {
        String text = PlainText.of(form.path("text"));
        String cid = cid(form.path("cid"));
        Seat here = seat;
        if (!allowance.event()) {
            refuse(ack, Texts.TOO_FAST, Duration.ofSeconds(1));
        } else if (here == null) {
            refuse(ack, NOT_JOINED, null);
        } else if (text == null || (cid == null && !PlainText.absent(form.path("cid")))) {
            refuse(ack, Texts.WRONG_FORM, null);
        } else if (PlainText.blank(text)) {
            refuse(ack, Texts.MISSING, null);
        } else if (PlainText.length(text) > MAX_TEXT) {
            refuse(ack, TOO_LONG, null);
        } else {
            switch (pass.speaker(here.name)) {
                case Pass.Claim.Missing missing -> refuse(ack, Texts.MISSING, null);
                case Pass.Claim.Refused refused -> refuse(ack, Texts.of(refused.problem()), null);
                case Pass.Claim.Accepted speaker -> send(here, speaker.author(), text, cid, ack);
            }
        }
    }

    private void send(Seat here, Author author, String text, @Nullable String cid, Ack ack)
            throws InterruptedException {
        Denial denial = pen.write(here.post, here.key, author, text, cid, new SenderReply(ack));
        if (denial != null) {
            refuse(ack, denial.reason().korean(), denial.retryAfter());
        }
    }

    synchronized void leave() {
        if (seat != null) {
            chat.exit(seat.post);
            seat = null;
        }
    }

    private void sit(Seat next, JsonNode after, JsonNode epoch, Ack ack) throws InterruptedException {
        try {
            service.join(next.post, page -> enter(next, page, after, epoch, ack))
                    .get();
            if (!socket.connected()) {
                leave();
            }
        } catch (ExecutionException e) {
            log.warn("Chat client {} could not join", socket.id(), e.getCause());
            refuse(ack, Texts.TRY_LATER, null);
        }
    }

    private synchronized void enter(Seat next, HotPage page, JsonNode after, JsonNode epoch, Ack ack) {
        Seat last = seat;
        if (last != null && !last.post.equals(next.post)) {
            socket.leave(Chat.room(last.post));
        }
        int people = chat.enter(next.post);
        leave();
        seat = next;
        List<Comment> all = page.comments();
        List<Comment> newest = all.subList(Math.max(0, all.size() - NEWEST), all.size());
        long seen = whole(after);
        boolean reload = after.isNumber() && !continues(newest, seen, epoch, page.epoch());
        List<ChatValues.Message> messages = newest.stream()
                .filter(comment -> reload || !after.isNumber() || comment.seq() > seen)
                .map(ChatValues.Message::of)
                .toList();
        int others = last != null && last.post.equals(next.post) ? people - 1 : people;
        ack.reply(new ChatValues.Joined(
                true, next.room, pass.reader(next.name).name(), others, page.epoch(), reload, messages));
        socket.join(Chat.room(next.post));
    }

    private static boolean continues(List<Comment> newest, long after, JsonNode epoch, long current) {
        if (epoch.isNumber() && whole(epoch) != 0 && current != 0 && whole(epoch) != current) {
            return false;
        }
        return newest.isEmpty()
                ? after == 0
                : after >= newest.getFirst().seq() - 1
                        && after <= newest.getLast().seq();
    }

    /** A whole number that fits; -1, which no counter has, for every other value. */
    private static long whole(JsonNode value) {
        boolean fits = value.isNumber() && value.canConvertToExactIntegral() && value.canConvertToLong();
        return fits ? value.longValue() : -1;
    }

    private static @Nullable String text(JsonNode value, int longest) {
        String text = value.isString() ? PlainText.of(value) : null;
        return text == null || PlainText.blank(text) || PlainText.length(text) > longest ? null : text;
    }

    private static @Nullable String cid(JsonNode value) {
        return value.isString() ? text(value, MAX_CID) : null;
    }

    private static void refuse(Ack ack, String error, @Nullable Duration retryAfter) {
        Long millis = retryAfter == null ? null : Math.max(1, retryAfter.toMillis());
        ack.reply(new ChatValues.Refused(false, error, millis));
    }

    /** Where somebody sits, and under which name. */
    private record Seat(String room, String key, PostId post, String name) {
        static Seat in(String room, String name) {
            String key = "chat:" + room;
            return new Seat(room, key, PostId.ofKey(key), name);
        }
    }

    private record SenderReply(Ack ack) implements Reply {
        @Override
        public void stored(Comment comment) {
            ack.reply(new ChatValues.Sent(true, ChatValues.Message.of(comment)));
        }

        @Override
        public void refused(Outcome.Reason reason) {
            refuse(ack, reason == Outcome.Reason.INVALID ? Texts.WRONG_FORM : Texts.TRY_LATER, null);
        }

        @Override
        public void unknown() {
            refuse(ack, Texts.TRY_LATER, null);
        }
    }
}
