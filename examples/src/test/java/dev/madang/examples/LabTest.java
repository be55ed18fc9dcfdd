package dev.madang.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.testkit.Http;
import dev.madang.testkit.WireClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LabTest {
    private final Lab lab = Lab.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Duration.ZERO);
    private final String url = "http://127.0.0.1:" + lab.port();
    private final Http http = new Http();

    @AfterEach
    void end() {
        http.close();
        lab.close();
    }

    @Test
    void aPollIsAnsweredAtOnceWithWhatIsNew() {
        assertThat(http.get(url + "/lab/polling?after=0").body()).isEqualTo("[]");
        lab.step();
        lab.step();
        assertThat(http.get(url + "/lab/polling?after=0").body())
                .startsWith("[{\"n\":1,\"t\":")
                .contains("{\"n\":2,\"t\":");
        assertThat(http.get(url + "/lab/polling?after=1").body()).startsWith("[{\"n\":2,\"t\":");
    }

    @Test
    void aLongPollIsAnsweredWhenThereIsATick() {
        lab.step();
        CompletableFuture<HttpResponse<String>> answer = http.getLater(url + "/lab/long-polling?after=1");
        lab.step();
        assertThat(answer.join().body()).startsWith("[{\"n\":2,\"t\":");
    }

    @Test
    void serverSentEventsComeOneForEachTick() throws IOException {
        try (Socket socket = connected()) {
            socket.getOutputStream()
                    .write("GET /lab/sse HTTP/1.1\r\nHost: lab\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(until(lines, "HTTP/1.1")).isEqualTo("HTTP/1.1 200 OK");
            assertThat(until(lines, "Content-Type")).endsWith("text/event-stream");
            lab.step();
            assertThat(until(lines, "id:")).isEqualTo("id:1");
            assertThat(until(lines, "data:")).startsWith("data:{\"n\":1,\"t\":");
        }
    }

    @Test
    void aWebSocketGetsEachTickAsItsText() throws InterruptedException {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        HttpClient client = HttpClient.newHttpClient();
        try {
            client.newWebSocketBuilder()
                    .buildAsync(URI.create(url.replace("http", "ws") + "/lab/websocket"), new WebSocket.Listener() {
                        @Override
                        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
                            heard.add(text.toString());
                            from.request(1);
                            return null;
                        }
                    })
                    .orTimeout(30, TimeUnit.SECONDS)
                    .join();
            lab.step();
            assertThat(heard.poll(30, TimeUnit.SECONDS)).startsWith("{\"n\":1,\"t\":");
        } finally {
            client.shutdownNow();
        }
    }

    @Test
    void aSocketIoClientGetsTicksAsEvents() {
        try (WireClient client = WireClient.connect(lab.port())) {
            client.joins("/");
            for (int i = 0; i < 50; i++) {
                lab.step();
            }
            assertThat(client.answer("42[\"tick\"")).startsWith("42[\"tick\",{\"n\":");
            JsonNode cost = costs().path("SOCKET_IO");
            assertThat(cost.path("requests").asInt()).isEqualTo(1);
            assertThat(cost.path("sent").asInt()).as("after its handshake too").isGreaterThan(300);
            assertThat(cost.path("cpuNanos").asLong()).isPositive();
        }
    }

    @Test
    void requestsAndBytesAreCountedAsTheyWereSent() throws IOException {
        byte[] request = "GET /lab/polling?after=0 HTTP/1.1\r\nHost: lab\r\nConnection: close\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII);
        int answered;
        try (Socket socket = connected()) {
            socket.getOutputStream().write(request);
            InputStream in = socket.getInputStream();
            answered = until(in, "[]").length;
        }
        JsonNode cost = costs().path("POLLING");
        assertThat(cost.path("requests").asInt()).isEqualTo(1);
        assertThat(cost.path("received").asInt()).isEqualTo(request.length);
        assertThat(cost.path("sent").asInt()).isEqualTo(answered);
        assertThat(costs().path("SSE").path("requests").asInt()).isZero();
    }

    @Test
    void aWrongRequestIsRefused() {
        assertThat(http.get(url + "/lab/polling?after=x").statusCode()).isEqualTo(400);
        assertThat(http.get(url + "/lab/long-polling?after=-1").statusCode()).isEqualTo(400);
        assertThat(http.post(url + "/lab/polling", "").statusCode()).isEqualTo(400);
        assertThat(http.get(url + "/lab/none").statusCode()).isEqualTo(404);
        assertThat(http.get(url + "/").body()).contains("<title>");
    }

    private JsonNode costs() {
        return JsonMapper.shared().readTree(http.get(url + "/lab/costs").body());
    }

    private Socket connected() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), lab.port());
        socket.setSoTimeout(30_000);
        return socket;
    }

    /** The first line that begins so. */
    private static String until(BufferedReader lines, String beginning) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.startsWith(beginning)) {
            line = lines.readLine();
        }
        return line == null ? "the end" : line;
    }

    /** All bytes up to an ending. */
    private static byte[] until(InputStream in, String ending) throws IOException {
        StringBuilder read = new StringBuilder();
        while (!read.toString().endsWith(ending)) {
            int next = in.read();
            assertThat(next).as(read.toString()).isNotNegative();
            read.append((char) next);
        }
        return read.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
