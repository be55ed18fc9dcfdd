package dev.madang.live;

import java.net.http.HttpClient;
import java.util.Iterator;

/** Reads streams of events, and lets go of them whatever became of the test. */
final class Streams implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();

    /** The lines of a stream; it is open when this returns. */
    Iterator<String> lines(DashboardBrowser by, String path) {
        return by.stream(client, path).join().body().iterator();
    }

    /** Reads on to a line that begins so. */
    static void until(Iterator<String> lines, String beginning) {
        while (!lines.next().startsWith(beginning)) {
            if (!lines.hasNext()) {
                throw new AssertionError("the stream ended before " + beginning);
            }
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
