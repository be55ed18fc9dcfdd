package dev.madang.protocol;

import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The arguments of an event or an ack, as the peer sent them: checked to be JSON within the limits, but not yet
 * turned into objects. That happens argument by argument, when somebody asks.
 *
 * <p>Arguments that are {@linkplain #owned() not owned} read from a buffer which is only valid during the call that
 * handed them out. Immutable; owned arguments may be read by any thread.
 */
public interface Arguments {
    /**
     * Arguments that came in another way than as a packet's payload: trees. Owned.
     *
     * @param bytes how many they were when they came
     */
    static Arguments of(Json json, List<? extends JsonNode> nodes, int bytes) {
        return new TreeArguments(json, List.copyOf(nodes), bytes);
    }

    /** How many there are. */
    int size();

    /**
     * One argument as a value of {@code type}: what Jackson makes of it; {@code byte[]} takes an attachment,
     * {@link RawJson} the text itself.
     *
     * @return null for JSON's null, and for an index at or beyond {@link #size()}: JavaScript's undefined
     * @throws ArgumentException if the argument cannot be read as that type
     */
    <T> @Nullable T get(int index, Class<T> type);

    /** As {@link #get(int, Class)}, for generic types such as {@code List<String>}. */
    @Nullable
    Object get(int index, Type type);

    /**
     * One argument as a tree; an attachment is a {@code BinaryNode}; beyond the end it is a {@code MissingNode}.
     *
     * @throws ArgumentException if the JSON library has limits of its own that the argument exceeds
     */
    JsonNode node(int index);

    /** These arguments in memory of their own, so that they can leave the call that handed them out. */
    Arguments owned();

    /** Whether {@link #owned()} returns this object itself. */
    boolean isOwned();

    /** Bytes of JSON and attachments: what a mailbox counts. */
    int bytes();
}
