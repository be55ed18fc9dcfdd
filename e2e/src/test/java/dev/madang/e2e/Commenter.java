package dev.madang.e2e;

import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.json.JSONArray;
import org.json.JSONObject;

/** A visitor of the application with the official Java client over WebSocket; it does not reconnect. Any thread. */
final class Commenter implements AutoCloseable {
    private final Socket socket;
    private final CompletableFuture<Void> joined = new CompletableFuture<>();
    private final List<String> loaded = new ArrayList<>();
    private final List<String> added = new ArrayList<>();
    private final List<String> confirmed = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private volatile Runnable answered = () -> {};

    Commenter(String url) {
        IO.Options options = new IO.Options();
        options.transports = new String[] {"websocket"};
        options.forceNew = true;
        options.reconnection = false;
        socket = IO.socket(URI.create(url), options);
        socket.on("load_comments", values -> loaded((JSONArray) values[0]));
        socket.on("comment_added", values -> keep(added, ((JSONObject) values[0]).optString("content")));
        socket.on("comment_confirmed", values -> {
            JSONObject comment = ((JSONObject) values[0]).optJSONObject("comment");
            keep(confirmed, comment == null ? "" : comment.optString("content"));
            answered.run();
        });
        socket.on("comment_error", values -> {
            keep(errors, ((JSONObject) values[0]).optString("error"));
            answered.run();
        });
        CompletableFuture<Void> connected = new CompletableFuture<>();
        socket.on(Socket.EVENT_CONNECT, none -> connected.complete(null));
        socket.on(Socket.EVENT_CONNECT_ERROR, why -> connected.completeExceptionally(new AssertionError("" + why[0])));
        socket.connect();
        connected.orTimeout(20, TimeUnit.SECONDS).join();
    }

    /** Calls {@code task} on the client's thread whenever a comment was confirmed or refused. */
    Commenter onAnswer(Runnable task) {
        answered = task;
        return this;
    }

    /** Calls {@code task} when the connection has ended. */
    Commenter onEnd(Consumer<String> task) {
        socket.on(Socket.EVENT_DISCONNECT, why -> task.accept(String.valueOf(why[0])));
        return this;
    }

    /** Joins a post and waits for its comments. */
    Commenter join(String post) {
        socket.emit("join_post", post);
        joined.orTimeout(20, TimeUnit.SECONDS).join();
        return this;
    }

    void post(String post, String user, String content, String cid) {
        socket.emit(
                "new_comment", new JSONObject(Map.of("userId", user, "postId", post, "content", content, "cid", cid)));
    }

    boolean connected() {
        return socket.connected();
    }

    List<String> loaded() {
        return copy(loaded);
    }

    List<String> added() {
        return copy(added);
    }

    List<String> confirmed() {
        return copy(confirmed);
    }

    List<String> errors() {
        return copy(errors);
    }

    @Override
    public void close() {
        socket.disconnect();
    }

    private synchronized void loaded(JSONArray comments) {
        loaded.clear();
        for (int i = 0; i < comments.length(); i++) {
            JSONObject comment = comments.optJSONObject(i);
            loaded.add(comment == null ? "" : comment.optString("content"));
        }
        joined.complete(null);
    }

    private synchronized void keep(List<String> list, String content) {
        list.add(content);
    }

    private synchronized List<String> copy(List<String> list) {
        return List.copyOf(list);
    }
}
