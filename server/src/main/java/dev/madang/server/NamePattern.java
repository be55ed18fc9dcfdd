package dev.madang.server;

import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.event.Level;
import tools.jackson.databind.JsonNode;

/** Lets in the names in which a pattern is found. */
final class NamePattern implements NamespaceGate {
    /*
     * A pattern such as (a+)+$ may look at its input exponentially often. The peer chooses that input, so the pattern
     * sees it through a view that counts the looks: a match that takes more than a thousand per character is none.
     */
    private static final int LOOKS_PER_CHARACTER = 1_000;

    private final Pattern pattern;
    private final ThrottledLog log;

    NamePattern(Pattern pattern, ThrottledLog log) {
        this.pattern = pattern;
        this.log = log;
    }

    @Override
    public void check(String name, JsonNode auth, Consumer<Boolean> answer) {
        answer.accept(matches(name));
    }

    boolean matches(String name) {
        try {
            return pattern.matcher(new Counted(name, 0, name.length(), new int[] {LOOKS_PER_CHARACTER * name.length()}))
                    .find();
        } catch (TooManyLooks | StackOverflowError e) {
            log.log(
                    Level.WARN,
                    "pattern " + pattern,
                    "the pattern " + pattern + " takes too long to match a name; taken as no match",
                    null);
            return false;
        }
    }

    private static final class TooManyLooks extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyLooks() {
            super(null, null, false, false);
        }
    }

    private record Counted(String text, int start, int end, int[] looks) implements CharSequence {
        @Override
        public int length() {
            return end - start;
        }

        @Override
        public char charAt(int index) {
            if (looks[0]-- == 0) {
                throw new TooManyLooks();
            }
            return text.charAt(start + index);
        }

        @Override
        public CharSequence subSequence(int from, int to) {
            return new Counted(text, start + from, start + to, looks);
        }

        @Override
        public String toString() {
            return text.substring(start, end);
        }
    }
}
