package dev.madang.launcher;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The words and options behind a command: {@code chat --port 8000 --raw}. An option takes one value, written as {@code
 * --name value} or {@code --name=value}; a switch takes none. Immutable.
 */
public final class CommandLine {
    private final List<String> words = new ArrayList<String>();
    private final Map<String, String> values = new HashMap<String, String>();

    /**
     * Reads a command line.
     *
     * @param known the names of the options, and those of the switches with a {@code ?} behind them
     * @throws IllegalArgumentException in words for the person who typed it
     */
    public CommandLine(String[] args, String... known) {
        List<String> names = Arrays.asList(known);
        for (int i = 0; i < args.length; i++) {
            if (!args[i].startsWith("--")) {
                words.add(args[i]);
                continue;
            }
            int equals = args[i].indexOf('=');
            String name = equals < 0 ? args[i].substring(2) : args[i].substring(2, equals);
            if (names.contains(name + "?") && equals < 0) {
                values.put(name, "true");
            } else if (!names.contains(name)) {
                throw new IllegalArgumentException("unknown option " + args[i]);
            } else if (equals >= 0) {
                values.put(name, args[i].substring(equals + 1));
            } else if (i + 1 < args.length) {
                values.put(name, args[++i]);
            } else {
                throw new IllegalArgumentException(args[i] + " needs a value");
            }
        }
    }

    /** What is no option, in the order given. */
    public List<String> words() {
        return Collections.unmodifiableList(words);
    }

    /** The value of an option, or {@code otherwise} if it was not given. */
    public String text(String name, String otherwise) {
        String value = values.get(name);
        return value == null ? otherwise : value;
    }

    /** Whether a switch was given. */
    public boolean on(String name) {
        return values.containsKey(name);
    }

    /**
     * The value of an option that is a TCP port, or {@code otherwise} if it was not given; 0 asks for a free one.
     *
     * @throws IllegalArgumentException if it is no number from 0 to 65535
     */
    public int port(String name, int otherwise) {
        String value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        if (value.matches("[0-9]{1,5}") && Integer.parseInt(value) <= 65535) {
            return Integer.parseInt(value);
        }
        throw new IllegalArgumentException(
                "--" + name + " " + value + ": not a port, which is a number from 0 to 65535");
    }
}
