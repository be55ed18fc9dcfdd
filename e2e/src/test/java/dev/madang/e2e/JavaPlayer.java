package dev.madang.e2e;

import io.socket.client.IO;
import io.socket.client.Socket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Plays a scenario with the official Java client, as {@code scenario.mjs} does with the JavaScript one. */
final class JavaPlayer {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern COMMENT = Pattern.compile("\"_id\":\"([0-9a-f]{24})\"");
    private static final Pattern TIME = Pattern.compile("\"createdAt\":\"\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\"");

    private final String url;
    private final String[] transports;
    private final Map<String, Client> clients = new TreeMap<>();
    private final Map<String, String> names = new LinkedHashMap<>();
    private final Map<String, String> comments = new HashMap<>();

    private JavaPlayer(String url, String... transports) {
        this.url = url;
        this.transports = transports;
    }

    static List<JsonNode> play(String url, String mode, String scenario) {
        String[] transports = mode.equals("upgrade") ? new String[] {"polling", "websocket"} : new String[] {mode};
        JavaPlayer player = new JavaPlayer(url, transports);
        try {
            Path file = Node.FOLDER.resolve("src/test/resources/scenario/" + scenario + ".json");
            return player.play(JSON.readTree(Files.readString(file)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            player.clients.values().forEach(client -> client.socket.disconnect());
        }
    }

    private List<JsonNode> play(JsonNode scenario) {
        for (JsonNode id : scenario.path("ids")) {
            byte[] random = new byte[12];
            new SecureRandom().nextBytes(random);
            names.put("<" + id.stringValue() + ">", HexFormat.of().formatHex(random));
        }
        List<JsonNode> transcript = new ArrayList<>();
        int number = 0;
        for (JsonNode step : scenario.get("steps")) {
            number++;
            play(step, number, transcript);
        }
        return transcript;
    }

    private void play(JsonNode step, int number, List<JsonNode> transcript) {
        Map<String, Integer> before = new HashMap<>();
        clients.forEach((name, client) -> before.put(name, client.received.size()));
        act(step);
        for (Map.Entry<String, JsonNode> wanted : step.path("then").properties()) {
            int count =
                    before.getOrDefault(wanted.getKey(), 0) + wanted.getValue().intValue();
            Awaitility.await("step " + number + " for " + wanted.getKey())
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> client(wanted.getKey()).received.size() >= count);
        }
        clients.forEach((name, client) -> {
            for (; client.printed < client.received.size(); client.printed++) {
                ObjectNode line = JSON.createObjectNode().put("step", number).put("to", name);
                line.setAll(client.received.get(client.printed));
                transcript.add(JSON.readTree(normal(line.toString())));
            }
        });
    }

    private void act(JsonNode step) {
        if (step.has("connect")) {
            connect(step.get("connect").stringValue());
        } else if (step.has("disconnect")) {
            client(step.get("disconnect").stringValue()).socket.disconnect();
        } else {
            JsonNode emit = step.get("emit");
            Object[] arguments = new Object[emit.size() - 1];
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = value(emit.get(i + 1));
            }
            client(step.get("by").stringValue()).socket.emit(emit.get(0).stringValue(), arguments);
        }
    }

    private void connect(String name) {
        IO.Options options = new IO.Options();
        options.transports = transports;
        options.forceNew = true;
        options.reconnection = false;
        Client client = new Client(IO.socket(URI.create(url), options));
        client.socket.onAnyIncoming(client::received);
        clients.put(name, client);
        client.socket.connect();
        Awaitility.await(name + " connected").pollInterval(Duration.ofMillis(2)).until(client.socket::connected);
        names.put("<" + name + ">", client.socket.id());
    }

    private Client client(String name) {
        Client client = clients.get(name);
        if (client == null) {
            throw new IllegalArgumentException("the scenario has not connected " + name);
        }
        return client;
    }

    private @Nullable Object value(JsonNode template) {
        return switch (template.getNodeType()) {
            case NULL, MISSING -> null;
            case STRING -> filledIn(template.stringValue());
            case BOOLEAN -> template.booleanValue();
            case NUMBER -> template.numberValue();
            case OBJECT -> object(template);
            case ARRAY -> array(template);
            case BINARY, POJO -> throw new IllegalArgumentException(template.toString());
        };
    }

    private Object object(JsonNode template) {
        if (template.has("$bytes")) {
            return Base64.getDecoder().decode(template.get("$bytes").stringValue());
        }
        JSONObject object = new JSONObject();
        for (Map.Entry<String, JsonNode> member : template.properties()) {
            Object value = value(member.getValue());
            try {
                object.put(member.getKey(), value == null ? JSONObject.NULL : value);
            } catch (JSONException impossible) {
                throw new IllegalArgumentException(impossible);
            }
        }
        return object;
    }

    private Object array(JsonNode template) {
        JSONArray array = new JSONArray();
        for (JsonNode element : template) {
            Object value = value(element);
            array.put(value == null ? JSONObject.NULL : value);
        }
        return array;
    }

    private String filledIn(String template) {
        String text = template;
        for (Map.Entry<String, String> name : names.entrySet()) {
            text = text.replace(name.getKey(), name.getValue());
            text = text.replace(
                    name.getKey().toUpperCase(Locale.ROOT), name.getValue().toUpperCase(Locale.ROOT));
        }
        return text;
    }

    private String normal(String line) {
        String text = line;
        for (Map.Entry<String, String> name : names.entrySet()) {
            text = text.replace(name.getValue(), name.getKey());
        }
        text = TIME.matcher(text).replaceAll("\"createdAt\":\"<time in Seoul>\"");
        return COMMENT.matcher(text).replaceAll(this::comment);
    }

    private String comment(MatchResult id) {
        String name = comments.computeIfAbsent(id.group(1), unknown -> "<comment " + (comments.size() + 1) + ">");
        return "\"_id\":\"" + name + "\"";
    }

    private static final class Client {
        private final Socket socket;
        private final List<ObjectNode> received = Collections.synchronizedList(new ArrayList<>());
        private int printed;

        Client(Socket socket) {
            this.socket = socket;
        }

        void received(@Nullable Object... event) {
            ObjectNode line = JSON.createObjectNode().put("event", String.valueOf(event[0]));
            ArrayNode arguments = line.putArray("args");
            for (int i = 1; i < event.length; i++) {
                arguments.add(tree(event[i]));
            }
            received.add(line);
        }

        private static JsonNode tree(@Nullable Object value) {
            return switch (value) {
                case null -> JSON.nullNode();
                case byte[] bytes -> bytes(bytes);
                case JSONObject object -> members(object);
                case JSONArray array -> elements(array);
                default -> value == JSONObject.NULL ? JSON.nullNode() : JSON.valueToTree(value);
            };
        }

        private static JsonNode bytes(byte[] bytes) {
            ObjectNode node = JSON.createObjectNode().put("type", "Buffer");
            ArrayNode data = node.putArray("data");
            for (byte one : bytes) {
                data.add(one & 0xff);
            }
            return node;
        }

        private static JsonNode members(JSONObject object) {
            ObjectNode node = JSON.createObjectNode();
            for (var keys = object.keys(); keys.hasNext(); ) {
                String key = String.valueOf(keys.next());
                node.set(key, tree(object.opt(key)));
            }
            return node;
        }

        private static JsonNode elements(JSONArray array) {
            ArrayNode node = JSON.createArrayNode();
            for (int i = 0; i < array.length(); i++) {
                node.add(tree(array.opt(i)));
            }
            return node;
        }
    }
}
