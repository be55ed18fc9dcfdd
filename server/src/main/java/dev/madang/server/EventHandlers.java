package dev.madang.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Event handlers by name, in the order in which they are called. Any thread changes and calls. */
final class EventHandlers {
    /*
     * One array for all names: a socket has a handful of handlers, so a scan beats a map in time and in memory, and a
     * copy at each change lets the handler thread read without a lock. A change counts from the next event on.
     */
    private static final Entry[] NONE = {};

    private volatile Entry[] all = NONE;

    private record Entry(String event, EventHandler handler, boolean once) {
        boolean is(Object given) {
            return handler == given || handler instanceof TypedHandlers.Typed typed && typed.given() == given;
        }
    }

    /** An event on its way to its handlers: one object, however many there are. */
    interface Delivery {
        /** Calls a handler with the event. */
        void to(EventHandler handler) throws Exception;

        /** Hears what the handler throws. */
        void failed(Throwable thrown);
    }

    /** Adds a handler behind the others of that name, or before them. */
    synchronized void add(String event, EventHandler handler, boolean once, boolean first) {
        Entry[] more = new Entry[all.length + 1];
        System.arraycopy(all, 0, more, first ? 1 : 0, all.length);
        more[first ? 0 : all.length] = new Entry(event, handler, once);
        all = more;
    }

    synchronized void remove(String event) {
        all = Arrays.stream(all).filter(entry -> !entry.event().equals(event)).toArray(Entry[]::new);
    }

    /** Removes one handler: of one that was added several times, the latest. */
    synchronized void remove(String event, Object handler) {
        for (int i = all.length - 1; i >= 0; i--) {
            if (all[i].event().equals(event) && all[i].is(handler)) {
                remove(all[i]);
                return;
            }
        }
    }

    /** Whether it was there. */
    private synchronized boolean remove(Entry gone) {
        List<Entry> rest = new ArrayList<>(all.length);
        for (Entry entry : all) {
            if (entry != gone) {
                rest.add(entry);
            }
        }
        boolean found = rest.size() < all.length;
        all = rest.toArray(NONE);
        return found;
    }

    List<Object> of(String event) {
        List<Object> found = new ArrayList<>();
        for (Entry entry : all) {
            if (entry.event().equals(event)) {
                found.add(entry.handler() instanceof TypedHandlers.Typed typed ? typed.given() : entry.handler());
            }
        }
        return List.copyOf(found);
    }

    /** Calls the handlers of an event. */
    void call(String event, Delivery delivery) {
        for (Entry entry : all) {
            if (entry.event().equals(event) && (!entry.once() || remove(entry))) {
                try {
                    delivery.to(entry.handler());
                } catch (Throwable thrown) {
                    delivery.failed(thrown);
                }
            }
        }
    }
}
