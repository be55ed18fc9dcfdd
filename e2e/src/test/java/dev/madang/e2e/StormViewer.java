package dev.madang.e2e;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.json.JSONArray;
import org.json.JSONObject;

/** Somebody who follows a post through whatever happens as the API's page says, from its first comment on. Any thread. */
final class StormViewer implements AutoCloseable {
    private final Socket socket;
    private final String post;
    private final Map<String, String> screen = new TreeMap<>();
    private final List<String> twice = new ArrayList<>();
    private long rev;
    private long epoch;
    private boolean asking;

    StormViewer(String url, String post) {
        this.post = post;
        this.socket = IO.socket(URI.create(url), StormPoster.options(Map.of("v", "2")));
        socket.on(Socket.EVENT_CONNECT, none -> join());
        socket.on("page", values -> page((JSONObject) values[0]));
        socket.on("changes", values -> changes((JSONObject) values[0]));
        socket.connect();
    }

    /** What it sees: the text and the rev of each comment, by id. */
    synchronized Map<String, String> screen() {
        return Map.copyOf(screen);
    }

    synchronized long rev() {
        return rev;
    }

    /** Ids that were shown as new though they were there. */
    synchronized List<String> twice() {
        return List.copyOf(twice);
    }

    private synchronized void join() {
        asking = false;
        var form = new HashMap<String, Object>(Map.of("post", post, "view", "flat", "rev", rev));
        if (epoch != 0) {
            form.put("epoch", epoch);
        }
        socket.emit("join", new Object[] {new JSONObject(form)}, (Ack) values -> joined((JSONObject) values[0]));
    }

    private synchronized void joined(JSONObject answer) {
        if (!answer.optBoolean("ok")) {
            socket.disconnect();
            socket.connect();
            return;
        }
        JSONArray rows = answer.optJSONArray("changes");
        if (rows != null) {
            take(rows, answer);
        }
    }

    /** A page is the newest part of what is missing: the whole of it is asked for. */
    private synchronized void page(JSONObject page) {
        epoch = page.optLong("epoch");
        catchUp();
    }

    private synchronized void changes(JSONObject changes) {
        if (changes.optLong("from") > rev) {
            catchUp();
        } else {
            take(changes.optJSONArray("rows"), changes);
        }
    }

    private void catchUp() {
        if (!asking) {
            asking = true;
            JSONObject form = new JSONObject(Map.of("post", post, "rev", rev));
            socket.emit("catch_up", new Object[] {form}, (Ack) values -> caughtUp((JSONObject) values[0]));
        }
    }

    private synchronized void caughtUp(JSONObject answer) {
        asking = false;
        JSONArray rows = answer.optJSONArray("rows");
        if (rows != null) {
            take(rows, answer);
            epoch = answer.optLong("epoch");
        }
        if (rows == null || answer.optBoolean("more")) {
            catchUp();
        }
    }

    private void take(JSONArray rows, JSONObject mark) {
        for (int i = 0; i < rows.length(); i++) {
            JSONObject row = rows.optJSONObject(i);
            if (row != null && row.optLong("rev") > rev) {
                String before = screen.put(row.optString("id"), row.optString("text") + " " + row.optLong("rev"));
                if (before != null && row.optLong("rev") == row.optLong("seq")) {
                    twice.add(row.optString("id"));
                }
            }
        }
        rev = Math.max(rev, mark.optLong("rev"));
    }

    @Override
    public void close() {
        socket.disconnect();
    }
}
