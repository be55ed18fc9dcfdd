package dev.madang.examples;

import dev.madang.protocol.Arguments;
import dev.madang.server.BroadcastOperator;
import dev.madang.server.Handshake;
import dev.madang.server.Socket;
import dev.madang.server.SocketIo;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One room for all who come: what they write reaches everybody, or everybody else, or one of them. The events are
 * {@code message}, {@code event1}, {@code input}, {@code inputWM} and {@code private} from clients, {@code message},
 * {@code getID} and {@code msg} to them.
 */
final class ChatRoom {
    private final SocketIo io;
    private final Users users = new Users();
    private final PrintStream log;

    private ChatRoom(SocketIo io, PrintStream log) {
        this.io = io;
        this.log = log;
    }

    /** Opens the room on the main namespace of {@code io}. */
    static void open(SocketIo io, PrintStream log) {
        ChatRoom room = new ChatRoom(io, log);
        io.onConnection(room::welcome);
    }

    private void welcome(Socket socket) {
        String id = socket.id();
        log.println("connection!");
        log.println("socket ID :  " + id);
        log.println("client IP :  " + clientAddress(socket.handshake()));
        io.emit("message", id + " 님이 연결되었습니다.");
        users.add(id);

        socket.on("message", (arguments, ack) -> {
            String line = id + ": " + JavaScriptText.of(arguments.node(0));
            log.println(line);
            io.emit("message", line);
        });
        socket.on("event1", (arguments, ack) -> {
            log.println(JavaScriptText.of(arguments.node(0)));
            socket.emit("getID", id);
        });
        socket.on("input", (arguments, ack) -> {
            io.emit("msg", message(id, arguments.node(0)));
            log.println(users);
        });
        socket.on("inputWM", (arguments, ack) -> socket.broadcast().emit("msg", message(id, arguments.node(0))));
        socket.on("private", (arguments, ack) -> whisper(id, arguments));
        socket.onDisconnect(reason -> {
            socket.broadcast().emit("message", id + " 님의 연결이 끊어졌습니다.");
            users.remove(id);
        });
    }

    private void whisper(String from, Arguments arguments) {
        List<String> rooms = new ArrayList<>();
        JsonNode to = arguments.node(0);
        if (to.isString()) {
            rooms.add(to.stringValue());
        }
        for (JsonNode one : to) {
            if (one.isString()) {
                rooms.add(one.stringValue());
            }
        }
        if (!rooms.isEmpty()) {
            BroadcastOperator receivers = io.to(rooms.toArray(String[]::new));
            receivers.emit("msg", message(from, arguments.node(1)));
        }
    }

    private static Map<String, Object> message(String id, JsonNode message) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", id);
        if (!message.isMissingNode()) {
            members.put("message", message);
        }
        return members;
    }

    private static String clientAddress(Handshake handshake) {
        @Nullable String forwarded = handshake.headers().get("x-forwarded-for");
        String address = forwarded == null ? handshake.address() : forwarded.split(",", 2)[0].strip();
        boolean loopback = address.equals("::1") || address.equals("0:0:0:0:0:0:0:1");
        return loopback ? "::1 (this machine itself, over IPv6)" : address;
    }

    /*
     * "private" takes any string for a room's name, and a list of them: here the only rooms are the sockets' own ids.
     * A service with more rooms must check what it passes to io.to. An argument that was not sent stays away from the
     * answer, as undefined does in JSON; x-forwarded-for is believed because it is only printed.
     */
}
