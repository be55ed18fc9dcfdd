package dev.madang.admin;

import dev.madang.protocol.Arguments;
import dev.madang.server.BroadcastOperator;
import dev.madang.server.Namespace;
import dev.madang.server.Socket;
import dev.madang.server.SocketIo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What an administrator may do. A command for a namespace that is not there does nothing. */
final class Commands {
    static final List<String> FEATURES =
            List.of("EMIT", "JOIN", "LEAVE", "DISCONNECT", "MJOIN", "MLEAVE", "MDISCONNECT");

    private final SocketIo io;

    Commands(SocketIo io) {
        this.io = io;
    }

    /** Listens to one administrator. */
    void of(Socket administrator) {
        administrator.on("emit", (arguments, ack) -> on(arguments, 1, this::emit));
        administrator.on(
                "join",
                (arguments, ack) -> on(arguments, 2, (sockets, rest) -> sockets.socketsJoin(names(rest.node(1)))));
        administrator.on(
                "leave",
                (arguments, ack) -> on(arguments, 2, (sockets, rest) -> sockets.socketsLeave(names(rest.node(1)))));
        administrator.on(
                "_disconnect",
                (arguments, ack) -> on(
                        arguments,
                        2,
                        (sockets, rest) ->
                                sockets.disconnectSockets(rest.node(1).asBoolean(false))));
    }

    private void emit(BroadcastOperator sockets, Arguments arguments) {
        @Nullable Object[] values = new Object[Math.max(0, arguments.size() - 3)];
        Arrays.setAll(values, i -> arguments.node(3 + i));
        sockets.emit(arguments.node(2).stringValue(), values);
    }

    private void on(Arguments arguments, int filter, BiConsumer<BroadcastOperator, Arguments> command) {
        JsonNode name = arguments.node(0);
        for (Namespace namespace : io.namespaces()) {
            if (name.isString() && namespace.name().equals(name.stringValue())) {
                String[] rooms = names(arguments.node(filter));
                BroadcastOperator all = namespace.everyone();
                command.accept(rooms.length == 0 ? all : all.in(rooms), arguments);
            }
        }
    }

    /** One name, or several; an empty one is none. */
    private static String[] names(JsonNode value) {
        List<String> names = new ArrayList<>();
        for (JsonNode name : value.isArray() ? value.values() : List.of(value)) {
            if (name.isString() && !name.stringValue().isEmpty()) {
                names.add(name.stringValue());
            }
        }
        return names.toArray(String[]::new);
    }
}
