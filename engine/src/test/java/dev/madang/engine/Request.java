package dev.madang.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;

/** An HTTP request of a test, and what became of it. */
@NullUnmarked
final class Request implements HttpExchange {
    private final RequestHead head;
    private final Loop loop;
    private final byte[] body;
    private boolean bodyHeld;
    private boolean aborted;
    private BodyReceiver receiver;
    private int limit;
    private final List<HttpAnswer> answers = new ArrayList<>();
    private final List<String> added = new ArrayList<>();
    Consumer<String> onBody = text -> {};

    Request(RequestHead head, Loop loop, byte[] body, boolean bodyHeld) {
        this.head = head;
        this.loop = loop;
        this.body = body;
        this.bodyHeld = bodyHeld;
    }

    /** A head from {@code GET /path?a=b} and headers as {@code Name: value}. */
    static RequestHead head(String line, String... headers) {
        int space = line.indexOf(' ');
        String url = line.substring(space + 1);
        int mark = url.indexOf('?');
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : mark < 0 ? new String[0] : url.substring(mark + 1).split("&")) {
            int equals = pair.indexOf('=');
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            query.putIfAbsent(
                    equals < 0 ? pair : pair.substring(0, equals), URLDecoder.decode(value, StandardCharsets.UTF_8));
        }
        List<String> pairs = new ArrayList<>();
        for (String header : headers) {
            int colon = header.indexOf(": ");
            pairs.add(header.substring(0, colon));
            pairs.add(header.substring(colon + 2));
        }
        return new RequestHead(
                line.substring(0, space),
                mark < 0 ? url : url.substring(0, mark),
                query,
                pairs,
                new InetSocketAddress("127.0.0.1", 50_000),
                false);
    }

    @Override
    public RequestHead head() {
        return head;
    }

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public void readBody(int most, BodyReceiver bodyReceiver) {
        assertThat(loop.inLoop()).isTrue();
        assertThat(receiver).as("readBody is called once").isNull();
        receiver = bodyReceiver;
        limit = most;
        if (!bodyHeld) {
            deliverBody();
        }
    }

    private void deliverBody() {
        if (body.length > limit) {
            receiver.tooLarge();
            return;
        }
        byte[] shared = new byte[body.length + 7];
        System.arraycopy(body, 0, shared, 3, body.length);
        receiver.complete(shared, 3, body.length);
        Arrays.fill(shared, (byte) '?');
    }

    /** The rest of the body arrives. */
    void bodyArrives() {
        boolean arrives = bodyHeld && receiver != null && !aborted;
        bodyHeld = false;
        if (arrives) {
            loop.execute(this::deliverBody);
        }
    }

    @Override
    public void addHeaders(List<String> headers) {
        assertThat(loop.inLoop()).isTrue();
        added.addAll(headers);
    }

    @Override
    public void answer(HttpAnswer given) {
        HttpAnswer answer = given.withMore(added);
        answers.add(answer);
        assertThat(answers).as("answers to " + this).hasSize(1);
        onBody.accept(body());
    }

    void abort(Engine engine) {
        aborted = true;
        loop.execute(() -> engine.aborted(this));
    }

    boolean aborted() {
        return aborted;
    }

    boolean answered() {
        return !answers.isEmpty();
    }

    HttpAnswer answer() {
        assertThat(answers).as("answers to " + this).hasSize(1);
        return answers.get(0);
    }

    int status() {
        return answer().status();
    }

    String body() {
        return new String(answer().body(), 0, answer().length(), StandardCharsets.UTF_8);
    }

    String header(String name) {
        List<String> headers = answer().headers();
        for (int i = 0; i < headers.size(); i += 2) {
            if (headers.get(i).equalsIgnoreCase(name)) {
                return headers.get(i + 1);
            }
        }
        return null;
    }

    /** Asserts the whole answer: status and body. */
    Request isAnswered(int status, String text) {
        assertThat(status() + " " + body()).isEqualTo(status + " " + text);
        return this;
    }

    Request waits() {
        assertThat(answers).as("answers to " + this).isEmpty();
        return this;
    }

    @Override
    public String toString() {
        return head.method() + " " + head.query();
    }
}
