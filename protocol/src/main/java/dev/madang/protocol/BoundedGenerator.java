package dev.madang.protocol;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.exc.StreamWriteException;
import tools.jackson.core.util.JsonGeneratorDelegate;

/** Ends the writing of values that hold themselves: Jackson's own bound is one of its text generators only. */
final class BoundedGenerator extends JsonGeneratorDelegate {
    private int depth;

    BoundedGenerator(JsonGenerator delegate) {
        super(delegate, false);
    }

    @Override
    public JsonGenerator writeStartArray() {
        deeper();
        return super.writeStartArray();
    }

    @Override
    public JsonGenerator writeStartArray(Object forValue) {
        deeper();
        return super.writeStartArray(forValue);
    }

    @Override
    public JsonGenerator writeStartArray(Object forValue, int size) {
        deeper();
        return super.writeStartArray(forValue, size);
    }

    @Override
    public JsonGenerator writeEndArray() {
        depth--;
        return super.writeEndArray();
    }

    @Override
    public JsonGenerator writeStartObject() {
        deeper();
        return super.writeStartObject();
    }

    @Override
    public JsonGenerator writeStartObject(Object forValue) {
        deeper();
        return super.writeStartObject(forValue);
    }

    @Override
    public JsonGenerator writeStartObject(Object forValue, int size) {
        deeper();
        return super.writeStartObject(forValue, size);
    }

    @Override
    public JsonGenerator writeEndObject() {
        depth--;
        return super.writeEndObject();
    }

    private void deeper() {
        if (depth == DecoderLimits.MAX_DEPTH) {
            throw new StreamWriteException(this, "nested deeper than " + DecoderLimits.MAX_DEPTH + " levels");
        }
        depth++;
    }
}
