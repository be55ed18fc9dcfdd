package dev.madang.protocol;

import java.math.BigDecimal;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.jdk.NumberDeserializers;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.module.SimpleModule;

/**
 * Reads Java's whole numbers as JavaScript has them: {@code 1.0} and {@code 1e3} are whole, {@code 1.5} and what is out
 * of range are refused instead of cut.
 */
final class WholeNumbers extends DelegatingDeserializer {
    private WholeNumbers(ValueDeserializer<?> standard) {
        super(standard);
    }

    /** Registers them for the primitive types and their boxes. */
    static SimpleModule module() {
        SimpleModule module = new SimpleModule("madang-whole-numbers");
        for (Class<?> type : List.of(int.class, long.class, short.class, byte.class)) {
            add(module, type);
        }
        for (Class<?> type : List.of(Integer.class, Long.class, Short.class, Byte.class)) {
            add(module, type);
        }
        return module;
    }

    @SuppressWarnings("unchecked") // the standard reader of a type reads that type
    private static <T> void add(SimpleModule module, Class<T> type) {
        module.addDeserializer(type, (ValueDeserializer<T>) new WholeNumbers(NumberDeserializers.find(type)));
    }

    @Override
    protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> standard) {
        return new WholeNumbers(standard);
    }

    @Override
    public Object deserialize(JsonParser parser, DeserializationContext context) {
        if (!parser.hasToken(JsonToken.VALUE_NUMBER_FLOAT)) {
            return super.deserialize(parser, context);
        }
        Class<?> type = handledType();
        if (!parser.isNaN()) {
            try {
                return exact(parser.getDecimalValue(), type);
            } catch (ArithmeticException notWholeOrTooLarge) {
                // answered below, like what is no number
            }
        }
        return context.handleWeirdNumberValue(type, parser.getNumberValue(), "no whole number of this type");
    }

    private static Number exact(BigDecimal value, Class<?> type) {
        if (type == Long.class || type == long.class) {
            return value.longValueExact();
        }
        if (type == Integer.class || type == int.class) {
            return value.intValueExact();
        }
        if (type == Short.class || type == short.class) {
            return value.shortValueExact();
        }
        return value.byteValueExact();
    }
}
