package dev.madang.netty;

import io.netty.channel.EventLoop;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How much of everything there is: a walk over all objects of ours that can be reached from a few, which counts them by
 * class, and the elements of every collection, map and array by the field that holds it.
 */
final class Census {
    /*
     * Nothing has to be named to be counted, so a map that is added tomorrow is counted as well. The walk looks into our
     * classes and into the collections of the Java platform, and into event loops for the tasks that wait there.
     */
    private static final String OURS = "dev.madang.";

    private record Found(String where, Object what) {}

    private final Map<String, Integer> counts = new TreeMap<>();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Found> open = new ArrayDeque<>();

    private Census() {}

    /** What can be reached from the roots. The walk may fail where something changes under it. */
    static Map<String, Integer> of(Collection<?> roots) {
        Census census = new Census();
        roots.forEach(root -> census.find("root", root));
        for (Found found = census.open.poll(); found != null; found = census.open.poll()) {
            census.count(found.where(), found.what());
        }
        return census.counts;
    }

    /** What there is more of than there was: its name, how many there were, and how many there are. */
    static Map<String, String> grown(Map<String, Integer> before, Map<String, Integer> after) {
        Map<String, String> grown = new TreeMap<>();
        after.forEach((name, count) -> {
            int was = before.getOrDefault(name, 0);
            if (count > was) {
                grown.put(name, was + " -> " + count);
            }
        });
        return grown;
    }

    private void find(String where, @Nullable Object what) {
        if (what != null && seen.add(what)) {
            open.add(new Found(where, what));
        }
    }

    private void count(String where, Object what) {
        switch (what) {
            case Map<?, ?> map -> {
                elements(where, map.keySet());
                elements(where, map.values());
            }
            case Collection<?> collection -> elements(where, collection);
            case Object[] array -> elements(where, Arrays.asList(array));
            case AtomicReference<?> reference -> find(where, reference.get());
            case AtomicInteger number -> add(where + " =", number.get());
            case CompletableFuture<?> future -> add(where + " waiters", future.getNumberOfDependents());
            case EventLoop loop -> tasks(loop);
            default -> fields(what);
        }
    }

    private void elements(String where, Collection<?> all) {
        for (Object each : all) {
            if (each != null) {
                add(where + " []", 1);
                find(where, each);
            }
        }
    }

    private void tasks(EventLoop loop) {
        for (String queue : new String[] {"taskQueue", "scheduledTaskQueue"}) {
            Object tasks = field(loop, queue);
            add("loop." + queue, tasks == null ? 0 : ((java.util.Queue<?>) tasks).size());
        }
    }

    private void fields(Object what) {
        String name = name(what.getClass());
        if (!name.startsWith(OURS) || name.endsWith("Test")) {
            return;
        }
        add(name, 1);
        Class<?> type = what.getClass();
        while (type != null && type.getName().startsWith(OURS)) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    find(name(type) + "." + field.getName(), value(field, what));
                }
            }
            type = type.getSuperclass();
        }
    }

    /** Classes of lambdas have a number, which means nothing. */
    private static String name(Class<?> type) {
        int lambda = type.getName().indexOf("$$Lambda");
        return lambda < 0 ? type.getName() : type.getName().substring(0, lambda) + " lambda";
    }

    private void add(String name, int count) {
        counts.merge(name, count, Integer::sum);
    }

    private static @Nullable Object field(Object what, String name) {
        for (Class<?> type = what.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    return value(field, what);
                }
            }
        }
        throw new AssertionError("no field " + name + " in " + what.getClass());
    }

    private static @Nullable Object value(Field field, Object what) {
        try {
            field.setAccessible(true);
            return field.get(what);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
