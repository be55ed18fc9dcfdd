package dev.madang.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.protocol.EngineCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/** A listener that writes down what it hears, and may answer. */
final class Recorder implements SessionListener {
    private final Session session;
    private final List<String> heard = new ArrayList<>();
    private int read;
    private boolean over;
    private boolean inside;
    private int batches;
    int upgrades;
    Consumer<String> onText = text -> {};
    boolean echo;

    Recorder(Session session) {
        this.session = session;
    }

    Session session() {
        return session;
    }

    @Override
    public void text(byte[] array, int offset, int length) {
        String text = new String(array, offset, length, StandardCharsets.UTF_8);
        hear(text);
        if (echo) {
            session.send(EngineCodec.message(false, array, offset, length));
        }
        enter(() -> onText.accept(text));
    }

    @Override
    public void binary(byte[] array, int offset, int length) {
        hear("hex:" + HexFormat.of().formatHex(array, offset, offset + length));
        if (echo) {
            session.send(EngineCodec.message(true, array, offset, length));
        }
    }

    @Override
    public void upgraded() {
        assertThat(session.transport()).isEqualTo("websocket");
        upgrades++;
    }

    @Override
    public void readComplete() {
        assertThat(over).isFalse();
        batches++;
    }

    @Override
    public void closed(CloseReason reason, String description) {
        assertThat(inside).as("closed() within another call").isFalse();
        hear("closed: " + reason.text() + " (" + description + ")");
        over = true;
    }

    private void hear(String what) {
        assertThat(session.loop().inLoop() || ((ManualLoop) session.loop()).ended())
                .isTrue();
        assertThat(over).as("nothing after closed(), but " + what).isFalse();
        heard.add(what);
    }

    private void enter(Runnable action) {
        inside = true;
        try {
            action.run();
        } finally {
            inside = false;
        }
    }

    /** Asserts what was heard since the last call. */
    void hears(String... what) {
        assertThat(news()).containsExactly(what);
    }

    List<String> news() {
        List<String> news = List.copyOf(heard.subList(read, heard.size()));
        read = heard.size();
        return news;
    }

    List<String> heard() {
        return heard;
    }

    boolean over() {
        return over;
    }

    int batches() {
        return batches;
    }
}
