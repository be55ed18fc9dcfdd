package dev.madang.live.transfer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Comments that wait for the one they answer, which comes later in the file or never. At most 10,000. Used by one thread. */
final class Orphans {
    static final int MOST = 10_000;

    private static final int MOST_CHARACTERS = 8_000_000;

    private final Map<String, List<Found>> byParent = new LinkedHashMap<>();
    private int count;
    private int characters;

    /** Lets a comment wait; those that have waited longest, if they are too many now, wait no more and are the answer. */
    List<Found> wait(Found found, String parent) {
        byParent.computeIfAbsent(parent, first -> new ArrayList<>()).add(found);
        count++;
        characters += characters(found);
        if (count <= MOST && characters <= MOST_CHARACTERS) {
            return List.of();
        }
        return of(byParent.keySet().iterator().next());
    }

    /** Those that waited for this one, and wait no more. */
    List<Found> of(String parent) {
        List<Found> waited = byParent.remove(parent);
        if (waited == null) {
            return List.of();
        }
        count -= waited.size();
        waited.forEach(found -> characters -= characters(found));
        return waited;
    }

    /**
     * Those that wait for what is not here, and wait no more; those that wait for one of them go on. Where all that are left
     * wait for one another it is the first. Empty if none waits.
     */
    List<Found> lost() {
        var waiting = new HashSet<String>();
        byParent.values().forEach(group -> group.forEach(found -> waiting.add(found.id())));
        var lost = new ArrayList<Found>();
        for (String parent : List.copyOf(byParent.keySet())) {
            if (!waiting.contains(parent)) {
                lost.addAll(of(parent));
            }
        }
        return lost.isEmpty() && !byParent.isEmpty()
                ? of(byParent.keySet().iterator().next())
                : lost;
    }

    private static int characters(Found found) {
        return found instanceof Found.Arrival arrival ? arrival.text().length() : 0;
    }
}
