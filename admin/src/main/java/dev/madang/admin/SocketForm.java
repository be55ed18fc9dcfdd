package dev.madang.admin;

import dev.madang.engine.Session;
import dev.madang.server.Handshake;
import dev.madang.server.Namespace;
import dev.madang.server.RemoteSocket;
import dev.madang.server.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A socket as administrators see it. Any thread. */
final class SocketForm {
    /*
     * What a client could be impersonated with is not shown: auth, cookies, credentials in headers, and the id of the
     * session, of which the reference shows twelve characters. A digest tells clients apart as well.
     *
     * What other servers have to know of a socket travels in its data, as in the reference, so that one page shows both.
     */
    static final String TRAVELS = "_admin";

    private static final String CLIENT_ID = "clientId";
    private static final String TRANSPORT = "transport";
    private static final int CLIENT_ID_LENGTH = 12;
    private static final Set<String> SECRET = Set.of("cookie", "authorization", "proxy-authorization");

    private final Namespace admin;

    SocketForm(Namespace admin) {
        this.admin = admin;
    }

    /** What travels in a socket's data. */
    static Map<String, Object> travelling(Session session) {
        return Map.of(CLIENT_ID, digest(session.id()), TRANSPORT, session.transport());
    }

    /** A socket of this server that has just joined: its rooms are told one by one. */
    Map<String, @Nullable Object> fresh(Socket socket) {
        return form(socket.id(), socket.namespace().name(), socket.handshake(), List.of(socket.id()), socket.data());
    }

    Map<String, @Nullable Object> of(Socket socket) {
        return form(socket.id(), socket.namespace().name(), socket.handshake(), socket.rooms(), socket.data());
    }

    Map<String, @Nullable Object> of(RemoteSocket socket) {
        return form(socket.id(), socket.namespace().name(), socket.handshake(), socket.rooms(), socket.data());
    }

    private Map<String, @Nullable Object> form(
            String id, String namespace, Handshake handshake, Collection<String> rooms, Map<String, Object> data) {
        Map<String, @Nullable Object> form = new LinkedHashMap<>();
        form.put("id", id);
        form.put(CLIENT_ID, travelled(data, CLIENT_ID));
        form.put(TRANSPORT, travelled(data, TRANSPORT));
        form.put("nsp", namespace);
        form.put("data", shown(data));
        form.put("handshake", shown(handshake));
        form.put("rooms", List.copyOf(rooms));
        return form;
    }

    private static @Nullable String travelled(Map<String, Object> data, String name) {
        Object travelling = data.get(TRAVELS);
        if (travelling instanceof JsonNode node) {
            return node.path(name).isString() ? node.path(name).stringValue() : null;
        }
        return travelling instanceof Map<?, ?> map && map.get(name) instanceof String text ? text : null;
    }

    private static Map<String, Object> shown(Handshake handshake) {
        Map<String, String> headers = new TreeMap<>(handshake.headers());
        headers.replaceAll((name, value) -> SECRET.contains(name) ? "(hidden)" : value);
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("address", handshake.address());
        shown.put("headers", headers);
        shown.put("query", handshake.query());
        shown.put("issued", handshake.issued());
        shown.put("secure", handshake.secure());
        shown.put("time", handshake.time().toString());
        shown.put("url", handshake.url());
        shown.put("xdomain", handshake.xdomain());
        return shown;
    }

    /** The application's data; what has no JSON form is shown as the name of its type. */
    Map<String, Object> shown(Map<String, Object> data) {
        Map<String, Object> shown = new LinkedHashMap<>(data);
        shown.remove(TRAVELS);
        if (!shown.isEmpty() && !hasForm(shown)) {
            shown.replaceAll(
                    (name, value) -> hasForm(value) ? value : value.getClass().getName());
        }
        return shown;
    }

    private boolean hasForm(Object value) {
        try {
            admin.prepare("socket_updated", value);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String digest(String id) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, CLIENT_ID_LENGTH);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
