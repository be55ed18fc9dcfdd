package dev.madang.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.Base64Variant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.util.JsonGeneratorDelegate;

/**
 * Makes Jackson write what {@code JSON.stringify} and the reference's parser write: numbers as JavaScript prints them,
 * null for those that are none, and a placeholder for bytes.
 */
final class ScriptGenerator extends JsonGeneratorDelegate {
    /*
     * It sits below all serializers, the caller's own included, so no binary value can miss it, and the attachments
     * need neither a context attribute nor a thread-local to be collected.
     */

    private final List<byte[]> attachments;

    ScriptGenerator(JsonGenerator delegate, List<byte[]> attachments) {
        super(delegate, false);
        this.attachments = attachments;
    }

    @Override
    public JsonGenerator writeNumber(double value) {
        return Double.isFinite(value) ? delegate.writeNumber(NumberText.of(value)) : delegate.writeNull();
    }

    @Override
    public JsonGenerator writeNumber(float value) {
        return writeNumber(Float.isFinite(value) ? Double.parseDouble(Float.toString(value)) : Double.NaN);
    }

    @Override
    public JsonGenerator writeArray(double[] array, int offset, int length) {
        writeStartArray(array, length);
        for (int i = offset; i < offset + length; i++) {
            writeNumber(array[i]);
        }
        return writeEndArray();
    }

    @Override
    public JsonGenerator writeBinary(Base64Variant variant, byte[] data, int offset, int length) {
        boolean whole = offset == 0 && length == data.length;
        return place(whole ? data : Arrays.copyOfRange(data, offset, offset + length));
    }

    @Override
    public int writeBinary(Base64Variant variant, InputStream data, int length) {
        try {
            byte[] bytes = length < 0 ? data.readAllBytes() : data.readNBytes(length);
            place(bytes);
            return bytes.length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonGenerator place(byte[] data) {
        attachments.add(data);
        writeStartObject();
        writeName(Placeholders.MARK);
        writeBoolean(true);
        writeName(Placeholders.NUMBER);
        writeNumber(attachments.size() - 1);
        return writeEndObject();
    }
}
