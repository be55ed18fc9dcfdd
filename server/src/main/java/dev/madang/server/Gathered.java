package dev.madang.server;

import java.util.List;
import java.util.Set;

/**
 * What the servers of a cluster answered to one question of an {@link Adapter}. Immutable.
 *
 * @param answers of all servers that answered in time, in the order in which they came
 * @param missing the ids of the servers that did not; empty if the answers are complete
 */
public record Gathered<T>(List<T> answers, Set<String> missing) {
    /** Copies both. */
    public Gathered {
        answers = List.copyOf(answers);
        missing = Set.copyOf(missing);
    }

    /** The answers of all who were asked. */
    public static <T> Gathered<T> complete(List<T> answers) {
        return new Gathered<>(answers, Set.of());
    }
}
