package dev.madang.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that recovers connections, and one client's memory of its private id and its offset. */
abstract class RecoveryScene {
    private static final Pattern CONNECTED = Pattern.compile("40\\{\"sid\":\"(s\\d+)\",\"pid\":\"([\\w-]{20})\"}");
    private static final Pattern OFFSET = Pattern.compile(",\"([\\w-]+-\\w+)\"]$");

    final Rig rig = rig(recovery -> recovery);
    String pid = "";
    String offset = "";

    static Rig rig(UnaryOperator<ConnectionStateRecovery> change) {
        return new Rig(builder -> builder.connectionStateRecovery(change.apply(ConnectionStateRecovery.DEFAULT)));
    }

    /** What the client hears, with the offsets taken off and the last one remembered. */
    final List<String> hears(TestClient client) {
        return hears(client.hears());
    }

    final List<String> hears(List<String> heard) {
        List<String> texts = new ArrayList<>();
        for (String text : heard) {
            Matcher connected = CONNECTED.matcher(text);
            Matcher numbered = OFFSET.matcher(text);
            if (connected.matches()) {
                pid = connected.group(2);
                texts.add("connected " + connected.group(1));
            } else if (numbered.find()) {
                offset = numbered.group(1);
                texts.add(text.substring(0, numbered.start()) + "]");
            } else {
                texts.add(text);
            }
        }
        return texts;
    }

    final TestClient first(Rig rig) {
        TestClient client = rig.client();
        client.says("40");
        rig.settle();
        assertThat(hears(client)).containsExactly("connected s1");
        return client;
    }

    final TestClient back(Rig rig, int loop) {
        TestClient client = rig.client(loop);
        client.says(
                offset.isEmpty()
                        ? "40{\"pid\":\"" + pid + "\"}"
                        : "40{\"pid\":\"" + pid + "\",\"offset\":\"" + offset + "\"}");
        rig.settle();
        return client;
    }

    final void emit(Rig rig, String event) {
        rig.io.emit(event);
        rig.settle();
    }
}
