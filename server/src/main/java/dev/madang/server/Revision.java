package dev.madang.server;

import dev.madang.engine.Session;
import dev.madang.protocol.Arguments;
import dev.madang.protocol.DecoderLimits;
import dev.madang.protocol.EncodedPacket;
import dev.madang.protocol.JacksonJson;
import dev.madang.protocol.Json;
import dev.madang.protocol.Packet;
import dev.madang.protocol.PacketEncoder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The revision of the Socket.IO protocol that a client speaks: how it joins namespaces. Events and acks are the same in
 * both, so a broadcast is encoded once for all.
 */
enum Revision {
    /** Protocol 5, over Engine.IO 4: clients since Socket.IO 3. */
    FIVE {
        @Override
        DecoderLimits limits(DecoderLimits limits) {
            return limits;
        }

        @Override
        String namespace(Packet packet) {
            return packet.namespace();
        }

        @Override
        @Nullable
        Arguments auth(Packet.Connect connect) {
            return connect.auth();
        }

        @Override
        String socketId(Namespace namespace, Session session) {
            return namespace.options().ids().get();
        }

        @Override
        EncodedPacket connected(PacketEncoder encoder, String namespace, String sid, @Nullable String pid) {
            return encoder.connect(namespace, sid, pid);
        }

        @Override
        EncodedPacket refused(PacketEncoder encoder, String namespace, String message, @Nullable Object data) {
            return encoder.connectError(namespace, message, data);
        }
    },

    /**
     * Protocol 4, over Engine.IO 3: Socket.IO 1 and 2. The server joins such a client to the main namespace by itself;
     * what the client has to say about another one is a query behind its name.
     */
    FOUR {
        @Override
        DecoderLimits limits(DecoderLimits limits) {
            return limits.withQueryBytes(QUERY_BYTES);
        }

        @Override
        String namespace(Packet packet) {
            String name = packet.namespace();
            int query = name.indexOf('?');
            return query < 0 ? name : name.substring(0, query);
        }

        @Override
        @Nullable
        Arguments auth(Packet.Connect connect) {
            String name = connect.namespace();
            int query = name.indexOf('?');
            return query < 0 ? null : Arguments.of(JSON, List.of(fields(name.substring(query + 1))), name.length());
        }

        @Override
        String socketId(Namespace namespace, Session session) {
            return namespace.name().equals("/") ? session.id() : namespace.name() + "#" + session.id();
        }

        @Override
        EncodedPacket connected(PacketEncoder encoder, String namespace, String sid, @Nullable String pid) {
            return encoder.connect(namespace);
        }

        @Override
        EncodedPacket refused(PacketEncoder encoder, String namespace, String message, @Nullable Object data) {
            return encoder.connectError(namespace, data == null ? message : data);
        }
    };

    /** As long as a request line may be: before protocol 5, what a client had to say went there. */
    private static final int QUERY_BYTES = 4096;

    private static final Json JSON = new JacksonJson();

    static Revision of(Session session) {
        return session.protocol() == 3 ? FOUR : FIVE;
    }

    /** What a packet of such a client may hold. */
    abstract DecoderLimits limits(DecoderLimits limits);

    /** The name of the packet's namespace. */
    abstract String namespace(Packet packet);

    /** What the client said for its handshake, or null if nothing. */
    abstract @Nullable Arguments auth(Packet.Connect connect);

    /** The id of a new socket. */
    abstract String socketId(Namespace namespace, Session session);

    /** The client is told that it has joined. */
    abstract EncodedPacket connected(PacketEncoder encoder, String namespace, String sid, @Nullable String pid);

    /**
     * The client is told that it has not.
     *
     * @throws IllegalArgumentException if the data has no JSON form
     */
    abstract EncodedPacket refused(PacketEncoder encoder, String namespace, String message, @Nullable Object data);

    /** The fields of a query; of two with one name the last counts (WHATWG URL, "application/x-www-form-urlencoded"). */
    private static ObjectNode fields(String query) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        for (String pair : query.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                fields.put(decoded(name), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
        return fields;
    }

    private static String decoded(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int octet = bytes[i] == '%' && i + 2 < bytes.length ? octet(bytes[i + 1], bytes[i + 2]) : -1;
            if (octet >= 0) {
                out.write(octet);
                i += 2;
            } else {
                out.write(bytes[i] == '+' ? ' ' : bytes[i]);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static int octet(byte high, byte low) {
        int first = Character.digit(high, 16);
        int second = Character.digit(low, 16);
        return first < 0 || second < 0 ? -1 : 16 * first + second;
    }
}
