package dev.madang.micrometer;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Names that may be labels: the first ones that come, up to a bound; all others are "other". Any thread. */
final class Names {
    /** What stands for all names beyond the bound. */
    static final String OTHER = "other";

    private static final int MAX_LENGTH = 100;

    private final int max;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    Names(int max) {
        this.max = max;
    }

    String label(String name) {
        if (known.contains(name)) {
            return name;
        }
        return name.length() <= MAX_LENGTH && admit(name) ? name : OTHER;
    }

    private synchronized boolean admit(String name) {
        return known.contains(name) || (known.size() < max && known.add(name));
    }
}
