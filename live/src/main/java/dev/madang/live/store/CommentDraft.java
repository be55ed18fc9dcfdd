package dev.madang.live.store;

/** A comment that is being changed. Used by one thread. */
final class CommentDraft {
    private final Comment comment;
    private long seq;
    private long rev;
    private String content;
    private long editedMillis;
    private Status status;
    private boolean pinned;
    private int up;
    private int down;

    CommentDraft(Comment comment) {
        this.comment = comment;
        this.seq = comment.seq();
        this.rev = comment.rev();
        this.content = comment.content();
        this.editedMillis = comment.editedMillis();
        this.status = comment.status();
        this.pinned = comment.pinned();
        this.up = comment.up();
        this.down = comment.down();
    }

    CommentDraft edited(String text, long now) {
        content = text;
        editedMillis = now;
        return this;
    }

    CommentDraft status(Status to) {
        status = to;
        return this;
    }

    CommentDraft pinned(boolean on) {
        pinned = on;
        return this;
    }

    CommentDraft votes(MongoVotes.Count votes) {
        up = votes.up();
        down = votes.down();
        return this;
    }

    CommentDraft appears(long at) {
        seq = at;
        return this;
    }

    Comment at(long counter) {
        rev = counter;
        return new Comment(
                comment.id(),
                comment.post(),
                seq,
                rev,
                comment.parent(),
                comment.root(),
                comment.author(),
                content,
                comment.createdMillis(),
                editedMillis,
                status,
                pinned,
                up,
                down,
                comment.replies());
    }
}
