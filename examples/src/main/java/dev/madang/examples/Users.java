package dev.madang.examples;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Who is connected, in the order of their coming. Any thread. */
final class Users {
    private final Map<String, User> users = new LinkedHashMap<>();

    /**
     * What is known of a user.
     *
     * @param nickname the same for all, until somebody builds a form for it
     * @param point the score
     */
    record User(String nickname, int point) {
        @Override
        public String toString() {
            return "{ nickname: '" + nickname + "', point: " + point + " }";
        }
    }

    synchronized void add(String id) {
        users.put(id, new User("users nickname", 0));
    }

    synchronized void remove(String id) {
        users.remove(id);
    }

    /** As Node's {@code console.log} prints such an object: one user in one line, more below each other. */
    @Override
    public synchronized String toString() {
        List<String> entries = users.entrySet().stream()
                .map(user -> key(user.getKey()) + ": " + user.getValue())
                .toList();
        return switch (entries.size()) {
            case 0 -> "{}";
            case 1 -> "{ " + entries.getFirst() + " }";
            default -> entries.stream().collect(Collectors.joining(",\n  ", "{\n  ", "\n}"));
        };
    }

    private static String key(String id) {
        return id.matches("[a-zA-Z_][a-zA-Z_0-9]*") ? id : "'" + id + "'";
    }
}
