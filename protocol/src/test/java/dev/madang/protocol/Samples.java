package dev.madang.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Random text, trees and damage. */
final class Samples {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int[] SPECIAL =
            "\"\\/\b\f\n\r\t\u0000\u001f\u007f\u0080é\u07ff\u0800가\u2028\ufeff\uffff😀𝄞,:{}[]"
                    .codePoints()
                    .toArray();
    private static final String STRUCTURE = "{}[]\",:\\ \t\n0123456789-+.eEtrufalsn/ux";

    private Samples() {}

    /** Up to {@code longest} characters, plain and strange ones. */
    static String text(SplittableRandom random, int longest) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(longest + 1);
        boolean plain = random.nextBoolean();
        while (text.length() < length) {
            text.appendCodePoint(
                    plain || random.nextInt(4) > 0
                            ? 'a' + random.nextInt(26)
                            : SPECIAL[random.nextInt(SPECIAL.length)]);
        }
        return text.toString();
    }

    /** A JSON value; with bytes in it if {@code binary}. */
    static JsonNode tree(SplittableRandom random, int depth, boolean binary) {
        return switch (random.nextInt(depth > 0 ? 10 : 7)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(random.nextInt());
            case 3 -> NODES.numberNode(random.nextLong(1L << 31, Long.MAX_VALUE) * (random.nextBoolean() ? 1 : -1));
            case 4 -> NODES.numberNode((random.nextInt() + 0.5) * Math.pow(2, random.nextInt(-60, 1)));
            case 5 -> binary ? NODES.binaryNode(octets(random, 40)) : NODES.stringNode("");
            case 6 -> NODES.stringNode(text(random, 40));
            case 7 -> {
                ArrayNode array = NODES.arrayNode();
                for (int i = random.nextInt(5); i > 0; i--) {
                    array.add(tree(random, depth - 1, binary));
                }
                yield array;
            }
            default -> {
                ObjectNode object = NODES.objectNode();
                for (int i = random.nextInt(5); i > 0; i--) {
                    object.set(text(random, 12), tree(random, depth - 1, binary));
                }
                yield object;
            }
        };
    }

    static byte[] octets(SplittableRandom random, int longest) {
        byte[] octets = new byte[random.nextInt(longest + 1)];
        random.nextBytes(octets);
        return octets;
    }

    /** The bytes with one to three of them changed, lost, repeated or added. */
    static byte[] damaged(SplittableRandom random, byte[] bytes) {
        byte[] result = bytes;
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            result = damagedOnce(random, result);
        }
        return result;
    }

    private static byte[] damagedOnce(SplittableRandom random, byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, at + random.nextInt(8));
        byte[] structure = {(byte) STRUCTURE.charAt(random.nextInt(STRUCTURE.length()))};
        return switch (random.nextInt(6)) {
            case 0 -> join(bytes, at, new byte[] {(byte) random.nextInt()}, Math.min(bytes.length, at + 1));
            case 1 -> join(bytes, at, structure, Math.min(bytes.length, at + 1));
            case 2 -> join(bytes, at, structure, at);
            case 3 -> join(bytes, at, new byte[0], to);
            case 4 -> join(bytes, at, Arrays.copyOfRange(bytes, at, to), at);
            default -> Arrays.copyOf(bytes, at);
        };
    }

    private static byte[] join(byte[] bytes, int before, byte[] middle, int after) {
        byte[] result = new byte[before + middle.length + bytes.length - after];
        System.arraycopy(bytes, 0, result, 0, before);
        System.arraycopy(middle, 0, result, before, middle.length);
        System.arraycopy(bytes, after, result, before + middle.length, bytes.length - after);
        return result;
    }

    /** JSON with insignificant space here and there. */
    static byte[] spaced(SplittableRandom random, String json) {
        StringBuilder text = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            boolean token = !quoted && "{}[],:".indexOf(c) >= 0;
            String space = token && random.nextInt(3) == 0 ? " \n\r\t".substring(random.nextInt(4)) : "";
            text.append(random.nextBoolean() ? space : "").append(c).append(space);
            quoted ^= c == '"' && (!quoted || !escaped(json, i));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static boolean escaped(String json, int quote) {
        int backslashes = 0;
        while (json.charAt(quote - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }
}
