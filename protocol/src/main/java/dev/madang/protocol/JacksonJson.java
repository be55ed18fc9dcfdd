package dev.madang.protocol;

import java.io.OutputStream;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdScalarSerializer;
import tools.jackson.databind.util.TokenBuffer;

/** JSON by Jackson 3. Values are written as {@code JSON.stringify} writes them: NaN and the infinities as null. */
public final class JacksonJson implements Json {
    /*
     * Lengths of strings, names and documents are not bounded here: the message that holds them was. Depth and digits
     * were bounded by the decoder, whose limits cannot exceed these.
     */

    private final JsonMapper mapper;

    /**
     * With a mapper of its own: unknown properties ignored, no default typing, no source excerpts in errors, properties
     * in the order of their declaration, {@code Instant} and {@code Date} as JavaScript's {@code toISOString}. A number
     * that is not whole, or out of range, is not read as a whole one; {@code 1.0} is.
     */
    public JacksonJson() {
        this(ownMapper());
    }

    /** With the caller's mapper, extended by the handling of binary values. */
    public JacksonJson(JsonMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public void write(@Nullable Object value, ByteSink sink, List<byte[]> attachments) {
        try (JsonGenerator plain = mapper.createGenerator(new SinkStream(sink));
                JsonGenerator generator = new ScriptGenerator(plain, attachments)) {
            mapper.writeValue(generator, value);
        } catch (JacksonException e) {
            String type = value == null ? "null" : value.getClass().getName();
            throw new IllegalArgumentException("no JSON form: " + type, e);
        }
    }

    @Override
    public JsonNode toTree(Object value) {
        TokenBuffer buffer = TokenBuffer.forGeneration();
        try (JsonGenerator generator = new BoundedGenerator(buffer)) {
            mapper.writeValue(generator, value);
            return mapper.readTree(buffer.asParser(ObjectReadContext.empty()));
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "no JSON form: " + value.getClass().getName(), e);
        }
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
        return mapper.treeToValue(tree, mapper.constructType(type));
    }

    private static JsonMapper ownMapper() {
        StreamReadConstraints constraints = StreamReadConstraints.builder()
                .maxNestingDepth(DecoderLimits.MAX_DEPTH)
                .maxNumberLength(DecoderLimits.MAX_DIGITS)
                .maxStringLength(Integer.MAX_VALUE)
                .maxNameLength(Integer.MAX_VALUE)
                .build();
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(constraints)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
                .build();
        return JsonMapper.builder(factory)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .addModule(WholeNumbers.module())
                .addModule(new SimpleModule("madang-dates")
                        .addSerializer(new InstantText())
                        .addSerializer(new DateText()))
                .build();
    }

    /** A point in time with milliseconds and {@code Z}. */
    private static final class InstantText extends StdScalarSerializer<Instant> {
        InstantText() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator generator, SerializationContext context) {
            generator.writeString(IsoText.of(value));
        }
    }

    /** A date as the instant that it is. */
    private static final class DateText extends StdScalarSerializer<Date> {
        DateText() {
            super(Date.class);
        }

        @Override
        public void serialize(Date value, JsonGenerator generator, SerializationContext context) {
            generator.writeString(IsoText.of(Instant.ofEpochMilli(value.getTime())));
        }
    }

    /** The sink as Jackson wants it; there is nothing to flush or close. */
    private static final class SinkStream extends OutputStream {
        private final ByteSink sink;

        SinkStream(ByteSink sink) {
            this.sink = sink;
        }

        @Override
        public void write(int octet) {
            sink.write(octet);
        }

        @Override
        public void write(byte[] source, int offset, int length) {
            sink.write(source, offset, length);
        }
    }
}
