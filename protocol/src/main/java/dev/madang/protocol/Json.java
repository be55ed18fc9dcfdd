package dev.madang.protocol;

import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The JSON library behind the codecs. One instance serves all threads.
 *
 * <p>Writers replace each binary value ({@code byte[]}, {@code ByteBuffer}, Jackson's {@code BinaryNode}, however
 * deeply nested) by {@code {"_placeholder":true,"num":n}} and append its bytes to the attachments.
 */
public interface Json {
    /**
     * Writes one value as JSON in UTF-8, without insignificant space.
     *
     * @throws IllegalArgumentException if the value has no JSON form; nobody's message but the caller's is lost
     */
    void write(@Nullable Object value, ByteSink sink, List<byte[]> attachments);

    /** Reads one JSON value that is known to be well-formed as {@code type}; placeholders were replaced before. */
    @Nullable
    Object read(byte[] array, int offset, int length, Type type);

    /** Reads one JSON value that is known to be well-formed as a tree. */
    JsonNode tree(byte[] array, int offset, int length);

    /**
     * One value as a tree, its bytes as {@code BinaryNode}s.
     *
     * @throws IllegalArgumentException if the value has no JSON form
     */
    JsonNode toTree(Object value);

    /** Converts a tree, which may hold binary nodes, to {@code type}. */
    @Nullable
    Object convert(JsonNode tree, Type type);
}
