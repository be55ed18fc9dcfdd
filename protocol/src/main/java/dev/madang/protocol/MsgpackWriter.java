package dev.madang.protocol;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.POJONode;

/** Writes values as MessagePack, in the shortest form of each (specification of MessagePack, "Formats"). */
final class MsgpackWriter {
    /*
     * Whole numbers are written as integers even where Java has a double, as notepack.io does: to JavaScript both are
     * one. Beyond 64 bits notepack.io writes another number; here it is a double.
     *
     * Half a character has no form in UTF-8. It becomes U+FFFD, as Node's Buffer makes it.
     */

    private static final int CAPACITY = 128;
    private static final double TWO_TO_63 = 0x1p63;

    private final GrowingBytes out = new GrowingBytes(EncodedMessage.HEADROOM, CAPACITY);
    private final Json json;
    private boolean binary;

    MsgpackWriter(Json json) {
        this.json = json;
    }

    GrowingBytes bytes() {
        return out;
    }

    /** Whether a value held bytes. */
    boolean binary() {
        return binary;
    }

    void value(@Nullable Object value) {
        switch (value) {
            case null -> out.write(0xc0);
            case String text -> text(text);
            case Boolean bool -> out.write(bool ? 0xc3 : 0xc2);
            case Integer number -> whole(number);
            case Long number -> whole(number);
            case Double number -> floating(number);
            case byte[] data -> blob(data);
            case JsonNode node -> node(node, DecoderLimits.MAX_DEPTH);
            case RawJson raw -> {
                GrowingBytes text = new GrowingBytes(0, raw.length());
                raw.writeTo(text);
                node(json.tree(text.array, 0, text.size), DecoderLimits.MAX_DEPTH);
            }
            default -> node(json.toTree(value), DecoderLimits.MAX_DEPTH);
        }
    }

    private void node(JsonNode node, int depth) {
        if (depth == 0) {
            throw new IllegalArgumentException("nested deeper than " + DecoderLimits.MAX_DEPTH + " levels");
        }
        switch (node.getNodeType()) {
            case NULL, MISSING -> out.write(0xc0);
            case BOOLEAN -> out.write(node.booleanValue() ? 0xc3 : 0xc2);
            case NUMBER -> number(node);
            case STRING -> text(node.stringValue());
            case BINARY -> blob(node.binaryValue());
            case POJO -> pojo(((POJONode) node).getPojo());
            case ARRAY -> {
                array(node.size());
                for (JsonNode element : node) {
                    node(element, depth - 1);
                }
            }
            case OBJECT -> {
                map(node.size());
                for (Map.Entry<String, JsonNode> property : node.properties()) {
                    text(property.getKey());
                    node(property.getValue(), depth - 1);
                }
            }
        }
    }

    private void pojo(@Nullable Object value) {
        if (value instanceof ByteBuffer buffer) {
            byte[] data = new byte[buffer.remaining()];
            buffer.duplicate().get(data);
            blob(data);
        } else {
            value(value);
        }
    }

    private void number(JsonNode number) {
        switch (number.numberType()) {
            case INT, LONG -> whole(number.longValue());
            case BIG_INTEGER -> {
                BigInteger value = number.bigIntegerValue();
                if (value.signum() > 0 && value.bitLength() == Long.SIZE) {
                    sized(0xcf, value.longValue(), Long.BYTES);
                } else if (value.bitLength() < Long.SIZE) {
                    whole(value.longValue());
                } else {
                    floating(value.doubleValue());
                }
            }
            case FLOAT -> floating(Double.parseDouble(Float.toString(number.floatValue())));
            case DOUBLE -> floating(number.doubleValue());
            case BIG_DECIMAL -> floating(number.decimalValue().doubleValue());
        }
    }

    void whole(long value) {
        if (value >= -0x20 && value < 0x80) {
            out.write((int) value);
        } else if (value >= 0) {
            int size = value < 0x100 ? 0 : value < 0x10000 ? 1 : value < 0x1_0000_0000L ? 2 : 3;
            sized(0xcc + size, value, 1 << size);
        } else {
            int size = value >= -0x80 ? 0 : value >= -0x8000 ? 1 : value >= Integer.MIN_VALUE ? 2 : 3;
            sized(0xd0 + size, value, 1 << size);
        }
    }

    private void floating(double value) {
        if (value == Math.rint(value) && value >= -TWO_TO_63 && value < TWO_TO_63) {
            whole((long) value);
        } else {
            sized(0xcb, Double.doubleToLongBits(value), Double.BYTES);
        }
    }

    void text(String text) {
        byte[] utf8 = wellFormed(text).getBytes(StandardCharsets.UTF_8);
        if (utf8.length < 0x20) {
            out.write(0xa0 | utf8.length);
        } else {
            counted(0xd9, utf8.length);
        }
        out.write(utf8, 0, utf8.length);
    }

    private static String wellFormed(String text) {
        StringBuilder replaced = null;
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (text.codePointAt(i) > Character.MAX_VALUE) {
                    i++;
                } else {
                    replaced = replaced == null ? new StringBuilder(text) : replaced;
                    replaced.setCharAt(i, '\ufffd');
                }
            }
        }
        return replaced == null ? text : replaced.toString();
    }

    private void blob(byte[] data) {
        binary = true;
        counted(0xc4, data.length);
        out.write(data, 0, data.length);
    }

    void array(int count) {
        container(0x90, 0xdc, count);
    }

    void map(int count) {
        container(0x80, 0xde, count);
    }

    private void container(int few, int many, int count) {
        if (count < 0x10) {
            out.write(few | count);
        } else if (count < 0x10000) {
            sized(many, count, Short.BYTES);
        } else {
            sized(many + 1, count, Integer.BYTES);
        }
    }

    /** A tag for a length of one byte, and the next ones for two and four. */
    private void counted(int tag, int length) {
        int size = length < 0x100 ? 0 : length < 0x10000 ? 1 : 2;
        sized(tag + size, length, 1 << size);
    }

    private void sized(int tag, long value, int bytes) {
        out.write(tag);
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            out.write((int) (value >>> shift));
        }
    }
}
