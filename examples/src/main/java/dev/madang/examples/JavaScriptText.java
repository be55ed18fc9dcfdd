package dev.madang.examples;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What JavaScript makes of a value inside a template literal (ECMAScript, ToString and Number::toString): chat clients
 * see the same text for odd messages as from a Node server.
 */
final class JavaScriptText {
    private JavaScriptText() {}

    /** The text of an argument: {@code undefined} for a missing one, {@code [object Object]} for objects. */
    static String of(JsonNode value) {
        return switch (value.getNodeType()) {
            case MISSING -> "undefined";
            case NULL -> "null";
            case STRING -> value.stringValue();
            case BOOLEAN -> value.booleanValue() ? "true" : "false";
            case NUMBER -> number(value.asDouble());
            case ARRAY -> joined(value);
            case BINARY -> new String(value.binaryValue(), StandardCharsets.UTF_8);
            case OBJECT, POJO -> "[object Object]";
        };
    }

    private static String joined(JsonNode array) {
        List<String> parts = new ArrayList<>();
        for (JsonNode element : array) {
            parts.add(element.isNull() ? "" : of(element));
        }
        return String.join(",", parts);
    }

    private static String number(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "Infinity" : "-Infinity";
        }
        if (value == 0) {
            return "0";
        }
        BigDecimal shortest = new BigDecimal(Double.toString(Math.abs(value))).stripTrailingZeros();
        String digits = shortest.unscaledValue().toString();
        int point = digits.length() - shortest.scale();
        return (value < 0 ? "-" : "") + decimal(digits, point);
    }

    private static String decimal(String digits, int point) {
        int length = digits.length();
        if (length <= point && point <= 21) {
            return digits + "0".repeat(point - length);
        }
        if (0 < point && point <= 21) {
            return digits.substring(0, point) + "." + digits.substring(point);
        }
        if (-6 < point && point <= 0) {
            return "0." + "0".repeat(-point) + digits;
        }
        String exponent = (point > 0 ? "e+" : "e-") + Math.abs(point - 1);
        return length == 1 ? digits + exponent : digits.charAt(0) + "." + digits.substring(1) + exponent;
    }
}
