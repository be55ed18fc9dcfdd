package dev.madang.examples;

import java.util.LinkedHashMap;
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

    @Override
    public synchronized String toString() {
        if (users.isEmpty()) {
            return "{}";
        }
        return users.entrySet().stream()
                .map(user -> "'" + user.getKey() + "': " + user.getValue())
                .collect(Collectors.joining(", ", "{ ", " }"));
    }
}
