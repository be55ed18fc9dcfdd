package dev.madang.protocol;

import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON by Jackson 3. */
public final class JacksonJson implements Json {
    private final JsonMapper mapper;

    /** With a mapper of its own: unknown properties ignored, no default typing, no source excerpts in errors. */
    public JacksonJson() {
        this(JsonMapper.builder().build());
    }

    /** With the caller's mapper, extended by the handling of binary values. */
    public JacksonJson(JsonMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public void write(@Nullable Object value, ByteSink sink, List<byte[]> attachments) {
        throw new UnsupportedOperationException("skeleton");
    }

    @Override
    public @Nullable Object read(byte[] array, int offset, int length, Type type) {
        return mapper.readValue(array, offset, length, mapper.constructType(type));
    }

    @Override
    public JsonNode tree(byte[] array, int offset, int length) {
        return mapper.readTree(array, offset, length);
    }

    @Override
    public @Nullable Object convert(JsonNode tree, Type type) {
        return mapper.convertValue(tree, mapper.constructType(type));
    }
}
