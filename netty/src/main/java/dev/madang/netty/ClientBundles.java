package dev.madang.netty;

import dev.madang.engine.EngineOptions;
import dev.madang.engine.HttpAnswer;
import dev.madang.engine.RequestHead;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The JavaScript client's files, answered under the engine's path as the reference server does: with a strong entity
 * tag (the client's version), 304, no caching without asking, and compressed for who takes it. The files are read at
 * their first request and kept. Safe for all threads.
 */
final class ClientBundles {
    private static final Set<String> NAMES = Set.of(
            "socket.io.js",
            "socket.io.js.map",
            "socket.io.min.js",
            "socket.io.min.js.map",
            "socket.io.msgpack.min.js",
            "socket.io.msgpack.min.js.map",
            "socket.io.esm.min.js",
            "socket.io.esm.min.js.map");

    private final String folder;
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final @Nullable String tag;

    ClientBundles() {
        this("client/");
    }

    /** Files in another folder beside this class. */
    ClientBundles(String folder) {
        this.folder = folder;
        byte[] version = file("VERSION");
        this.tag = version == null ? null : '"' + new String(version, StandardCharsets.US_ASCII).strip() + '"';
    }

    /** The answer to a request for one of the files, or null if it is for something else. */
    @Nullable
    HttpAnswer answer(RequestHead head, EngineOptions options) {
        String folderPath = options.path() + "/";
        if (!head.path().startsWith(folderPath)) {
            return null;
        }
        String name = head.path().substring(folderPath.length());
        if (!NAMES.contains(name)
                || !(head.method().equals("GET") || head.method().equals("HEAD"))) {
            return null;
        }
        List<String> headers = new ArrayList<>(options.origins().headers(head));
        byte[] plain = file(name);
        if (tag == null || plain == null) {
            headers.addAll(List.of("Content-Type", "text/plain; charset=utf-8"));
            return HttpAnswer.text(
                    404,
                    headers,
                    "This server was built without the files of the JavaScript client, because npm was missing then.");
        }
        headers.addAll(List.of("ETag", tag));
        if (matches(head.header("If-None-Match"), tag)) {
            return new HttpAnswer(304, headers, new byte[0], 0);
        }
        headers.addAll(List.of("Cache-Control", "public, max-age=0", "Vary", "Accept-Encoding"));
        headers.addAll(List.of(
                "Content-Type",
                (name.endsWith(".map") ? "application/json" : "application/javascript") + "; charset=utf-8"));
        byte[] packed = takesGzip(head.header("Accept-Encoding")) ? file(name + ".gz") : null;
        if (packed != null) {
            headers.addAll(List.of("Content-Encoding", "gzip"));
        }
        byte[] body = packed == null ? plain : packed;
        return new HttpAnswer(200, headers, body, body.length);
    }

    private byte @Nullable [] file(String name) {
        byte[] known = files.get(name);
        if (known != null) {
            return known;
        }
        try (InputStream in = ClientBundles.class.getResourceAsStream(folder + name)) {
            if (in == null) {
                return null;
            }
            byte[] read = in.readAllBytes();
            files.put(name, read);
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException("a file of the client cannot be read: " + name, e);
        }
    }

    /** RFC 9110, 13.1.2: weak comparison. */
    private static boolean matches(@Nullable String condition, String tag) {
        if (condition == null) {
            return false;
        }
        for (String each : condition.split(",", 20)) {
            String candidate = each.strip();
            if (candidate.equals("*") || candidate.equals(tag) || candidate.equals("W/" + tag)) {
                return true;
            }
        }
        return false;
    }

    private static boolean takesGzip(@Nullable String accepted) {
        if (accepted == null) {
            return false;
        }
        for (String each : accepted.toLowerCase(Locale.ROOT).split(",", 20)) {
            String[] parts = each.split(";", 2);
            if (parts[0].strip().equals("gzip")) {
                return parts.length == 1 || !parts[1].replace(" ", "").matches("q=0(\\.0{0,3})?");
            }
        }
        return false;
    }
}
