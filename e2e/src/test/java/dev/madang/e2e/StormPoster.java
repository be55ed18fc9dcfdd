package dev.madang.e2e;

import io.socket.client.AckWithTimeout;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.json.JSONObject;

/**
 * Somebody who writes one comment after the other through whatever happens, with the official Java client, and remembers
 * what was promised: every second comment is sent again, with its {@code cid}, until it is confirmed; the others are given
 * up when their outcome is unknown.
 */
final class StormPoster implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 10_000;

    private final Socket socket;
    private final String post;
    private final String name;
    private final Map<String, String> confirmed = new ConcurrentHashMap<>();
    private final List<String> given = new CopyOnWriteArrayList<>();
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Thread thread = Thread.ofVirtual().unstarted(this::write);

    StormPoster(String url, String post, String name) {
        this.post = post;
        this.name = name;
        this.socket = IO.socket(
                URI.create(url), options(Map.of("v", "2", "guest", name + "-secret-of-the-storm", "name", name)));
        socket.connect();
        thread.start();
    }

    /** Options of a client that comes back by itself, soon. */
    static IO.Options options(Map<String, String> auth) {
        IO.Options options = new IO.Options();
        options.transports = new String[] {"websocket"};
        options.forceNew = true;
        options.reconnectionDelay = 50;
        options.reconnectionDelayMax = 300;
        options.timeout = 3_000;
        options.auth = auth;
        return options;
    }

    /** Ends when what is under way has its outcome. */
    void end() {
        ended.set(true);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The text of each comment that was confirmed, by its id. */
    Map<String, String> confirmed() {
        return confirmed;
    }

    /** The texts of all comments it ever sent. */
    List<String> given() {
        return given;
    }

    /** The codes of refusals so far. */
    List<String> refusals() {
        return refusals;
    }

    private void write() {
        for (int number = 1; !ended.get(); number++) {
            String text = name + " " + number;
            given.add(text);
            boolean again;
            do {
                again = !sent(text) && number % 2 == 0;
            } while (again);
        }
    }

    /** Whether the comment was confirmed. */
    private boolean sent(String text) {
        var outcome = new SynchronousQueue<Object>();
        JSONObject comment = new JSONObject(Map.of("post", post, "text", text, "cid", text));
        socket.emit("add", new Object[] {comment}, new AckWithTimeout(PATIENCE_MILLIS) {
            @Override
            public void onSuccess(Object... answer) {
                tell(outcome, answer[0]);
            }

            @Override
            public void onTimeout() {
                tell(outcome, "unknown");
            }
        });
        try {
            return outcome.take() instanceof JSONObject answer && took(answer, text);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private boolean took(JSONObject answer, String text) {
        JSONObject row = answer.optJSONObject("row");
        if (row == null) {
            refusals.add(answer.optString("code"));
            return false;
        }
        confirmed.put(row.optString("id"), text);
        return true;
    }

    private static void tell(SynchronousQueue<Object> outcome, Object what) {
        try {
            outcome.put(what);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        socket.disconnect();
    }
}
