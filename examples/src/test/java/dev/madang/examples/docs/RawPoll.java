package dev.madang.examples.docs;

import dev.madang.testkit.Http;

/** A polling client that posts, and never polls again once it has joined. */
final class RawPoll implements AutoCloseable {
    private final Http http = new Http();
    private final String url;

    private RawPoll(int port) {
        String start = "http://127.0.0.1:" + port + "/socket.io/?EIO=4&transport=polling";
        String open = http.get(start).body();
        this.url = start + "&sid=" + open.substring(open.indexOf("\"sid\":\"") + 7, open.indexOf("\",\"upgrades"));
    }

    static RawPoll connect(int port) {
        RawPoll client = new RawPoll(port);
        client.post("40");
        client.http.get(client.url);
        return client;
    }

    void post(String payload) {
        http.post(url, payload);
    }

    @Override
    public void close() {
        http.close();
    }
}
