package dev.madang.netty;

import dev.madang.server.ListenerProvider;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Clients of one server that come, say something and go, each kind in its own way. Any thread. */
final class Cycles {
    static final int KINDS = 14;

    private static final String POLL = "/socket.io/?EIO=4&transport=polling";
    private static final String WS = "/socket.io/?EIO=4&transport=websocket";
    private static final String OLD = "/socket.io/?EIO=3&transport=websocket";
    private static final Pattern PID = Pattern.compile("\"pid\":\"([^\"]+)\"");
    private static final Pattern SID = Pattern.compile("\"sid\":\"([^\"]+)\"");
    private static final Pattern OFFSET = Pattern.compile(",\"([\\w-]+-\\w+)\"]$");

    private final ListenerProvider.Listener server;
    private final AtomicInteger recovered = new AtomicInteger();

    Cycles(ListenerProvider.Listener server) {
        this.server = server;
    }

    /** How many clients were given their socket back. */
    int recoveries() {
        return recovered.get();
    }

    /** One client comes and goes. */
    void cycle(int number) {
        try (RawClient client = new RawClient(server.address())) {
            switch (number % KINDS) {
                case 0 -> pollsAndCloses(client);
                case 1 -> abortsItsPoll(client);
                case 2 -> comesForNoOtherPoll(client);
                case 3 -> joinsRoomsAndCloses(client);
                case 4 -> sendsHalfOfItsAttachments(client);
                case 5 -> leavesQuestionsOpen(client);
                case 6 -> upgrades(client);
                case 7 -> breaksOffWhileItUpgrades(client);
                case 8 -> isOld(client);
                case 9 -> bringsANamespaceAbout(client, number);
                case 10 -> comesBack(client);
                case 11 -> sendsHalfABody(client);
                case 12 -> isRefused(client);
                default -> joinsNothing(client);
            }
        }
    }

    private static String session(RawClient client) {
        return POLL + "&sid=" + EchoServer.sid(client.get(POLL).answer().body());
    }

    private static String joined(RawClient client) {
        String session = session(client);
        client.post(session, "40").answer();
        poll(client, session, "40");
        return session;
    }

    /** Polls until the answer has a packet that begins so. */
    private static void poll(RawClient client, String session, String beginning) {
        String body = "";
        while (!("\u001e" + body).contains("\u001e" + beginning)) {
            body = client.get(session).answer().body();
            if (body.startsWith("2") || body.contains("\u001e2")) {
                client.post(session, "3").answer();
            }
        }
    }

    /** The next message that begins so. */
    private static String message(RawClient client, String beginning) {
        while (true) {
            RawClient.Frame frame = client.frame();
            String text = frame.text();
            if (text.equals("2")) {
                client.text("3");
            } else if (frame.opcode() == 8) {
                throw new AssertionError("closed, " + frame.code() + ", instead of " + beginning);
            } else if (text.startsWith(beginning)) {
                return text;
            }
        }
    }

    private static void closes(RawClient client) {
        client.send(RawClient.masked(0x88, new byte[] {3, -24}));
    }

    private static void pollsAndCloses(RawClient client) {
        String session = joined(client);
        client.post(session, "421[\"rooms\"]").answer();
        poll(client, session, "431");
        client.post(session, "41\u001e1").answer();
    }

    private static void abortsItsPoll(RawClient client) {
        String session = joined(client);
        client.get(session).reset();
    }

    private static void comesForNoOtherPoll(RawClient client) {
        String session = joined(client);
        client.post(session, "42[\"rooms\"]\u001e427[\"never\"]").answer();
    }

    private static RawClient webSocket(RawClient client) {
        client.upgrade(WS).text("40");
        message(client, "40");
        return client;
    }

    private static void joinsRoomsAndCloses(RawClient client) {
        webSocket(client).text("421[\"rooms\"]");
        message(client, "431");
        closes(client);
    }

    private static void sendsHalfOfItsAttachments(RawClient client) {
        webSocket(client)
                .text("452-[\"bytes\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]")
                .send(RawClient.masked(0x82, new byte[2_000]))
                .reset();
    }

    private static void leavesQuestionsOpen(RawClient client) {
        webSocket(client).text("42[\"ask me\"]").text("429[\"never\"]");
        message(client, "42");
        client.reset();
    }

    private void upgrades(RawClient client) {
        String session = joined(client);
        try (RawClient socket = probes(session)) {
            socket.text("5").text("421[\"rooms\"]");
            message(socket, "431");
            closes(socket);
        }
    }

    private RawClient probes(String session) {
        RawClient socket = new RawClient(server.address());
        socket.upgrade(WS + session.substring(session.indexOf("&sid="))).text("2probe");
        message(socket, "3probe");
        return socket;
    }

    private void breaksOffWhileItUpgrades(RawClient client) {
        String session = joined(client);
        RawClient socket = probes(session);
        client.get(session).reset();
        socket.reset();
    }

    private static void isOld(RawClient client) {
        client.upgrade(OLD);
        message(client, "40");
        client.text("421[\"rooms\"]");
        message(client, "431");
        client.text("451-[\"bytes\",{\"_placeholder\":true,\"num\":0}]")
                .send(RawClient.masked(0x82, new byte[] {4, 1, 2, 3}));
        message(client, "451-");
    }

    private static void bringsANamespaceAbout(RawClient client, int number) {
        String name = "/made-" + number;
        client.upgrade(WS).text("40" + name + ",");
        message(client, "40" + name);
        client.text("42" + name + ",1[\"rooms\"]");
        message(client, "43" + name);
        if (number % 2 == 0) {
            client.text("41" + name + ",");
        }
    }

    private void comesBack(RawClient client) {
        client.upgrade(WS).text("40");
        String welcome = message(client, "40");
        Matcher pid = PID.matcher(welcome);
        client.text("451-[\"bytes\",{\"_placeholder\":true,\"num\":0}]")
                .send(RawClient.masked(0x82, new byte[] {1, 2, 3}));
        Matcher offset = OFFSET.matcher(message(client, "451-"));
        client.reset();
        if (pid.find()) {
            String claim = offset.find()
                    ? "40{\"pid\":\"" + pid.group(1) + "\",\"offset\":\"" + offset.group(1) + "\"}"
                    : "40{\"pid\":\"" + pid.group(1) + "\"}";
            try (RawClient again = new RawClient(server.address())) {
                again.upgrade(WS).text(claim);
                String second = message(again, "40");
                if (sid(second).equals(sid(welcome))) {
                    recovered.incrementAndGet();
                }
                again.text("421[\"rooms\"]");
                message(again, "431");
                again.text("41");
            }
        }
    }

    private static String sid(String welcome) {
        Matcher sid = SID.matcher(welcome);
        return sid.find() ? sid.group(1) : "";
    }

    private static void sendsHalfABody(RawClient client) {
        String session = joined(client);
        client.send(RawClient.head("POST", session, "Content-Length: 500") + "42[\"rooms\",\"")
                .reset();
    }

    private static void isRefused(RawClient client) {
        client.upgrade(WS).text("40/guarded,");
        message(client, "44/guarded");
        client.text("40/unknown,");
        message(client, "44/unknown");
    }

    private static void joinsNothing(RawClient client) {
        session(client);
    }
}
